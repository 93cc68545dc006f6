import { LRUCache } from 'lru-cache';
import { processGlobal } from '../process-wide.ts';
import { SharedRead } from './shared-read.ts';

/** A plan takes a dozen requests to the cluster; a page gives up on a route after 20 s. */
export const PAGE_TIMEOUT_MS = 10_000;
const GIVE_UP_AFTER_MS = 90_000;
/** How long an outcome waits for the next request of its page. */
const RETAINED_MS = 30_000;
const MAX_RETAINED = 500;

const reads = processGlobal(
  'page-reads',
  () =>
    new LRUCache<string, SharedRead<unknown>>({
      max: MAX_RETAINED,
      ttl: RETAINED_MS,
      ttlAutopurge: true,
      ttlResolution: 0,
    }),
);

/**
 * What `work` returns, for the request of a page. Work that takes longer than PAGE_TIMEOUT_MS continues: the next
 * request with the same key waits for it, and gets its outcome, once. Throws what the work throws; AppError `timed_out`
 * until it is done, with `subject` as the subject of the sentence.
 */
export async function singleFlight<T>(
  key: string,
  subject: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const read = reads().get(key) ?? begin(key, subject, work);
  try {
    return (await read.outcome(PAGE_TIMEOUT_MS)) as T;
  } finally {
    if (!read.isRunning && isCurrent(key, read)) reads().delete(key);
  }
}

function begin(key: string, subject: string, work: (signal: AbortSignal) => Promise<unknown>): SharedRead<unknown> {
  const read: SharedRead<unknown> = new SharedRead(
    (signal) =>
      work(signal).finally(() => {
        if (isCurrent(key, read)) reads().set(key, read);
      }),
    { giveUpAfterMs: GIVE_UP_AFTER_MS, subject },
  );
  // Running work has no time to live: the signal ends it.
  reads().set(key, read, { ttl: 0 });
  return read;
}

const isCurrent = (key: string, read: SharedRead<unknown>): boolean => reads().peek(key) === read;
