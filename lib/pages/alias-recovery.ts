import type { ConfiguredCluster } from '../config.ts';
import { UNKNOWN_RECOVERY, type KnownRecovery } from '../incidents/words/telling.ts';
import { isListingComplete } from '../known-backups/snapshot-summary.ts';
import { generationsIn, readsOf } from '../live/cluster-reads.ts';
import { aliasRowsIn } from './alias-rows-in.ts';
import { snapshotsOf } from './load-snapshots.ts';

/**
 * What the overview offers for an alias, by what was last read: nothing is waited for. Throws AppError disk.
 */
export async function recoveryOf(cluster: ConfiguredCluster, alias: string): Promise<KnownRecovery> {
  const reads = readsOf(cluster.key);
  const [indices, backups] = [reads.indices.reading(), reads.backups.reading()];
  if (indices.value === null || backups.value === null) return UNKNOWN_RECOVERY;
  const snapshots = await snapshotsOf(cluster, { maxAgeMs: Infinity, waitMs: 0 });
  const { groups } = await generationsIn(indices.value);
  // Of an alias that no index has, backups are found by its name.
  const group = groups.find((each) => each.alias === alias) ?? { alias, live: [], others: [] };
  const complete = backups.value.problem === null && backups.failure === null;
  const [row] = await aliasRowsIn(
    { groups: [group], outside: [] },
    { cluster, listing: backups.value, snapshots, complete },
  );
  if (row === undefined) return UNKNOWN_RECOVERY;
  const isWhole = complete && !snapshots.reading && snapshots.problem === null && isListingComplete(snapshots);
  // Whether one of another cluster is good for this one, its user decides.
  const hasNone = row.backup === null && row.otherCluster === 0 && isWhole;
  return { backup: row.backup !== null ? true : hasNone ? false : null, compared: row.loss !== null };
}
