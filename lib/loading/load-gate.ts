import type { Phase } from '../contract/progress.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { readFullestDisk } from '../elasticsearch/health/node-disks.ts';
import { isWithoutMaster, readIndexShards } from '../elasticsearch/admin/index-shards.ts';
import { AppError, isAppError } from '../errors.ts';
import { formatBytes, plural } from '../format.ts';
import { withRetry, pause } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';

export interface GateOptions {
  signal: AbortSignal;
  onPause: (because: string | null) => void;
  /** A red index is waited for this long, a full disk without end: somebody has to make room. */
  patienceMs?: number | undefined;
  lookEveryMs?: number;
}

const LOOK_EVERY_MS = 5_000;
/** A node that died is back, or its shards are elsewhere, within minutes; beyond that a person has to look. */
const RED_WITHIN_MS = 10 * 60_000;

export interface LoadGate {
  /** Awaited before each bulk. Throws `unreachable` where the index stays red. */
  pass: () => Promise<void>;
  close: () => void;
}

/**
 * Looks at the cluster every few seconds while an index is being filled, and holds the next bulk while one of its
 * primary shards is missing, the cluster has no master, or a data node's disk is beyond the high watermark: filling on
 * would end in the flood stage, which locks every index on that node, the live one too. It looks also while every bulk
 * is on its way: a server keeps one a minute that waits for a lost shard, and the engineer is to know at once. No
 * answer is not a reason to wait here: the bulk itself finds out, and waits.
 */
export function loadGate(given: Cluster, index: string, options: GateOptions): LoadGate {
  const cluster: Cluster = { ...given, request: (request) => given.request({ ...request, idempotent: false }) };
  const { signal, patienceMs = RED_WITHIN_MS, lookEveryMs = LOOK_EVERY_MS } = options;
  let lookedAt = -Infinity;
  let looking: Promise<void> | null = null;
  let gaveUp: unknown = null;
  let closed = false;
  const onPause = (because: string | null) => {
    if (!closed) options.onPause(because);
  };
  const look = async () => {
    let badSince: number | null = null;
    for (let paused = false; !closed; paused = true) {
      const trouble = await troubleOf(cluster, index, signal);
      const disk = trouble === null ? await orNull(readFullestDisk(cluster, signal)) : null;
      lookedAt = performance.now();
      if (trouble !== null) {
        badSince ??= performance.now();
        if (performance.now() - badSince > patienceMs) {
          throw new AppError('unreachable', `For ${Math.round(patienceMs / 1000)} s ${trouble}.`, {
            hint: 'Look at the cluster’s health for what is missing. Then resume: it goes on where it stopped.',
          });
        }
        onPause(trouble);
      } else if (disk !== null) {
        badSince = null;
        onPause(
          `the disk of ${disk.node} is beyond the ${disk.stage === 'flood' ? 'flood stage' : 'high'} ` +
            `watermark (${disk.watermark}, ${formatBytes(disk.freeBytes)} free); free space on it, or cancel`,
        );
      } else {
        if (paused) onPause(null);
        return;
      }
      await pause(Math.min(1_000, lookEveryMs), signal);
    }
  };
  const pass = async () => {
    if (gaveUp !== null) throw gaveUp;
    if (looking === null && performance.now() - lookedAt < lookEveryMs) return;
    looking ??= look()
      .catch((error: unknown) => {
        gaveUp = error;
        throw error;
      })
      .finally(() => (looking = null));
    await looking;
  };
  const timer = setInterval(() => void pass().catch(() => undefined), lookEveryMs);
  return {
    pass,
    close: () => {
      closed = true;
      clearInterval(timer);
    },
  };
}

/** A small step behind the load, waited for as a bulk is: passing faults for minutes, a block until somebody takes it off. */
export async function retryWhileBlocked<T>(
  step: () => Promise<T>,
  phase: Phase,
  subject: string,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
  patienceMs = STEP_TIMEOUT_MS,
): Promise<T> {
  const report = (pausedBecause: string | null) =>
    run.report(new Meter().progress({ ...phase, subject, done: 0, total: null, unit: 'steps', pausedBecause }));
  for (let waitMs = 250, paused = false; ; waitMs = Math.min(waitMs * 2, LOOK_EVERY_MS), paused = true) {
    try {
      const done = await withRetry(step, {
        totalMs: patienceMs,
        signal: run.signal,
        onWait: (error) => report(error instanceof Error ? error.message : String(error)),
      });
      if (paused) report(null);
      return done;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'blocked') throw error;
      const because = `the index is blocked: ${error.message}`;
      if (!paused) run.log(`Paused: ${because}.`);
      report(because);
      await pause(waitMs, run.signal);
    }
  }
}

export const STEP_TIMEOUT_MS = 300_000;

/** What keeps the index from being filled; null: nothing, or nobody answered. */
async function troubleOf(cluster: Cluster, index: string, signal: AbortSignal): Promise<string | null> {
  let withoutMaster = false;
  const shards = await orNull(
    readIndexShards(cluster, index, signal),
    (error) => (withoutMaster = isWithoutMaster(error)),
  );
  if (withoutMaster) return 'the cluster has no master';
  const missing = shards === null ? 0 : shards.unassigned + shards.initialising;
  // An index that was deleted is red, too, and has no shard that could come back: the next bulk says so.
  return shards?.status === 'red' && missing > 0
    ? `the new index is red: ${plural(missing, 'of its shards is', 'of its shards are')} not there`
    : null;
}

async function orNull<T>(asked: Promise<T>, because?: (error: unknown) => void): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    because?.(error);
    return null;
  }
}
