import type { ClusterIdentity } from '../../contract/cluster.ts';
import { drillIndexName } from '../../contract/drill-index.ts';
import type { Check, PlannedRequest } from '../../contract/plan.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import { readHealth } from '../../elasticsearch/health/health.ts';
import { AppError, isAppError, nullUnlessCancelled, toFailure } from '../../errors.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { Place } from '../../backups/sources.ts';
import { planRestore } from '../restore/plan.ts';
import { plannedRequests } from '../restore/planned-requests.ts';
import type { RestorePlan } from '../restore/schema.ts';
import { plannedRequests as plannedSnapshotRequests } from '../restore-snapshot/planned-requests.ts';
import { planRestoreSnapshot } from '../restore-snapshot/plan.ts';
import type { PlanKind, PlanRun } from '../run-kind.ts';
import { drillGuards } from './guards.ts';
import { requireProbes } from './probes.ts';
import type { DrilledBackupRef, DrillRequest } from './request.ts';
import type { DrilledSource, DrillPlan } from './schema.ts';
import { templateGuard } from './template-guard.ts';
import { checksOfDrill, trimRestore, trimSnapshotRestore } from './trim-plan.ts';

export type { DrillRequest } from './request.ts';

/**
 * Exactly what a drill would do: a restore into a new index outside of every alias, a comparison, the probes, and the
 * deletion of the index. Reads a zip file to its end; one that is damaged or incomplete has a plan, too, and its drill fails.
 * Throws `not_found`, `invalid_input`, and `refused` where the mappings can't be converted for the cluster.
 */
export const planDrill: PlanKind<DrillRequest, DrillPlan> = async (place, request, run) => {
  requireProbes(request.probes);
  const { cluster } = place;
  const identity = await cluster.identity(run.signal);
  const index = drillIndexName(request.key);
  const { source, alias, checks } = await planSource(place, request, index, run);
  const state = await readState(cluster, request, run.signal);
  const { indices, takenAt } = state;
  const size = sizeOf(source, (name) => indices.find((each) => each.name === name)?.primaryBytes ?? null);
  const guards = [
    ...drillGuards({ ...state, ...size }),
    // No template is applied to an index that nodes restore.
    ...(source.kind === 'zip' && source.restore !== null
      ? await templateGuard(cluster, index, indices, run.signal)
      : []),
  ];
  const plan = {
    kind: 'drill' as const,
    cluster: identity,
    plannedAt: takenAt,
    liveUuid: place.live === undefined ? identity.uuid : (await place.live.identity(run.signal)).uuid,
    on: request.on ?? null,
    alias: request.alias ?? alias,
    source,
    target: { index, shards: size.shards, estimatedPrimaryBytes: size.primaryBytes },
    documentsPerSecond: request.documentsPerSecond,
    probes: [...request.probes],
    checks: [...checks, ...guards],
  };
  return { ...plan, requests: requestsOf(plan), fingerprint: fingerprintOfDrill(plan, identity) };
};

/**
 * The same refusals before a zip file is read to its end, by the size in its manifest: for one who tries until there is room.
 * Throws `refused` as a plan with them would, `not_found`, and what the cluster throws.
 */
export async function assertRoomForDrill(
  { backups, cluster }: Pick<Place, 'backups' | 'cluster'>,
  request: DrillRequest,
  { signal }: PlanRun,
): Promise<void> {
  if (!('zip' in request.backup)) return;
  const { id, source } = request.backup.zip;
  const [{ summary }, state] = await Promise.all([
    backups.of(source).describe(id, signal),
    readState(cluster, request, signal),
  ]);
  const { manifest } = summary;
  const primaryBytes = manifest === null ? 0 : (manifest.primaryBytes ?? manifest.objects.bytes);
  assertNoRefusals({ checks: drillGuards({ ...state, primaryBytes, shards: manifest === null ? 0 : 1 }) });
}

/** What the guards ask of the cluster, beside the size of the backup. */
async function readState(cluster: Cluster, { isReadOnly, otherDrill }: DrillRequest, signal: AbortSignal) {
  const { uuid } = await cluster.identity(signal);
  const [{ indices, takenAt }, health] = await Promise.all([
    listIndices(cluster, signal),
    readHealth(cluster, signal).catch(nullUnlessCancelled),
  ]);
  return { health, indices, takenAt, otherDrill: otherDrill?.(uuid) ?? null, isReadOnly: isReadOnly?.(uuid) ?? false };
}

interface PlannedSource {
  source: DrilledSource;
  /** That the backup names; null: none. */
  alias: string | null;
  checks: Check[];
}

const planSource = (place: Place, request: DrillRequest, index: string, run: PlanRun): Promise<PlannedSource> =>
  'zip' in request.backup
    ? planZip(place, request, index, run)
    : planSnapshot(place, { ...request, backup: request.backup }, index, run);

