import { LRUCache } from 'lru-cache';
import { at } from '../contract/by-name.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { SnapshotInFull } from '../elasticsearch/snapshots/snapshot-details.ts';
import { readSnapshotIndex, type SnapshotIndexSize } from '../elasticsearch/snapshots/snapshot-index.ts';
import { nullUnlessCancelled } from '../errors.ts';
import { processGlobal } from '../process-wide.ts';

/** A snapshot that has ended does not change, and its uuid is its own. */
const known = processGlobal('snapshot-index-sizes', () => new LRUCache<string, SnapshotIndexSize>({ max: 1_000 }));

/** Shards and bytes of one index of a snapshot; null: unknown. Where the server does not have them ready, they are read once. */
export async function sizeInSnapshot(
  cluster: Cluster,
  repository: string,
  { name, uuid, state, indexSizes }: SnapshotInFull,
  index: string,
  signal: AbortSignal,
): Promise<SnapshotIndexSize | null> {
  if (indexSizes !== null) return at(indexSizes, index) ?? null;
  if (state === 'IN_PROGRESS') return null;
  const key = `${uuid} ${index}`;
  const size =
    known().get(key) ??
    (await readSnapshotIndex(cluster, { repository, snapshot: name, index }, signal).catch(nullUnlessCancelled));
  if (size !== null) known().set(key, size);
  return size;
}
