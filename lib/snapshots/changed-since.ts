import type { ShardMark } from '../contract/shard-marks.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countDocuments } from '../elasticsearch/read/count-documents.ts';
import { countAroundMark } from '../elasticsearch/read/count-operations.ts';
import { isSameHistory } from '../elasticsearch/snapshots/same-history.ts';
import { readIndexMarks } from '../elasticsearch/snapshots/shard-marks.ts';
import { at } from '../contract/by-name.ts';
import { documentsIn } from '../contract/proven-documents.ts';
import { nullUnlessCancelled } from '../errors.ts';

/** What happened in a live index since a snapshot of it. */
export interface ChangedSince {
  /** Documents that were added or changed. */
  written: number;
  /** Documents of the snapshot that were changed or deleted; null: unknown (nested documents). */
  replaced: number | null;
}

/**
 * Counted by sequence numbers, while the live index is the one that the snapshot was taken of. `marks`: of an exact snapshot. null:
 * it is another index, can't be counted, or another copy of a shard became the primary since. Source: tried (docs/elasticsearch.md).
 */
export async function changedSince(
  cluster: Cluster,
  { index, uuid, marks }: { index: string; uuid: string; marks: readonly ShardMark[] },
  signal?: AbortSignal,
): Promise<ChangedSince | null> {
  const now = at(await readIndexMarks(cluster, [index], signal), index);
  if (!isSameHistory(marks, uuid, now)) return null;
  const [total, ...counts] = await Promise.all([
    countDocuments(cluster, index, signal),
    ...marks.map(({ shard, maxSeqNo }) => countAroundMark(cluster, { index, shard, mark: maxSeqNo }, signal)),
  ]);
  const written = counts.reduce((sum, { above }) => sum + above, 0);
  const unchanged = counts.reduce((sum, { upTo }) => sum + upTo, 0);
  const hasNested = documentsIn(now.shards) !== total;
  return { written, replaced: hasNested ? null : Math.max(0, documentsIn(marks) - unchanged) };
}

/** The same, where a failure to count is no reason not to plan. */
export const changedSinceOrNull = (...given: Parameters<typeof changedSince>): Promise<ChangedSince | null> =>
  changedSince(...given).catch(nullUnlessCancelled);
