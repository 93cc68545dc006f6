import { toAliasState, toAliasTargets } from '../../aliases/alias-targets.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import { groupOfIndex } from '../../contract/index-group.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { loadingAliasOf } from '../../contract/loading-alias.ts';
import { placeOfRepository, type Repository } from '../../contract/repository.ts';
import { readAlias } from '../../elasticsearch/admin/aliases.ts';
import { describeIndex } from '../../elasticsearch/admin/describe-index.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readHealth } from '../../elasticsearch/health/health.ts';
import { listRepositories } from '../../elasticsearch/snapshots/repositories.ts';
import { readSnapshotInFull, type SnapshotInFull } from '../../elasticsearch/snapshots/snapshot-details.ts';
import type { SnapshotIndexSize } from '../../elasticsearch/snapshots/snapshot-index.ts';
import type { ServerSnapshot } from '../../elasticsearch/snapshots/snapshots.ts';
import { AppError, nullUnlessCancelled } from '../../errors.ts';
import { formatList } from '../../format.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { changedSinceOrNull } from '../../snapshots/changed-since.ts';
import { sizeInSnapshot } from '../../snapshots/index-size.ts';
import { knownIndex, type KnownIndex } from '../../snapshots/known-index.ts';
import { aliasAfter } from '../restore/choose-alias.ts';
import { movesAlias } from '../restore/target-use.ts';
import type { PlanKind } from '../run-kind.ts';
import type { TakenSnapshot } from '../snapshot/schema.ts';
import { restoreSnapshotChecks } from './checks.ts';
import { chooseName, chooseReplicas, chooseSnapshotAlias, snapshotKey } from './choose.ts';
import { originChecks } from './origin-checks.ts';
import { plannedRequests } from './planned-requests.ts';
import type { RestoreSnapshotRequest } from './request.ts';
import type { RestoreSnapshotPlan } from './schema.ts';
import { settingProblems } from './setting-problems.ts';
import { planSettings, type SourceSettings } from './settings.ts';

/**
 * Exactly what the restore of one index of a snapshot would do. Throws `not_found` where repository, snapshot or index is not there,
 * `index_exists` for a name that is taken, and `invalid_input`; any other obstacle is a check of the plan.
 */
export const planRestoreSnapshot: PlanKind<RestoreSnapshotRequest, RestoreSnapshotPlan> = async (
  { cluster },
  request,
  { signal },
) => {
  const identity = await cluster.identity(signal);
  const { repository, found } = await findSnapshot(cluster, request, signal);
  const taken = request.takenBy?.(found.uuid) ?? null;
  const known = knownIndex(found, request.index, taken);
  const [{ takenAt, indices }, health, size] = await Promise.all([
    listIndices(cluster, signal),
    readHealth(cluster, signal).catch(nullUnlessCancelled),
    sizeInSnapshot(cluster, request.repository, found, request.index, signal),
  ]);
  const key = snapshotKey(found.uuid, request.index);
  // An index of that name here is not what a snapshot of another cluster was taken of.
  const isForeign = request.from !== undefined && known.clusterUuid === null;
  const source = isForeign ? null : sourceIndexOf(request.index, known, identity, indices);
  const moving = await planMove(cluster, request, { known, key, indices }, signal);
  const settingsOfSource = source === null ? null : await settingsOf(cluster, source, signal);
  const live = indices.filter(({ name }) => moving.before.some(({ index }) => index === name));
  const replicas = chooseReplicas(request, known, settingsOfSource, live);
  const planned = {
    cluster: identity,
    snapshot: snapshotPart(request, found, known, size, { taken, place: placeOfRepository(repository) }),
    ...(request.from === undefined ? {} : { from: request.from }),
    ...moving,
    target: { ...moving.target, replicas: replicas.number, replicasFrom: replicas.from },
    settings: planSettings(request, replicas, settingsOfSource, identity),
  };
  const problems = await settingProblems(cluster, planned.settings, signal);
  const plan = {
    kind: 'restore-snapshot' as const,
    plannedAt: takenAt,
    ...planned,
    // In an index that the alias points to: what is written elsewhere is not lost by the switch.
    since:
      source !== null && moving.before.some(({ index }) => index === source.name)
        ? await sinceIn(cluster, source, known, signal)
        : null,
    checks: [
      ...originChecks(request, planned.snapshot, identity.uuid),
      ...restoreSnapshotChecks(planned, {
        repository,
        found,
        known,
        key,
        indices,
        health,
        settingProblems: problems,
      }),
    ],
  };
  return { ...plan, requests: plannedRequests(plan), fingerprint: fingerprintOfPlan(plan, request) };
};

