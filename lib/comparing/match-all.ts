import { growBuffer } from '../buffers.ts';
import type { ComparedSide } from '../contract/comparison.ts';
import type { BucketCounts } from '../contract/difference.ts';
import { AppError, cancelled } from '../errors.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import type { DifferenceWriter } from './difference-writer.ts';
import { matchPartition, TwiceError } from './match-partition.ts';
import type { OpenSide } from './open-side.ts';
import { MATCHING } from './phases.ts';
import type { Both } from './read-both.ts';
import { keyHashAt, recordLength } from './record.ts';
import type { SharedProgress } from './shared-progress.ts';
import { indexCalled } from './index-called.ts';
import { SpillFile } from './spill-file.ts';
import { Candidates, compareValues, readValues } from './values.ts';

interface Matching {
  sides: Both<OpenSide>;
  planned: Both<ComparedSide>;
  spills: Both<SpillFile>;
  documents: Both<number>;
  writer: DifferenceWriter;
  directory: string;
  progress: SharedProgress;
  /** Stops the readers. */
  stop: AbortController;
  /** Documents of the left side that have no match in the spill files are equal to unchanged ones, which were not read. */
  restIsEqual: boolean;
}

interface Matched {
  counts: BucketCounts;
  /** Of the changed ones: their values could not be compared, because they were written meanwhile. */
  unknown: number;
}

/** Matches partition after partition, and writes every difference. */
export async function matchAll(matching: Matching, run: Run): Promise<Matched> {
  const { directory, documents, progress, sides, spills, stop } = matching;
  const partitions = spills.left.count;
  const pairs = await SpillFile.create(directory, 'pairs', partitions);
  try {
    const { counts, candidates } = await matchByContent(matching, pairs, run);
    if (candidates.count === 0) return { counts, unknown: 0 };
    const values = await readValues(sides, documents, candidates, { directory, partitions, stop }, progress);
    try {
      return { ...(await matchByValues(matching.writer, pairs, values, counts, run)) };
    } finally {
      await values.left?.close();
      await values.right?.close();
    }
  } finally {
    await pairs.close();
  }
}

/** Documents that both sides have with different bytes go to `pairs`. */
async function matchByContent(
  { documents, planned, restIsEqual, spills, writer }: Matching,
  pairs: SpillFile,
  run: Run,
): Promise<{ counts: BucketCounts; candidates: Candidates }> {
  const counts: BucketCounts = { equal: 0, sameValues: 0, changed: 0, onlyLeft: 0, onlyRight: 0 };
  const candidates = new Candidates();
  const meter = new Meter();
  const total = documents.left + documents.right;
  const partition = new PartitionBuffer();
  for (let index = 0; index < pairs.count; index++) {
    if (run.signal.aborted) throw cancelled();
    const [leftEnd, end] = await partition.read([spills.left, spills.right], index);
    const { bytes } = partition;
    const { equal, changed, onlyLeft: unmatched, onlyRight } = matchOrExplain(bytes, leftEnd!, end!, planned);
    const onlyLeft = restIsEqual ? [] : unmatched;
    for (const at of onlyLeft) await writer.add('onlyLeft', bytes, at, null);
    for (const at of onlyRight) await writer.add('onlyRight', bytes, null, at);
    for (let pair = 0; pair < changed.length; pair += 2) {
      const [left, right] = [changed[pair]!, changed[pair + 1]!];
      candidates.add(bytes, left, right);
      addPair(pairs, bytes, left, right);
      await pairs.drain();
    }
    counts.equal += equal + unmatched.length - onlyLeft.length;
    counts.onlyLeft += onlyLeft.length;
    counts.onlyRight += onlyRight.length;
    const done = 2 * (counts.equal + candidates.count) + counts.onlyLeft + counts.onlyRight;
    run.report(meter.progress({ ...MATCHING, done, total, unit: 'documents' }));
  }
  await pairs.settle();
  return { counts, candidates };
}

function addPair(pairs: SpillFile, bytes: Buffer, left: number, right: number): void {
  const [leftBytes, rightBytes] = [recordLength(bytes, left), recordLength(bytes, right)];
  const chunk = pairs.reserve(keyHashAt(bytes, left), leftBytes + rightBytes);
  bytes.copy(chunk, pairs.reservedAt, left, left + leftBytes);
  bytes.copy(chunk, pairs.reservedAt + leftBytes, right, right + rightBytes);
}

async function matchByValues(
  writer: DifferenceWriter,
  pairs: SpillFile,
  values: Both<SpillFile | null>,
  byContent: BucketCounts,
  run: Run,
): Promise<Matched> {
  const counts = { ...byContent };
  let unknown = 0;
  const partition = new PartitionBuffer();
  for (let index = 0; index < pairs.count; index++) {
    if (run.signal.aborted) throw cancelled();
    const [pairsEnd, leftEnd, end] = await partition.read([pairs, values.left, values.right], index);
    const { bytes } = partition;
    const places = { pairsEnd: pairsEnd!, leftEnd: leftEnd!, end: end! };
    for (const { left, right, same } of compareValues(bytes, places)) {
      const bucket = same === true ? 'sameValues' : 'changed';
      counts[bucket]++;
      if (same === null) unknown++;
      await writer.add(bucket, bytes, left, right);
    }
  }
  return { counts, unknown };
}

/** How many documents both files have. */
export async function countMatched(
  { left, right }: Both<SpillFile>,
  planned: Both<ComparedSide>,
  signal: AbortSignal,
): Promise<number> {
  const partition = new PartitionBuffer();
  let matched = 0;
  for (let index = 0; index < left.count; index++) {
    if (signal.aborted) throw cancelled();
    const [leftEnd, end] = await partition.read([left, right], index);
    const { equal, changed } = matchOrExplain(partition.bytes, leftEnd!, end!, planned);
    matched += equal + changed.length / 2;
  }
  return matched;
}

/** The same partition of several files, one after the other in one buffer, which is reused. */
class PartitionBuffer {
  bytes: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

  /** Returns where each file's part ends. null: it has none. */
  async read(files: readonly (SpillFile | null)[], index: number): Promise<number[]> {
    const sizes = files.map((file) => file?.bytesOf(index) ?? 0);
    const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
    if (total > this.bytes.length) this.bytes = growBuffer(this.bytes, total, MOST_BYTES);
    const ends: number[] = [];
    let at = 0;
    for (const [file, bytes] of sizes.entries()) {
      await files[file]?.read(index, this.bytes, at);
      at += bytes;
      ends.push(at);
    }
    return ends;
  }
}

/** Of partitions of ordinary size. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The document is not named: a failure is shown to everyone, and ids only to who may read documents. */
function matchOrExplain(bytes: Buffer, leftEnd: number, end: number, planned: Both<ComparedSide>) {
  try {
    return matchPartition(bytes, leftEnd, end);
  } catch (error) {
    if (!(error instanceof TwiceError)) throw error;
    const side = planned[error.side];
    throw new AppError(
      'content_mismatch',
      `${side.kind === 'index' ? indexCalled(side, error.side) : side.backup.id} has a document twice, of the same id and routing, ` +
        'so its documents can’t be told apart.',
      { cause: error, hint: side.kind === 'backup' ? 'Restore it into an index, and compare that.' : undefined },
    );
  }
}
