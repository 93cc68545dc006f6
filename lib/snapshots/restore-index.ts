import { deleteIndex } from '../elasticsearch/admin/index-admin.ts';
import { readIndexIdentity, readUuid } from '../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isRefusal } from '../elasticsearch/client/response-error.ts';
import { beginRestore, type IndexToRestore } from '../elasticsearch/snapshots/restore-index.ts';
import { readRestoreProgress, type RestoreProgress } from '../elasticsearch/snapshots/restore-progress.ts';
import { AppError, isAppError } from '../errors.ts';
import { formatCount, plural } from '../format.ts';
import { isTransient, pause, withRetry } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { BEGINNING, RESTORING } from './phases.ts';
import { explainRestoreRefusal, explainShardFailure } from './restore-failure.ts';
import type { ReadableVersion } from './snapshot-version.ts';

type RestoreRun = Pick<Run, 'signal' | 'report' | 'log'>;

const POLL_MS = 500;
/** A cluster that does not answer for so long is given up; the restore goes on, and a resumed job finds it. */
const RETRY_MS = 600_000;
/** A server tries a shard again at once, up to five times: one that has failed for so long is not tried again (tried). */
const FAILED_FOR_MS = 3_000;
/** A shard that was restored before every node restarted may be on one that is still starting. */
const LOST_FOR_MS = 30_000;
/** A shard that no node takes: no room, or an allocation rule. */
const WAITING_FOR_MS = 600_000;

/**
 * Begins the restore of one index, and returns the new index's uuid. After a lost response the index is looked for: it is never
 * restored twice. Throws the server's refusal, explained.
 */
export async function beginIndexRestore(
  cluster: Cluster,
  wanted: IndexToRestore,
  version: ReadableVersion,
  run: RestoreRun,
): Promise<string> {
  run.report(new Meter().progress({ ...BEGINNING, subject: wanted.into, done: 0, total: null, unit: 'steps' }));
  await withRetry(
    async () => {
      try {
        await beginRestore(cluster, wanted);
      } catch (error) {
        // A name that exists now did not exist when the run began: its own request made it, if it is of this snapshot.
        if ((isTransient(error) || isNameTaken(error)) && (await hasBegun(cluster, wanted, run))) return;
        throw isRefusal(error) ? explainRestoreRefusal(error, wanted.snapshot, version) : error;
      }
    },
    { totalMs: RETRY_MS, signal: run.signal },
  );
  return withRetry(() => readUuid(cluster, wanted.into), { totalMs: RETRY_MS, signal: run.signal });
}

const isNameTaken = (error: unknown): boolean =>
  isAppError(error) && /already exists/.test(String(error.details['reason'] ?? error.message));

async function hasBegun(
  cluster: Cluster,
  { into, repository, snapshot }: IndexToRestore,
  run: RestoreRun,
): Promise<boolean> {
  const progress = await withRetry(() => readRestoreProgress(cluster, into, run.signal), {
    totalMs: RETRY_MS,
    signal: run.signal,
  });
  const began = progress?.source?.repository === repository && progress.source.snapshot === snapshot;
  if (began) run.log('The response of the cluster was lost; the restore had begun.');
  return began;
}

/**
 * Waits until every primary shard has started, reporting bytes over all shards. Throws `index_changed` where the index was deleted,
 * `backup_damaged` and `cluster_error` with the reason where a shard can't be restored, and `timed_out` where no node takes one.
 */
export async function awaitPrimaries(
  cluster: Cluster,
  { index, uuid, version }: { index: string; uuid: string; version: ReadableVersion },
  run: RestoreRun,
): Promise<void> {
  const meter = new Meter();
  const since: Since = { failed: null, lost: null, waiting: null };
  for (;;) {
    const progress = await withRetry(() => readRestoreProgress(cluster, index, run.signal), {
      totalMs: RETRY_MS,
      signal: run.signal,
    });
    const identity = await withRetry(() => readIndexIdentity(cluster, index, run.signal), {
      totalMs: RETRY_MS,
      signal: run.signal,
    });
    if (progress === null || identity?.uuid !== uuid)
      throw new AppError('index_changed', `${index} was deleted while it was being restored.`, {
        hint: 'Somebody else did this. Find out who and why. The snapshot is not changed.',
      });
    const { shards } = progress;
    if (shards.length > 0 && shards.every(({ state }) => state === 'started')) return;
    throwIfStuck(progress, since, index, version);
    run.report(reported(progress, index, meter));
    await pause(POLL_MS, run.signal);
  }
}

