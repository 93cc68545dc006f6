import type { BackupManifest, Verification } from '../../contract/backup.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { addingAliasOf, loadingAliasOf } from '../../contract/loading-alias.ts';
import type { AliasState, AliasTarget, Check } from '../../contract/plan.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import { aliasTargets, stateOf } from '../../aliases/alias-targets.ts';
import { carryMembership } from '../../aliases/carry-membership.ts';
import { muchSmaller } from '../../aliases/much-smaller.ts';
import type { Place } from '../../backups/sources.ts';
import type { RestoreMaterial } from '../../backups/source.ts';
import { readAlias } from '../../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readHealth } from '../../elasticsearch/health/health.ts';
import { describeIndex } from '../../elasticsearch/admin/describe-index.ts';
import { readAliasNames } from '../../elasticsearch/admin/describe-index.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import { AppError } from '../../errors.ts';
import { formatList } from '../../format.ts';
import { parseExact } from '../../json/exact.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { DefinitionForTarget } from '../../target/definition-for-target.ts';
import type { SettingsForCreate } from '../../target/settings-for-create.ts';
import { parseOverrides } from '../../target/whole-overrides.ts';
import { inThread } from '../../thread/run-in-thread.ts';
import type { PlanKind, PlanRun } from '../run-kind.ts';
import { aliasNameChecks, switchChecks } from './checks/alias-checks.ts';
import { backupChecks } from './checks/backup-checks.ts';
import { healthCheck } from './checks/health-check.ts';
import { roomChecks } from './checks/room-checks.ts';
import { targetChecks } from './checks/target-checks.ts';
import { aliasOf, chooseTarget, type RestoreTarget } from './choose-target.ts';
import type { RestoreRequest } from './request.ts';
import { restoreRequests } from './requests.ts';
import type { RestorePlan } from './schema.ts';

type Unsigned = Omit<RestorePlan, 'requests' | 'fingerprint'>;

/**
 * Reads the backup to its end, looks at the cluster, and says exactly what a restore would do. Throws `backup_damaged`,
 * `not_found`, `invalid_input`, and `refused` where the mappings can't be carried over; everything else that is in the
 * way is a check of the plan.
 */
export const planRestore: PlanKind<RestoreRequest, RestorePlan> = async (place, given, run) => {
  const request = parseOverrides(given);
  const material = await place.backups.of(request.backup.source).inspect(request.backup.id, run);
  const seen = await lookAtCluster(place, request, material.verification, run);
  const making = {
    ...(await definitionFor(material, seen.identity, request, run.signal)),
    sha256: material.verification.sha256,
  };
  const target = await chooseTarget(
    seen.indices,
    material.verification,
    seen.alias,
    request,
    begunBy(place.cluster, making, run),
  );
  if (isThere(target)) refuseMaking(request, target.name);
  const finalPipeline = isThere(target) ? await finalPipelineOf(place.cluster, target.existing!, run.signal) : null;
  const plan = unsignedPlan({ request, material, seen, making, target, finalPipeline });
  return { ...plan, requests: restoreRequests(plan), fingerprint: fingerprint(plan, request, making) };
};

/** What a plan is made from, on the cluster's side. */
interface Seen {
  identity: ClusterIdentity;
  takenAt: string;
  indices: readonly IndexSummary[];
  health: Awaited<ReturnType<typeof readHealth>> | null;
  alias: string | null;
  /** What the alias points to now. */
  before: AliasTarget[];
}

async function lookAtCluster(
  { cluster }: Place,
  request: RestoreRequest,
  verification: Verification,
  { signal }: PlanRun,
): Promise<Seen> {
  const identity = await cluster.identity(signal);
  const [{ takenAt, indices }, health] = await Promise.all([
    listIndices(cluster, signal),
    readHealth(cluster, signal).catch(() => null),
  ]);
  const alias = aliasOf(verification, request);
  const before = alias === null ? [] : aliasTargets(await readAlias(cluster, alias, signal), indices);
  return { identity, takenAt, indices, health, alias, before };
}

/** How the index is made, and of which content: what identifies one restore. */
interface Making extends DefinitionForTarget {
  sha256: string;
}

