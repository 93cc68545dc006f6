import { moveRestoredAlias, notMoved } from '../../aliases/move-restored-alias.ts';
import { putAlias } from '../../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readSnapshot } from '../../elasticsearch/snapshots/snapshots.ts';
import { AppError, isAppError, isShuttingDown } from '../../errors.ts';
import { awaitShards } from '../../proving/await-shards.ts';
import { withRetry } from '../../retry.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { awaitPrimaries, beginIndexRestore, deleteRestored } from '../../snapshots/restore-index.ts';
import { readableVersion } from '../../snapshots/snapshot-version.ts';
import { proveRestored } from '../../snapshots/prove-restored.ts';
import type { Run } from '../../running/run.ts';
import type { RunKind } from '../run-kind.ts';
import { finishSettings, lastSettings } from './finish-settings.ts';
import { indexToRestore } from './planned-requests.ts';
import type {
  RestoreSnapshotCheckpoint,
  RestoreSnapshotPlan,
  RestoreSnapshotResult,
  RestoreSnapshotWork,
} from './schema.ts';

const RETRY_MS = 600_000;

type OwnRun = Run<RestoreSnapshotCheckpoint>;

/**
 * Restores one index of a snapshot beside the live one, waits for every primary, compares it with what is known of the snapshot, and
 * only then adds the replicas and moves the alias. Cancelled, or where a shard can't be restored, it deletes the index that it made;
 * when Restore Desk stops, the restore goes on, and a resumed job finds it.
 */
export const runRestoreSnapshot: RunKind<
  RestoreSnapshotWork,
  RestoreSnapshotResult,
  RestoreSnapshotCheckpoint
> = async ({ cluster }, { plan }, run) => {
  const startedMs = performance.now();
  const { index } = plan.target;
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  const uuid = run.checkpoint?.uuid ?? (await beginPlannedRestore(cluster, plan, run));
  let isMoved = false;
  try {
    await markUnfinished(cluster, plan, run);
    await awaitPrimaries(cluster, { index, uuid, version: versionOf(plan) }, run as Run);
    const check = await proveRestored(cluster, { index, uuid, known: plan.snapshot }, run as Run);
    const unset = await finishSettings(cluster, plan, run.signal);
    const replicas = await awaitShards(cluster, index, run as Run<never>);
    const moved =
      plan.switchAlias && unset.length > 0
        ? notMoved(unset[0]!)
        : await moveRestoredAlias(cluster, { ...plan, allowPartial: false }, uuid, { rejected: 0 }, run);
    isMoved = moved.switched;
    unset.push(...(await lastSettings(cluster, plan)));
    const warnings = [...unset, ...(replicas === null ? [] : [replicas])];
    for (const warning of warnings) run.log(warning);
    return {
      kind: 'restore-snapshot',
      status: unset.length === 0 && moved.notSwitched === null ? 'done' : 'partial',
      snapshot: pickSnapshot(plan),
      index,
      indexUuid: uuid,
      alias: plan.alias,
      documents: check.documents,
      bytes: plan.snapshot.bytes,
      proof: plan.snapshot.proof,
      check,
      ...moved,
      warnings,
      seconds: (performance.now() - startedMs) / 1000,
    };
  } catch (error) {
    if (!isMoved && isGivenUp(error, run.signal) && (await deleteRestored(cluster, { index, uuid }, run)))
      run.saveCheckpoint({ uuid: null });
    throw error;
  }
};

export const versionOf = ({ cluster, snapshot }: RestoreSnapshotPlan) => readableVersion(snapshot.version, cluster);

const pickSnapshot = ({ snapshot: { repository, name, uuid, index } }: RestoreSnapshotPlan) => ({
  repository,
  name,
  uuid,
  index,
});

/** Returns the uuid of the index. Throws `not_found`, and `plan_changed` where another snapshot has the name now. */
export async function beginPlannedRestore(cluster: Cluster, plan: RestoreSnapshotPlan, run: OwnRun): Promise<string> {
  const { repository, name, uuid } = plan.snapshot;
  const found = await readSnapshot(cluster, repository, name, run.signal);
  if (found === null) throw new AppError('not_found', `The snapshot ${name} no longer exists in ${repository}.`);
  if (found.uuid !== uuid)
    throw new AppError('plan_changed', `${name} is another snapshot than the one that was reviewed.`, {
      hint: 'It was deleted and taken again. Review the restore again.',
    });
  const restored = await beginIndexRestore(cluster, indexToRestore(plan), versionOf(plan), run as Run);
  run.saveCheckpoint({ uuid: restored });
  run.log(`${plan.target.index} is being restored from ${name}.`);
  return restored;
}

/** Pages and the clean-up know by this alias that it is not proved yet. */
export const markUnfinished = (
  cluster: Cluster,
  { target: { index, loadingAlias } }: RestoreSnapshotPlan,
  run: OwnRun,
) =>
  withRetry(() => putAlias(cluster, { index, alias: loadingAlias, on: true }, run.signal), {
    totalMs: RETRY_MS,
    signal: run.signal,
  });

/** A red or half-restored index must not stay; one whose documents differ is kept for a person to look at. */
const isGivenUp = (error: unknown, signal: AbortSignal): boolean =>
  isAppError(error) &&
  (error.code === 'cancelled'
    ? signal.aborted && !isShuttingDown(signal)
    : error.code === 'backup_damaged' || (error.code === 'cluster_error' && 'shards' in error.details));