/** Since when shards have been in a state that may not end by itself; null: none is in it. */
type Since = Record<'failed' | 'lost' | 'waiting', number | null>;

function throwIfStuck({ shards }: RestoreProgress, since: Since, index: string, version: ReadableVersion): void {
  const now = performance.now();
  const isBusy = shards.some(({ state }) => state === 'restoring');
  const failed = shards.filter(({ state }) => state === 'failed');
  since.failed = failed.length > 0 && !isBusy ? (since.failed ?? now) : null;
  if (since.failed !== null && now - since.failed >= FAILED_FOR_MS) {
    const { message, damaged } = explainShardFailure(failed[0]!.failure ?? 'the server gives no reason', version);
    throw new AppError(
      damaged ? 'backup_damaged' : 'cluster_error',
      `${plural(failed.length, 'shard')} of ${formatCount(shards.length)} could not be restored: ${message}.`,
      {
        hint: damaged
          ? 'The snapshot can’t be restored as it is. Restore an older one, verify the repository, and take a new snapshot.'
          : 'Mend the cause, then restore it again.',
        details: { index, shards: failed.map(({ shard }) => shard), reason: failed[0]!.failure },
      },
    );
  }
  const lost = shards.filter(({ state }) => state === 'lost');
  since.lost = lost.length > 0 && !isBusy ? (since.lost ?? now) : null;
  if (since.lost !== null && now - since.lost >= LOST_FOR_MS)
    throw new AppError(
      'cluster_error',
      `Every node restarted before ${plural(lost.length, 'shard')} of ${formatCount(shards.length)} ${lost.length === 1 ? 'was' : 'were'} restored, and no server goes on with a restore after that.`,
      { hint: 'Restore it again.', details: { index, shards: lost.map(({ shard }) => shard) } },
    );
  const isWaiting = shards.some(({ state }) => state === 'waiting');
  since.waiting = isWaiting && !isBusy ? (since.waiting ?? now) : null;
  if (since.waiting !== null && now - since.waiting >= WAITING_FOR_MS)
    throw new AppError('timed_out', `No node has taken a shard of ${index} for ${WAITING_FOR_MS / 60_000} minutes.`, {
      hint: 'Check the cluster’s health for the reason (disk space, allocation rules).',
      details: { index },
    });
}

function reported({ shards, bytes }: RestoreProgress, index: string, meter: Meter) {
  const started = shards.filter(({ state }) => state === 'started').length;
  const waiting = shards.filter(({ state }) => state === 'waiting').length;
  const of = `${formatCount(started)} of ${plural(shards.length, 'shard')} restored`;
  return bytes === null
    ? meter.progress({ ...RESTORING, subject: index, done: started, total: shards.length, unit: 'shards' })
    : meter.progress({
        ...RESTORING,
        subject: of,
        done: bytes.done,
        // A shard without a node has not said how large it is.
        total: waiting === 0 ? bytes.total : null,
        unit: 'bytes',
      });
}

/** Deletes the index that a restore made, if it is still that one and no alias of others points to it. Throws nothing. True: it is gone. */
export async function deleteRestored(
  cluster: Cluster,
  { index, uuid }: { index: string; uuid: string },
  run: Pick<Run, 'log'>,
): Promise<boolean> {
  try {
    const now = await readIndexIdentity(cluster, index);
    if (now === null) return true;
    if (now.uuid !== uuid) return false;
    if (now.aliases.length > 0) {
      run.log(`${index} is kept: an alias points to it.`);
      return false;
    }
    await deleteIndex(cluster, index);
    run.log(`${index}, which was unfinished, is deleted. The snapshot is not changed.`);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    run.log(
      isRefusal(error)
        ? `The unfinished ${index} could not be deleted: ${message}`
        : `Whether the unfinished ${index} was deleted is unknown: ${message}`,
    );
    return false;
  }
}
