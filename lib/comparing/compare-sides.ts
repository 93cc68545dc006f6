import type { ComparedSide } from '../contract/comparison.ts';
import type { BucketCounts } from '../contract/difference.ts';
import { AppError, isAppError } from '../errors.ts';
import { plural } from '../format.ts';
import type { Run } from '../running/run.ts';
import { addUnchanged, openBySequenceNumbers, type SequenceSide } from './by-sequence-numbers.ts';
import { clustersOfSides } from './cluster-of-side.ts';
import { DifferenceWriter } from './difference-writer.ts';
import { estimate } from './estimate.ts';
import { matchAll } from './match-all.ts';
import { NotUnchangedError } from './match-partition.ts';
import { openSide, type OpenSide, type SidesPlace } from './open-side.ts';
import { bothOf, readBoth, type Both } from './read-both.ts';
import { SharedProgress } from './shared-progress.ts';
import { indexCalled } from './index-called.ts';
import { SpillFile } from './spill-file.ts';

export interface Comparison {
  counts: BucketCounts;
  /** Of each side, at its point in time. */
  documents: Both<number>;
  way: 'all' | 'sequence-numbers';
  /** When both points in time were open. */
  readAt: string;
  seconds: number;
  warnings: string[];
}

/** For measurements and tests. */
export interface CompareOptions {
  /** Target size of a page of documents. */
  pageBytes?: number;
  /** Documents of both sides together from which a sample is looked up first. */
  estimateFrom?: number;
}

const MAX_TRIES = 3;

/**
 * Compares every document of two sides by id and routing, and by content, in any order, each side as it is at one moment. Writes the
 * differences into the run's directory (difference-files.ts). Memory does not grow with the documents: they are compared in
 * partitions on disk, about 100 bytes each. Throws `content_mismatch` where a side has a document twice or not every document is in
 * a bucket, `index_changed`, `backup_damaged`, `disk`.
 */
export async function compareSides(
  place: SidesPlace,
  planned: Both<ComparedSide>,
  run: Run,
  options: CompareOptions = {},
): Promise<Comparison> {
  const startedMs = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      const compared = await compareOnce(place, planned, run, options);
      return { ...compared, seconds: (performance.now() - startedMs) / 1000 };
    } catch (error) {
      if (tries > 1 && isAppError(error) && error.code === 'not_found') throw deletedMeanwhile(error);
      // A scroll lost a page, or a point in time ended because its server restarted.
      if (tries === MAX_TRIES || !isAppError(error) || error.code !== 'index_changed') throw error;
      run.log(`${error.message} Comparing once more from the start.`);
    }
  }
}

async function compareOnce(
  place: SidesPlace,
  planned: Both<ComparedSide>,
  run: Run,
  options: CompareOptions,
): Promise<Omit<Comparison, 'seconds'>> {
  try {
    return await openAndCompare(place, planned, run, { ...options, bySequenceNumbers: true });
  } catch (error) {
    if (!(error instanceof NotUnchangedError)) throw error;
    run.log('The sequence numbers of the index do not fit the backup: reading every document.');
    return openAndCompare(place, planned, run, { ...options, bySequenceNumbers: false });
  }
}

async function openAndCompare(
  place: SidesPlace,
  planned: Both<ComparedSide>,
  run: Run,
  { bySequenceNumbers, estimateFrom, pageBytes }: CompareOptions & { bySequenceNumbers: boolean },
): Promise<Omit<Comparison, 'seconds'>> {
  const opened: OpenSide[] = [];
  const keep = <S extends OpenSide | null>(side: S): S => {
    if (side !== null) opened.push(side);
    return side;
  };
  const stop = new AbortController();
  const progress = new SharedProgress(run);
  const onWait = (error: unknown) => progress.wait(error);
  const tell = (sentence: string) => {
    run.log(sentence);
    progress.estimate(sentence);
  };
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const sideRun = { signal, onWait, ...(pageBytes === undefined ? {} : { pageBytes }) };
  const clusters = clustersOfSides(place, planned);
  const open = async (side: 'left' | 'right') =>
    keep(
      await openSide({ ...place, cluster: clusters[side] }, planned[side], { ...sideRun, ...calledOf(planned, side) }),
    );
  try {
    const sequence = bySequenceNumbers ? keep(await openBySequenceNumbers(clusters.right, planned, sideRun)) : null;
    const sides =
      sequence === null
        ? await bothOf<OpenSide>(open('left'), open('right'), stop)
        : { left: await open('left'), right: sequence };
    const estimated = estimate(sides, planned, { tell, signal }, estimateFrom);
    try {
      return await compareOpen({ sides, sequence, planned, progress, stop }, run);
    } finally {
      stop.abort();
      await estimated;
    }
  } finally {
    for (const side of opened) await side.close();
  }
}