/** In the thread: the definition is a stranger's. */
async function definitionFor(
  { definition, verification }: RestoreMaterial,
  target: ClusterIdentity,
  request: RestoreRequest,
  signal: AbortSignal,
): Promise<DefinitionForTarget> {
  const textOf = (overrides: object | undefined) => (overrides === undefined ? null : JSON.stringify(overrides));
  const { text, digest } = await inThread(
    'definitionForTarget',
    {
      definition,
      target,
      settings: textOf(request.settings),
      mappings: textOf(request.mappings),
      documentTypes: verification.types,
      drop: [...(request.dropSettings ?? [])],
      ...(request.shards === undefined ? {} : { shards: request.shards }),
      ...(request.replicas === undefined ? {} : { replicas: request.replicas }),
    },
    { signal },
  );
  return { ...(parseExact(text) as Omit<DefinitionForTarget, 'digest'>), digest };
}

/** Of one index, one backup and one way to make it: what was half filled from another, or otherwise, is not gone on with. */
const keyOf = (index: string, { sha256, digest }: Making): string =>
  fingerprintOf({ index, sha256, definition: digest }).slice(0, 12);

/** Whether an index is one that this very restore began and never finished. */
const begunBy =
  (cluster: Cluster, making: Making, { signal }: PlanRun) =>
  async ({ loading, name, state }: IndexSummary): Promise<boolean> =>
    loading &&
    state === 'open' &&
    (await readAliasNames(cluster, name, signal)).includes(loadingAliasOf(keyOf(name, making)));

/** It was there before, and is not the restore's own. */
const isThere = ({ existing, resumes }: RestoreTarget): boolean => existing !== null && !resumes;

interface Parts {
  request: RestoreRequest;
  material: RestoreMaterial;
  seen: Seen;
  making: Making;
  target: RestoreTarget;
  finalPipeline: string | null;
}

function unsignedPlan(parts: Parts): Unsigned {
  const { request, seen, making, target } = parts;
  const { verification } = parts.material;
  const { alias, before } = seen;
  const fresh = !isThere(target);
  const counts = shardCounts(making.settings, fresh ? null : target.existing);
  const after = alias === null ? [] : aliasAfter(alias, target.name, before, verification.manifest);
  const decided = {
    alias,
    switchAlias: alias !== null && (request.switchAlias ?? true),
    before,
    after,
    onConflict:
      request.onConflict ?? (verification.versioned && fresh ? ('external_gte' as const) : ('index' as const)),
    target: {
      index: target.name,
      ...asItIs(target.existing),
      ...counts,
      estimatedPrimaryBytes: verification.manifest?.primaryBytes ?? verification.objectsBytes,
      type: making.mappings.type,
      loadingAlias: (fresh ? loadingAliasOf : addingAliasOf)(keyOf(target.name, making)),
    },
  };
  return {
    kind: 'restore',
    cluster: seen.identity,
    plannedAt: seen.takenAt,
    checks: checksOf(parts, decided, fresh),
    backup: backupPart(request, verification),
    ...decided,
    allowPartial: request.allowPartial ?? false,
    ...definitionPart(making, fresh),
    resume: target.resumes ? { documents: target.existing?.documents ?? 0 } : null,
  };
}

const asItIs = (existing: IndexSummary | null): Pick<RestorePlan['target'], 'uuid' | 'aliases' | 'documents'> => ({
  uuid: existing?.uuid ?? null,
  aliases: existing?.aliases.map(({ alias }) => alias) ?? [],
  documents: existing?.documents ?? null,
});

const backupPart = ({ backup: ref }: RestoreRequest, verification: Verification): RestorePlan['backup'] => ({
  ref,
  fileBytes: verification.fileBytes,
  origin: verification.origin,
  index: verification.manifest?.index.name ?? null,
  takenAt: verification.manifest?.startedAt ?? readBackupName(verification.id).startedAt?.toISOString() ?? null,
  documents: verification.documents,
  promised: verification.promised,
  objectsBytes: verification.objectsBytes,
  sha256: verification.sha256,
  digest: verification.digest,
  versioned: verification.versioned,
  sourceVersion: verification.manifest?.cluster.version ?? null,
});

/** An index that was there keeps its own settings and mappings. */
const definitionPart = (
  { settings: { create, afterLoad, kept, changes }, mappings }: Making,
  fresh: boolean,
): Pick<RestorePlan, 'settings' | 'mappings'> =>
  fresh
    ? {
        settings: { create, afterLoad, kept, changes },
        mappings: { create: mappings.create, changes: mappings.changes },
      }
    : { settings: { create: {}, afterLoad: {}, kept: {}, changes: [] }, mappings: { create: {}, changes: [] } };

