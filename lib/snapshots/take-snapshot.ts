import type { Progress } from '../contract/progress.ts';
import { capabilitiesOf } from '../elasticsearch/capabilities.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isRefusal } from '../elasticsearch/client/response-error.ts';
import { runningSnapshots } from '../elasticsearch/snapshots/list-snapshots.ts';
import { verifyRepository } from '../elasticsearch/snapshots/repositories.ts';
import {
  beginSnapshot,
  deleteSnapshot,
  readSnapshot,
  type ServerSnapshot,
  type SnapshotToTake,
} from '../elasticsearch/snapshots/snapshots.ts';
import { readSnapshotProgress, type SnapshotProgress } from '../elasticsearch/snapshots/snapshot-progress.ts';
import { AppError, isAppError, isShuttingDown } from '../errors.ts';
import { formatList } from '../format.ts';
import { pause, withRetry } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { COPYING, FINISHING, PREPARING, WAITING_FOR_OTHERS } from './phases.ts';

type TakeRun = Pick<Run, 'signal' | 'report' | 'log'>;

const POLL_MS = 500;
/** A cluster that does not answer for so long is given up; the snapshot goes on, and a resumed job finds it. */
const RETRY_MS = 600_000;

/**
 * Begins a snapshot, or finds the one of this name that an earlier run began, and waits for its end. It is never taken twice:
 * the server refuses a second one of the same name, and after a lost response the name is looked for. Cancelled, it deletes
 * what was begun; when Restore Desk stops, the snapshot goes on. Throws `cluster_error` for one that failed.
 */
export async function takeSnapshot(
  cluster: Cluster,
  snapshot: SnapshotToTake,
  { begun }: { begun: boolean },
  run: TakeRun,
): Promise<ServerSnapshot> {
  try {
    if (!begun || (await read(cluster, snapshot, run)) === null) await begin(cluster, snapshot, run);
    const ended = await awaitEnd(cluster, snapshot, run);
    if (ended.state === 'FAILED') {
      await deleteSnapshot(cluster, snapshot.repository, snapshot.name, run.signal);
      throw failed(ended);
    }
    return ended;
  } catch (error) {
    if (run.signal.aborted && !isShuttingDown(run.signal)) await cancelSnapshot(cluster, snapshot, run);
    throw error;
  }
}

const read = (cluster: Cluster, { repository, name }: Pick<SnapshotToTake, 'repository' | 'name'>, run: TakeRun) =>
  withRetry(() => readSnapshot(cluster, repository, name, run.signal), { totalMs: RETRY_MS, signal: run.signal });

async function begin(cluster: Cluster, snapshot: SnapshotToTake, run: TakeRun): Promise<void> {
  await awaitOthers(cluster, run);
  for (;;) {
    try {
      return await beginSnapshot(cluster, snapshot, run.signal);
    } catch (error) {
      if (!isAppError(error) || error.code === 'cancelled' || isRefusal(error)) throw error;
      // It may have begun. The name says whether.
      if ((await read(cluster, snapshot, run)) !== null) {
        run.log('The response of the cluster was lost; the snapshot had begun.');
        return;
      }
      run.log('The response of the cluster was lost, and no snapshot had begun. Sending it again.');
    }
  }
}

/** Elasticsearch 6 takes one snapshot at a time: a second request hangs for 89 s and then fails (tried). */
async function awaitOthers(cluster: Cluster, run: TakeRun): Promise<void> {
  const { snapshotMetadata: several } = capabilitiesOf(await cluster.identity(run.signal));
  if (several) return;
  const meter = new Meter();
  for (;;) {
    const running = await withRetry(() => runningSnapshots(cluster, run.signal), {
      totalMs: RETRY_MS,
      signal: run.signal,
    });
    if (running.length === 0) return;
    const names = formatList(running.map(({ snapshot }) => snapshot));
    run.report(
      meter.progress({
        ...WAITING_FOR_OTHERS,
        done: 0,
        total: null,
        unit: 'steps',
        pausedBecause: `${names} must end first: this server takes one snapshot at a time`,
      }),
    );
    await pause(2_000, run.signal);
  }
}