function calledOf(planned: Both<ComparedSide>, name: 'left' | 'right'): { called?: string } {
  const side = planned[name];
  return side.kind === 'index' ? { called: indexCalled(side, name) } : {};
}

interface Opened {
  sides: Both<OpenSide>;
  /** The right side, where what has not changed since the left one is known; null or missing: read everything. */
  sequence?: SequenceSide | null;
  planned: Both<ComparedSide>;
  progress: SharedProgress;
  /** Stops the readers of both sides. */
  stop: AbortController;
  /** For tests. */
  partitions?: number;
}

/** The same of sides that are open; the caller closes them. */
export async function compareOpen(
  { sides, sequence = null, planned, progress, stop, partitions: given }: Opened,
  run: Run,
): Promise<Omit<Comparison, 'seconds'>> {
  const readAt = new Date().toISOString();
  const { directory } = run;
  const partitions = given ?? partitionsFor(Math.max(sides.left.total, sides.right.total));
  const files: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(file: T): T => {
    files.push(file);
    return file;
  };
  try {
    const spills = {
      left: keep(await SpillFile.create(directory, 'left', partitions)),
      right: keep(await SpillFile.create(directory, 'right', partitions)),
    };
    const writer = keep(await DifferenceWriter.create(directory));
    const readers = sequence === null ? sides : { ...sides, right: { ...sequence, read: sequence.readWritten } };
    const read = await readBoth(readers, spills, progress, stop);
    const documents = { left: read.left.documents, right: read.right.documents };
    const warnings = [
      ...sides.left.check(documents.left, read.left.digest),
      ...sides.right.check(documents.right, read.right.digest),
    ];
    const rest = sequence === null ? null : await addUnchanged(sequence, spills, documents, planned, run.signal);
    documents.right += rest?.unchanged ?? 0;
    const matching = {
      sides,
      spills,
      documents,
      planned,
      writer,
      directory,
      progress,
      stop,
      restIsEqual: rest?.restIsEqual ?? false,
    };
    const { counts, unknown } = await matchAll(matching, run);
    await writer.finish();
    requireAll(counts, documents);
    const way = sequence === null ? 'all' : 'sequence-numbers';
    return { counts, documents, way, readAt, warnings: [...warnings, ...unknownValues(unknown)] };
  } finally {
    for (const file of files) await file.close();
  }
}

const deletedMeanwhile = (cause: Error) =>
  new AppError('index_changed', `A side was deleted while it was compared: ${cause.message}`, {
    cause,
    hint: 'Somebody else did this. Find out who and why.',
  });

/** A partition of this size is matched within some 10 ms. */
const DOCUMENTS_A_PARTITION = 16_000;
const MOST_PARTITIONS = 1_024;

const partitionsFor = (documents: number): number =>
  Math.min(MOST_PARTITIONS, Math.max(1, Math.ceil(documents / DOCUMENTS_A_PARTITION)));

/** Throws `content_mismatch` where not every document of both sides is in exactly one bucket. */
function requireAll({ equal, sameValues, changed, onlyLeft, onlyRight }: BucketCounts, documents: Both<number>): void {
  const both = equal + sameValues + changed;
  if (both + onlyLeft === documents.left && both + onlyRight === documents.right) return;
  throw new AppError('content_mismatch', 'Not every document was accounted for, so nothing is said about any.', {
    details: { equal, sameValues, changed, onlyLeft, onlyRight, documents },
  });
}

const unknownValues = (unknown: number): string[] =>
  unknown === 0
    ? []
    : [
        `${plural(unknown, 'document')} differed when both sides were read, and ${unknown === 1 ? 'was' : 'were'} written again ` +
          'before the values could be compared: counted as changed.',
      ];