async function planZip(place: Place, request: DrillRequest, index: string, run: PlanRun): Promise<PlannedSource> {
  const ref = (request.backup as Extract<DrilledBackupRef, { zip: unknown }>).zip;
  try {
    const restore = await planRestore(
      place,
      {
        backup: ref,
        into: index,
        switchAlias: false,
        replicas: 0,
        settings: { 'index.auto_expand_replicas': 'false' },
        ...(request.alias === null ? {} : { alias: request.alias }),
      },
      run,
    );
    requireNewIndex(restore);
    const incomplete = restore.checks.find(({ id }) => id === 'incomplete');
    const damage =
      incomplete === undefined
        ? null
        : { code: 'backup_incomplete', message: incomplete.detail, details: { fileBytes: restore.backup.fileBytes } };
    return {
      source: {
        kind: 'zip',
        ref,
        fileBytes: restore.backup.fileBytes,
        takenAt: restore.backup.takenAt,
        restore: damage === null ? trimRestore(restore) : null,
        damage,
      },
      alias: restore.alias,
      checks: damage === null ? checksOfDrill(restore.checks) : [willFail(damage.message)],
    };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'backup_damaged') throw error;
    const fileBytes = Number(error.details['fileBytes'] ?? -1);
    return {
      source: { kind: 'zip', ref, fileBytes, takenAt: null, restore: null, damage: toFailure(error) },
      alias: null,
      checks: [willFail(error.message)],
    };
  }
}

/** Planned all the same, so that the damage is recorded with the backup. */
const willFail = (why: string): Check => ({
  id: 'damaged',
  level: 'warn',
  title: 'The backup can’t be restored',
  detail: `${why} The drill will fail, and say so of this backup.`,
});

/** The name is drawn by chance, so an index that has it is somebody else's. */
function requireNewIndex({ target }: RestorePlan): void {
  if (target.uuid === null) return;
  throw new AppError('index_exists', `${target.index} exists, and a drill makes an index of its own.`, {
    hint: 'Plan the drill again: it draws another name.',
    details: { index: target.index },
  });
}

async function planSnapshot(
  place: Place,
  { alias, backup, takenBy, on }: DrillRequest & { backup: Exclude<DrilledBackupRef, { zip: unknown }> },
  index: string,
  run: PlanRun,
): Promise<PlannedSource> {
  const request = {
    ...backup,
    into: index,
    replicas: 0,
    switchAlias: false,
    takenBy,
    ...(alias === null ? {} : { alias }),
  };
  const restore = await planRestoreSnapshot(place, request, run).catch((error: unknown) => {
    throw (on ?? null) === null ? error : explainMissing(error, on!);
  });
  return {
    source: { kind: 'snapshot', restore: trimSnapshotRestore(restore) },
    alias: restore.alias,
    checks: checksOfDrill(restore.checks),
  };
}

/** The drill cluster reads a snapshot from the repository of the same name. */
const explainMissing = (error: unknown, on: string): unknown =>
  isAppError(error) && error.code === 'not_found'
    ? new AppError('not_found', `On the drill cluster ${on}: ${error.message}`, {
        cause: error,
        hint: 'Register the same repository there, under the same name and read-only.',
        details: error.details,
      })
    : error;

/** `liveBytes`: of an index of the cluster now, where a snapshot does not say how large it is. */
function sizeOf(
  source: DrilledSource,
  liveBytes: (index: string) => number | null,
): { primaryBytes: number | null; shards: number } {
  if (source.kind === 'zip')
    return {
      primaryBytes: source.restore?.target.estimatedPrimaryBytes ?? 0,
      shards: source.restore?.target.shards ?? 0,
    };
  const { bytes, index, shards } = source.restore.snapshot;
  return { primaryBytes: bytes ?? liveBytes(index), shards: shards ?? 1 };
}

function requestsOf({ source, target }: Pick<DrillPlan, 'source' | 'target'>): PlannedRequest[] {
  if (source.kind === 'zip' && source.restore === null) return [];
  const requests = source.kind === 'zip' ? plannedRequests(source.restore!) : plannedSnapshotRequests(source.restore);
  // The alias of an index that is being made goes with the index.
  return [
    ...requests.filter(
      ({ method, path, body }) => !(method === 'POST' && path === '/_aliases' && /"remove"/.test(body ?? '')),
    ),
    { method: 'DELETE', path: `/${target.index}`, note: 'also if the drill fails or is cancelled' },
  ];
}

/** Each plan draws another name for its index. */
const fingerprintOfDrill = (
  { alias, checks, documentsPerSecond, probes, source }: Omit<DrillPlan, 'requests' | 'fingerprint'>,
  { uuid }: ClusterIdentity,
): string =>
  fingerprintOf({
    kind: 'drill',
    cluster: uuid,
    backup:
      source.kind === 'zip'
        ? { ref: source.ref, sha256: source.restore?.backup.sha256 ?? null }
        : { uuid: source.restore.snapshot.uuid, index: source.restore.snapshot.index },
    alias,
    documentsPerSecond,
    probes,
    refusals: checks.filter(({ level }) => level === 'refuse').map(({ id }) => id),
  });
