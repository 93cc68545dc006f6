import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { readIndexShards } from '../elasticsearch/admin/index-shards.ts';
import { AppError } from '../errors.ts';
import { plural } from '../format.ts';
import { pause } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { WAITING_FOR_SHARDS } from './phases.ts';

const PRIMARIES_TIMEOUT_MS = 10 * 60_000;
/** Copying the replicas of a large index takes hours at most. */
const REPLICAS_TIMEOUT_MS = 4 * 60 * 60_000;
/** If shards are unassigned and none is starting for this long, no node can hold them. */
const UNASSIGNABLE_AFTER_MS = 2_000;
const CHECK_EVERY_MS = 300;

/**
 * Waits until every shard of the index has started. Does not wait for replicas that no node can hold (a cluster of one
 * node, say) or that take too long: returns a sentence about them; null: every shard has started. Throws `timed_out`
 * where a primary doesn't start.
 */
export async function awaitShards(cluster: Cluster, index: string, run: Run<never>): Promise<string | null> {
  const meter = new Meter();
  const startedAt = performance.now();
  let idleSince: number | null = null;
  for (;;) {
    const { active, initialising, status, unassigned } = await readIndexShards(cluster, index, run.signal);
    run.report(
      meter.progress({
        ...WAITING_FOR_SHARDS,
        subject: index,
        done: active,
        total: active + initialising + unassigned,
        unit: 'shards',
      }),
    );
    const waitedMs = performance.now() - startedAt;
    if (unassigned + initialising === 0 && status === 'green') return null;
    if (status === 'red') {
      if (waitedMs > PRIMARIES_TIMEOUT_MS) throw primariesTimedOut(index);
    } else if (initialising === 0) {
      idleSince ??= performance.now();
      if (performance.now() - idleSince >= UNASSIGNABLE_AFTER_MS) return describeUnassignable(index, unassigned);
    } else {
      idleSince = null;
      if (waitedMs > REPLICAS_TIMEOUT_MS)
        return `The replicas of ${index} were still being copied after ${REPLICAS_TIMEOUT_MS / 3_600_000} hours.`;
    }
    await pause(CHECK_EVERY_MS, run.signal);
  }
}

const primariesTimedOut = (index: string): AppError =>
  new AppError(
    'timed_out',
    `Not every shard of ${index} has started within ${PRIMARIES_TIMEOUT_MS / 60_000} minutes.`,
    { hint: 'Check the cluster’s health for the reason, then resume.' },
  );

const describeUnassignable = (index: string, unassigned: number): string =>
  `${plural(unassigned, 'replica')} of ${index} ${unassigned === 1 ? 'fits' : 'fit'} on no node. Every document is stored once.`;