/** The new index's name, and what the alias points to now and afterwards. */
async function planMove(
  cluster: Cluster,
  request: RestoreSnapshotRequest,
  { known, key, indices }: { known: KnownIndex; key: string; indices: readonly IndexSummary[] },
  signal: AbortSignal,
) {
  const alias = chooseSnapshotAlias(request, known);
  const before = alias === null ? [] : toAliasTargets(await readAlias(cluster, alias, signal), indices);
  const index = chooseName(request, alias ?? groupOfIndex(request.index) ?? request.index, key, indices);
  const backup = { index: request.index, uuid: known.indexUuid, sha256: key, aliases: known.aliases };
  const after = alias === null ? [] : aliasAfter(alias, index, before, backup);
  return {
    alias,
    before,
    after,
    switchAlias: movesAlias({ alias, before, after, switchAlias: request.switchAlias ?? true, target: { index } }),
    target: { index, loadingAlias: loadingAliasOf(fingerprintOf({ index, snapshot: key }).slice(0, 12)) },
  };
}

async function findSnapshot(
  cluster: Cluster,
  { repository: name, snapshot, index }: RestoreSnapshotRequest,
  signal: AbortSignal,
): Promise<{ repository: Repository; found: SnapshotInFull }> {
  const repositories = await listRepositories(cluster, signal);
  const repository = repositories.find((each) => each.name === name);
  if (!repository)
    throw new AppError('not_found', `There is no repository ${name}.`, {
      hint: `Registered: ${formatList(repositories.map((each) => each.name)) || 'none'}.`,
    });
  const found = await readSnapshotInFull(cluster, name, snapshot, signal);
  if (found === null) throw new AppError('not_found', `There is no snapshot ${snapshot} in ${name}.`);
  if (!found.indices.includes(index))
    throw new AppError('not_found', `${snapshot} has no index ${index}.`, {
      hint: `It has ${formatList(found.indices, 5) || 'none'}.`,
    });
  return { repository, found };
}

/** The index in this cluster that the snapshot was taken of: by its uuid, or by its name where that is not known. */
const sourceIndexOf = (
  name: string,
  { indexUuid, clusterUuid }: KnownIndex,
  identity: ClusterIdentity,
  indices: readonly IndexSummary[],
): IndexSummary | null =>
  indices.find((index) =>
    indexUuid === null ? index.name === name : index.uuid === indexUuid && clusterUuid === identity.uuid,
  ) ?? null;

const settingsOf = async (cluster: Cluster, { name }: IndexSummary, signal: AbortSignal): Promise<SourceSettings> =>
  (await describeIndex(cluster, name, signal).catch(nullUnlessCancelled))?.settings ?? null;

async function sinceIn(
  cluster: Cluster,
  { name, uuid, state }: IndexSummary,
  { proof, after, indexUuid }: KnownIndex,
  signal: AbortSignal,
): Promise<RestoreSnapshotPlan['since']> {
  if (proof !== 'exact' || after === null || uuid !== indexUuid || state !== 'open') return null;
  return changedSinceOrNull(cluster, { index: name, uuid, marks: after }, signal);
}

const snapshotPart = (
  { repository, index }: RestoreSnapshotRequest,
  { name, uuid, startedAt, state, version }: ServerSnapshot,
  { proof, why, before, after, documents, digest }: KnownIndex,
  size: SnapshotIndexSize | null,
  { taken, place }: { taken: TakenSnapshot | null; place: string | null },
): RestoreSnapshotPlan['snapshot'] => ({
  repository,
  name,
  uuid,
  index,
  takenAt: startedAt,
  state,
  version,
  shards: size?.shards ?? after?.length ?? null,
  bytes: size?.bytes ?? null,
  proof,
  why,
  before,
  after,
  documents,
  digest,
  job: taken?.job ?? null,
  clusterUuid: taken?.plan.cluster.uuid ?? null,
  place,
});

/** Over what matters of the plan; the name of the new index is chosen while planning, so only a requested one counts. */
const fingerprintOfPlan = (
  plan: Omit<RestoreSnapshotPlan, 'requests' | 'fingerprint'>,
  { into, uuid }: RestoreSnapshotRequest,
): string =>
  fingerprintOf({
    kind: plan.kind,
    cluster: plan.cluster.uuid,
    ...(plan.from === undefined ? {} : { from: plan.from }),
    snapshot: plan.snapshot.uuid,
    ...(uuid === undefined ? {} : { chosen: uuid }),
    index: plan.snapshot.index,
    into: into ?? null,
    alias: plan.alias,
    switchAlias: plan.switchAlias,
    before: toAliasState(plan.before),
    settings: { ...plan.settings, changes: [] },
    refusals: plan.checks.filter(({ level }) => level === 'refuse').map(({ id }) => id),
  });
