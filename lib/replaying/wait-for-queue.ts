import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject } from '../target/deep-merge.ts';
import type { Run } from '../running/run.ts';
import { Meter } from '../running/meter.ts';
import { plural } from '../format.ts';
import { QUEUE } from './phases.ts';
import { NoAnswer, type ReplayTarget } from './send/target.ts';
import { parseObject } from './requests/bulk-items.ts';

/** How much a target has still to do of what it has answered. Times in ISO 8601. */
export interface QueueLeft {
  /** null: it did not say. */
  jobs: number | null;
  retries: number | null;
  scheduled: number | null;
  emptySince: string | null;
}

const POLL_MS = 1_000;
/** A queue in which nothing moves for so long is not waited for. A locked index is tried again after 60 s, five times. */
const STANDSTILL_MS = 10 * 60_000;
/** A target that has not said once what its queue holds is not asked for longer. */
const SILENT_MS = 60_000;
/** Empty once may be the moment between two jobs. */
const EMPTY_TIMES = 2;

/**
 * Asks the target until its queues are empty, in two answers in a row: 202 means queued, not written. Ends with what is left
 * where nothing moves for ten minutes, or the target does not say. Throws `cancelled`.
 */
export async function waitForQueue(
  target: ReplayTarget,
  path: string,
  run: Pick<Run, 'signal' | 'report'>,
): Promise<QueueLeft> {
  const meter = new Meter();
  let movedAtMs = performance.now();
  let last: QueueLeft = { jobs: null, retries: null, scheduled: null, emptySince: null };
  let first: number | null = null;
  let emptyTimes = 0;
  let emptySince: string | null = null;
  for (;;) {
    run.signal.throwIfAborted();
    const now = await readQueue(target, path);
    if (now !== null && total(now) !== total(last)) movedAtMs = performance.now();
    last = now ?? last;
    const left = total(last);
    first ??= left;
    emptyTimes = now !== null && left === 0 ? emptyTimes + 1 : 0;
    if (emptyTimes === 1) emptySince = new Date().toISOString();
    if (emptyTimes >= EMPTY_TIMES) return { ...last, emptySince };
    if (performance.now() - movedAtMs > (left === null ? SILENT_MS : STANDSTILL_MS)) return last;
    if (first !== null && left !== null) first = Math.max(first, left);
    const done = first === null || left === null ? 0 : first - left;
    run.report(
      meter.progress({
        ...QUEUE,
        done,
        total: first,
        unit: 'steps',
        subject: left === null ? 'it does not answer' : plural(left, 'job'),
      }),
    );
    await sleep(POLL_MS, undefined, { signal: run.signal }).catch(() => undefined);
  }
}

const total = ({ jobs, retries, scheduled }: QueueLeft): number | null =>
  jobs === null ? null : jobs + (retries ?? 0) + (scheduled ?? 0);

/** A text is no count. */
const hasCounts = (queue: unknown): queue is Record<string, unknown> =>
  isJsonObject(queue) &&
  typeof queue['jobs'] === 'number' &&
  ['retries', 'scheduled'].every((name) => queue[name] === undefined || typeof queue[name] === 'number');

/** `{"queues": {"<name>": {"jobs", "retries", "scheduled"}}}`, all queues together. null: no readable answer. */
async function readQueue(target: ReplayTarget, path: string): Promise<QueueLeft | null> {
  try {
    const answer = await target.get(path);
    const queues = answer.status === 200 ? parseObject(answer.body.toString('utf8'))?.['queues'] : null;
    if (!isJsonObject(queues)) return null;
    const all = Object.values(queues);
    if (all.length === 0 || !all.every(hasCounts)) return null;
    const sum = (name: string): number => all.reduce((total: number, queue) => total + Number(queue[name] ?? 0), 0);
    return { jobs: sum('jobs'), retries: sum('retries'), scheduled: sum('scheduled'), emptySince: null };
  } catch (error) {
    if (error instanceof NoAnswer) return null;
    throw error;
  }
}
