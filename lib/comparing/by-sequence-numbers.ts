import type { BackupSide, ComparedSide, IndexSide } from '../contract/comparison.ts';
import { capabilitiesOf } from '../elasticsearch/capabilities.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { aboveMark, upToMark } from '../elasticsearch/read/by-sequence-number.ts';
import { countAroundMark } from '../elasticsearch/read/count-operations.ts';
import { assertComplete, type DocumentReader } from '../elasticsearch/read/document-reader.ts';
import { openShardReader, refreshForReading } from '../elasticsearch/read/read-documents.ts';
import type { Drain } from '../elasticsearch/read/read-page.ts';
import { isSameHistory } from '../elasticsearch/snapshots/same-history.ts';
import { readIndexMarksUnrefreshed } from '../elasticsearch/snapshots/shard-marks.ts';
import { nullUnlessCancelled } from '../errors.ts';
import { countMatched } from './match-all.ts';
import {
  documentOf,
  meanBytesOf,
  readIdsWith,
  sampleIndex,
  type OpenSide,
  type SideRun,
  type Visit,
} from './open-side.ts';
import { allOf, type Both } from './read-both.ts';
import { keyHashOf, recordBytes, setUnchanged, writeRecord, type ReadDocument } from './record.ts';
import type { SpillFile } from './spill-file.ts';

/**
 * An index, compared with a backup of this same index, whose manifest has the sequence numbers that the backup saw. Every operation
 * up to the number is in the backup, and a document has the number of its last operation: so a document of the index with such a
 * number is in the backup, with the same content. Only the others are read, and of these only the keys where a document of the
 * backup is missing from the index.
 */
export interface SequenceSide extends OpenSide {
  /** Documents with a higher number than the backup saw; returns how many there are. */
  readWritten(visit: Visit, drain: Drain): Promise<number>;
  /** The others, without their sources. */
  readUnchangedKeys(visit: (document: Omit<ReadDocument, 'source'>) => void, drain: Drain): Promise<number>;
}

/** Each shard has a point in time of its own. */
const MOST_SHARDS = 100;
/** Where more than this part was written since, reading everything takes no longer. */
const MOST_WRITTEN = 0.5;

/**
 * null: this way is not right here, or not faster. It is right where the backup is of this index of this cluster (by their uuids), has
 * the numbers of each shard, and no shard has another primary since (`primaryTerm`), which may have lost operations and used their
 * numbers again.
 */
export async function openBySequenceNumbers(
  cluster: Cluster,
  { left, right }: Both<ComparedSide>,
  run: SideRun,
): Promise<SequenceSide | null> {
  if (left.kind !== 'backup' || right.kind !== 'index') return null;
  const marks = await usableMarks(cluster, left, right, run.signal);
  if (marks === null) return null;
  const { index } = right;
  const readers: { reader: DocumentReader; mark: number }[] = [];
  const close = async () => {
    await Promise.all(readers.map(({ reader }) => reader.close()));
  };
  try {
    const options = { ...run, shards: 1, meanBytes: meanBytesOf(right) };
    await refreshForReading(cluster, index, run.signal);
    const opening = marks.map(async ({ shard, globalCheckpoint: mark }) => {
      readers.push({ reader: await openShardReader(cluster, index, { ...options, shard }), mark });
    });
    await allOf(opening);
    // Another index of this name, or another primary, since the numbers were read: they may mean other operations.
    if (!(await isUnchangedHistory(cluster, right, marks, run.signal))) {
      await close();
      return null;
    }
  } catch (error) {
    await close();
    throw error;
  }
  const total = readers.reduce((sum, { reader }) => sum + reader.total, 0);
  const each = async (read: (opened: (typeof readers)[number]) => Promise<number>): Promise<number> => {
    let sum = 0;
    for (const opened of readers) sum += await read(opened);
    return sum;
  };
  return {
    total,
    read: (visit, drain) => each(({ reader }) => reader.read((tokens) => visit(documentOf(tokens)), drain)),
    readByIds: async (ids, visit, drain) => {
      for (const { reader } of readers) await readIdsWith(reader, ids, visit, drain);
    },
    readWritten: (visit, drain) =>
      each(({ reader, mark }) => reader.readMatching(aboveMark(mark), (tokens) => visit(documentOf(tokens)), drain)),
    readUnchangedKeys: (visit, drain) =>
      each(({ reader, mark }) =>
        reader.readMatching(upToMark(mark), (tokens) => visit(documentOf(tokens)), drain, { keysOnly: true }),
      ),
    sample: (size, signal, visit) => sampleIndex(cluster, index, size, signal, visit),
    check: () => [],
    close,
  };
}

type Marks = NonNullable<BackupSide['marks']>['before'];

async function isUnchangedHistory(
  cluster: Cluster,
  side: IndexSide,
  marks: Marks,
  signal: AbortSignal,
): Promise<boolean> {
  const now = await readIndexMarksUnrefreshed(cluster, side.index, signal).catch(nullUnlessCancelled);
  return isSameHistory(marks, side.uuid, now);
}

async function usableMarks(
  cluster: Cluster,
  left: BackupSide,
  right: IndexSide,
  signal: AbortSignal,
): Promise<Marks | null> {
  if (left.marks === null || left.uuid !== right.uuid || right.shards > MOST_SHARDS) return null;
  const identity = await cluster.identity(signal);
  if (left.clusterUuid !== identity.uuid || capabilitiesOf(identity).consistentRead === 'scroll') return null;
  const marks = left.marks.before;
  if (!(await isUnchangedHistory(cluster, right, marks, signal))) return null;
  let [written, unchanged] = [0, 0];
  for (const { shard, globalCheckpoint: mark } of marks) {
    const counts = await countAroundMark(cluster, { index: right.index, shard, mark }, signal);
    written += counts.above;
    unchanged += counts.upTo;
  }
  return written > MOST_WRITTEN * (written + unchanged) ? null : marks;
}

/**
 * Adds the keys of the unchanged documents to the right spill file, unless the numbers show that the index has every document of
 * the backup: as many unchanged ones as the backup has beside those that were written again. Then `restIsEqual`.
 */
export async function addUnchanged(
  side: SequenceSide,
  spills: Both<SpillFile>,
  documents: Both<number>,
  planned: Both<ComparedSide>,
  signal: AbortSignal,
): Promise<{ unchanged: number; restIsEqual: boolean }> {
  const unchanged = side.total - documents.right;
  const matched = documents.right === 0 ? 0 : await countMatched(spills, planned, signal);
  if (unchanged + matched === documents.left) return { unchanged, restIsEqual: true };
  const read = await side.readUnchangedKeys(
    (document) => {
      const keyHash = keyHashOf(document.id, document.routing);
      const chunk = spills.right.reserve(keyHash, recordBytes(document));
      writeRecord(chunk, spills.right.reservedAt, document, keyHash);
      setUnchanged(chunk, spills.right.reservedAt);
    },
    () => spills.right.drain(),
  );
  await spills.right.settle();
  assertComplete(read, unchanged);
  return { unchanged, restIsEqual: false };
}