function checksOf(
  { request, material: { verification }, seen: { indices, health }, target, finalPipeline }: Parts,
  plan: Pick<RestorePlan, 'after' | 'alias' | 'before' | 'onConflict' | 'switchAlias' | 'target'>,
  fresh: boolean,
): Check[] {
  const { after, alias, before, onConflict, switchAlias } = plan;
  const leaving = before.filter(({ index }) => !after.some((kept) => kept.index === index));
  return [
    ...backupChecks(verification, request),
    ...targetChecks(target, indices, onConflict, verification, finalPipeline),
    ...(switchAlias && fresh ? muchSmaller('The backup', verification.documents, leaving, 'backup') : []),
    ...(switchAlias && alias !== null
      ? switchChecks(alias, before, after, indices, health, verification.manifest)
      : aliasNameChecks(alias, indices, false)),
    ...roomChecks(health, indices, plan.target.estimatedPrimaryBytes, plan.target, target.existing !== null),
    healthCheck(health),
  ];
}

/** Over what matters of the plan: a new index's name is made by the plan, one that exists is a fact. */
const fingerprint = (plan: Unsigned, request: RestoreRequest, { digest }: Making): string =>
  fingerprintOf({
    kind: 'restore',
    cluster: plan.cluster.uuid,
    sha256: plan.backup.sha256,
    documents: plan.backup.documents,
    target:
      plan.target.uuid === null
        ? (request.into ?? null)
        : { index: plan.target.index, uuid: plan.target.uuid, aliases: plan.target.aliases },
    alias: plan.alias,
    switchAlias: plan.switchAlias,
    before: stateOf(plan.before),
    onConflict: plan.onConflict,
    allowPartial: plan.allowPartial,
    // An index that is there keeps its own.
    definition: plan.target.uuid === null || plan.resume !== null ? digest : null,
    afterLoad: plan.settings.afterLoad,
    refusals: plan.checks.filter(({ level }) => level === 'refuse').map(({ id }) => id),
  });

/** What is said of an index that is made means nothing for one that is there. Throws invalid_input, beside each field. */
function refuseMaking({ settings, mappings, shards, replicas, dropSettings }: RestoreRequest, index: string): void {
  const said = Object.entries({
    settings,
    mappings,
    shards,
    replicas,
    drop: dropSettings?.length ? dropSettings : undefined,
  }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  if (said.length === 0) return;
  throw new AppError(
    'invalid_input',
    `${index} exists and keeps its settings and mappings: ${formatList(said.map((field) => FIELD_WORDS[field]!))} can’t be given for it.`,
    {
      hint: 'Leave that out, or restore into a new index.',
      details: { fields: Object.fromEntries(said.map((field) => [field, `${index} exists and keeps its own.`])) },
    },
  );
}

const FIELD_WORDS: Record<string, string> = {
  settings: 'settings',
  mappings: 'mappings',
  shards: 'a number of shards',
  replicas: 'a number of replicas',
  drop: 'settings to drop',
};

/** What every document goes through on its way into this index, whatever a bulk says. */
async function finalPipelineOf(cluster: Cluster, index: IndexSummary, signal: AbortSignal): Promise<string | null> {
  if (index.state === 'closed' || index.blocks.length > 0) return null;
  const pipeline = (await describeIndex(cluster, index.name, signal)).settings['index.final_pipeline'];
  return pipeline === undefined || pipeline === '_none' ? null : String(pipeline);
}

/**
 * The alias alone on the new index; but where it points to several indices and the backup is of one of them, only that
 * one is replaced. Carries filter, routing and write flag of what it replaces.
 */
function aliasAfter(
  alias: string,
  target: string,
  before: readonly AliasTarget[],
  manifest: BackupManifest | null,
): AliasState {
  const source =
    before.length > 1
      ? before.find(({ index, uuid }) => index === manifest?.index.name || uuid === manifest?.index.uuid)
      : undefined;
  if (source)
    return [
      ...stateOf(before.filter((other) => other !== source)),
      { index: target, uuid: '', membership: source.membership },
    ];
  // An alias that is gone comes back as it was when the backup was made.
  const remembered =
    before.length === 0 ? manifest?.aliases.find((membership) => membership.alias === alias) : undefined;
  return [{ index: target, uuid: '', membership: remembered ?? carryMembership(alias, target, before).membership }];
}

function shardCounts(settings: SettingsForCreate, existing: IndexSummary | null): { shards: number; replicas: number } {
  if (existing !== null) return { shards: existing.shards, replicas: existing.replicas };
  const after = { ...settings.create, ...settings.afterLoad };
  return {
    shards: Number(settings.create['index.number_of_shards'] ?? 1),
    replicas: Number(after['index.number_of_replicas'] ?? 1),
  };
}
