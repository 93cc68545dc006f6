import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { readIndexShards } from '../elasticsearch/admin/index-shards.ts';
import { AppError } from '../errors.ts';
import { plural } from '../format.ts';
import { pause } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { WAITING_FOR_SHARDS } from './phases.ts';

const PRIMARIES_WITHIN_MS = 10 * 60_000;
/** Copying replicas of a large index takes hours at most. */
const REPLICAS_WITHIN_MS = 4 * 60 * 60_000;
/** Unassigned and nothing starting for this long: they have no place, and waiting won't find one. */
const NO_PLACE_AFTER_MS = 2_000;

/**
 * Waits until every shard of the index has started. Replicas that have no place (one node, say) are not waited for: the
 * sentence about them comes back as a warning. Throws `timed_out` where a primary doesn't start.
 */
export async function awaitShards(cluster: Cluster, index: string, run: Run<never>): Promise<string | null> {
  const meter = new Meter();
  const began = performance.now();
  let idleSince: number | null = null;
  for (;;) {
    const shards = await readIndexShards(cluster, index, run.signal);
    run.report(
      meter.progress({
        ...WAITING_FOR_SHARDS,
        subject: index,
        done: shards.active,
        total: shards.active + shards.initialising + shards.unassigned,
        unit: 'shards',
      }),
    );
    const waited = performance.now() - began;
    if (shards.unassigned + shards.initialising === 0 && shards.status === 'green') return null;
    if (shards.status === 'red') {
      if (waited > PRIMARIES_WITHIN_MS)
        throw new AppError(
          'timed_out',
          `Not every shard of ${index} has started within ${PRIMARIES_WITHIN_MS / 60_000} minutes.`,
          { hint: 'Look at the cluster’s health for what keeps them; then resume.' },
        );
    } else if (shards.initialising === 0) {
      idleSince ??= performance.now();
      if (performance.now() - idleSince >= NO_PLACE_AFTER_MS)
        return (
          `${plural(shards.unassigned, 'replica')} of ${index} ${shards.unassigned === 1 ? 'has' : 'have'} ` +
          'no place in the cluster; every document is there once.'
        );
    } else {
      idleSince = null;
      if (waited > REPLICAS_WITHIN_MS)
        return `The replicas of ${index} were still being copied after ${REPLICAS_WITHIN_MS / 3_600_000} hours.`;
    }
    await pause(300, run.signal);
  }
}
