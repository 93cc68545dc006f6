import type { Cluster } from '../client/cluster.ts';
import type { SnapshotName } from './list-snapshots.ts';
import { readSnapshotFacts, type SnapshotFacts } from './snapshot-details.ts';

/** Snapshots that are asked for by name in one request, and the most that their names take of its address. */
const BATCH_SIZE = 40;
const BATCH_CHARACTERS = 3_000;

/** The facts of these snapshots, one request after the other. `signal`: makes the signal of each. */
export async function* factsInBatches(
  cluster: Cluster,
  repository: string,
  snapshots: readonly SnapshotName[],
  signal: () => AbortSignal,
): AsyncGenerator<SnapshotFacts[]> {
  for (const batch of batchesOf(snapshots))
    yield await readSnapshotFacts(
      cluster,
      repository,
      batch.map(({ name }) => name),
      signal(),
    );
}

function* batchesOf(names: readonly SnapshotName[]): Generator<SnapshotName[]> {
  let batch: SnapshotName[] = [];
  let characters = 0;
  for (const name of names) {
    const length = encodeURIComponent(name.name).length + 1;
    if (batch.length > 0 && (batch.length >= BATCH_SIZE || characters + length > BATCH_CHARACTERS)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(name);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}