/** Waits for the end of a snapshot that has begun, also of one that FAILED. Throws `cluster_error` where it is gone. */
export async function awaitEnd(
  cluster: Cluster,
  snapshot: Pick<SnapshotToTake, 'repository' | 'name'>,
  run: TakeRun,
): Promise<ServerSnapshot> {
  const meter = new Meter();
  for (;;) {
    const progress = await withRetry(
      () => readSnapshotProgress(cluster, snapshot.repository, snapshot.name, run.signal),
      { totalMs: RETRY_MS, signal: run.signal },
    );
    // `_status` does not tell how it ended; the repository does.
    if (progress === null || !isRunning(progress)) {
      const now = await read(cluster, snapshot, run);
      if (now === null) throw await vanished(cluster, snapshot, run);
      if (now.state !== 'IN_PROGRESS') return now;
    }
    if (progress !== null) run.report(reported(progress, meter));
    await pause(POLL_MS, run.signal);
  }
}

/** A server forgets a snapshot that it could not finish, also where the repository can't be written any more (tried). */
async function vanished(
  cluster: Cluster,
  { repository, name }: Pick<SnapshotToTake, 'repository' | 'name'>,
  run: TakeRun,
): Promise<AppError> {
  const problem = await verifyRepository(cluster, repository, run.signal).then(() => null, problemOf);
  return problem === null
    ? new AppError('cluster_error', `The snapshot ${name} does not exist, although it had begun.`, {
        hint: 'It was cancelled or deleted, or every node of the cluster restarted meanwhile. Take it again.',
      })
    : new AppError('cluster_error', `The snapshot ${name} could not be finished. ${problem}`, {
        hint: 'Nothing of it can be restored. Mend the repository, then take it again.',
      });
}

/** null: whether the repository works is not known. */
const problemOf = (error: unknown): string | null =>
  isAppError(error) && error.code === 'cluster_error' ? error.message : null;

const isRunning = ({ state }: SnapshotProgress): boolean =>
  state === 'INIT' || state === 'STARTED' || state === 'IN_PROGRESS';

/** Tried: `processed` grows when a file is complete. */
const WHOLE_FILES = 'The server counts a file when it is copied completely.';

function reported({ shards, bytes }: SnapshotProgress, meter: Meter): Progress {
  if (bytes === null || shards.preparing === shards.total)
    return meter.progress({ ...PREPARING, done: shards.done, total: shards.total, unit: 'shards' });
  const phase = shards.done + shards.failed === shards.total ? FINISHING : COPYING;
  return meter.progress({
    ...phase,
    done: bytes.done,
    // A shard that is still preparing has not said how much it must copy.
    total: shards.preparing === 0 ? bytes.total : null,
    unit: 'bytes',
    inSteps: WHOLE_FILES,
  });
}

/** Cancels and deletes what was begun. Never throws: the log says how it went. */
export async function cancelSnapshot(
  cluster: Cluster,
  { repository, name }: Pick<SnapshotToTake, 'repository' | 'name'>,
  run: TakeRun,
): Promise<void> {
  try {
    await deleteSnapshot(cluster, repository, name);
    run.log(`The snapshot ${name} was cancelled and deleted.`);
  } catch (error) {
    run.log(
      `Whether the snapshot ${name} was cancelled is unknown: ${isAppError(error) ? error.message : String(error)}`,
    );
  }
}

const failed = ({ name, reason, failures }: ServerSnapshot): AppError =>
  new AppError(
    'cluster_error',
    `The snapshot ${name} failed: ${reason ?? failures[0]?.reason ?? 'the cluster gives no reason'}.`,
    {
      hint: 'It was deleted. Check the health of the indices and the repository, then take it again.',
      details: { failures: failures.slice(0, 100) },
    },
  );
