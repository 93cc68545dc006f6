import { ContentDigest } from '../archive/digest.ts';
import type { OpenSide } from './open-side.ts';
import { READING_SIDES } from './phases.ts';
import type { SharedProgress } from './shared-progress.ts';
import { keyHashOf, readValuesOf, recordBytes, setContent, writeRecord, type ReadDocument } from './record.ts';
import { SeenDocuments } from './seen-documents.ts';
import type { SpillFile } from './spill-file.ts';

/** The two sides of something. */
export interface Both<T> {
  left: T;
  right: T;
}

export interface ReadSide {
  documents: number;
  digest: ContentDigest;
}

/**
 * Reads every document of both sides into the spill file of its side. Two indices at the same time. A backup, which can't be asked
 * for single documents afterwards, is read after the other side, and then the values of documents that differ are digested at once.
 */
export async function readBoth(
  sides: Both<OpenSide>,
  spills: Both<SpillFile>,
  progress: SharedProgress,
  stop: AbortController,
): Promise<Both<ReadSide>> {
  const onDocument = () => progress.count();
  progress.begin(READING_SIDES, sides.left.total + sides.right.total);
  const readSide = (name: keyof Both<unknown>, seen: SeenUse = {}) =>
    readInto(sides[name], spills[name], { ...seen, onDocument });
  const last = sides.left.readByIds === null ? 'left' : sides.right.readByIds === null ? 'right' : null;
  if (last === null) return bothOf(readSide('left'), readSide('right'), stop);
  const first = last === 'left' ? 'right' : 'left';
  const fill = new SeenDocuments(sides[first].total);
  const readFirst = await readSide(first, { fill });
  const readLast = await readSide(last, { ask: fill });
  return last === 'left' ? { left: readLast, right: readFirst } : { left: readFirst, right: readLast };
}

interface SeenUse {
  /** Remembers the documents of the side that is read first. */
  fill?: SeenDocuments;
  /** Asked about those of the other one. */
  ask?: SeenDocuments;
}

async function readInto(
  side: OpenSide,
  spill: SpillFile,
  { fill, ask, onDocument }: SeenUse & { onDocument: () => void },
): Promise<ReadSide> {
  const digest = new ContentDigest();
  const lanes = new Int32Array(4);
  const visit = (document: ReadDocument) => {
    digest.add(document.id, document.routing, document.source);
    digest.copyLast(lanes);
    const keyHash = keyHashOf(document.id, document.routing);
    const chunk = spill.reserve(keyHash, recordBytes(document));
    const at = spill.reservedAt;
    writeRecord(chunk, at, document, keyHash);
    setContent(chunk, at, lanes);
    fill?.add(keyHash, lanes);
    if (ask?.hasOtherContent(keyHash, lanes) === true) readValuesOf(document.source, chunk, at);
    onDocument();
  };
  const documents = await side.read(visit, () => spill.drain());
  await spill.settle();
  return { documents, digest };
}

/**
 * Waits for both, also where one fails: nothing reads on when this has thrown. `stop` is aborted by the first failure, which is
 * thrown.
 */
export async function bothOf<T>(left: Promise<T>, right: Promise<T>, stop?: AbortController): Promise<Both<T>> {
  await allOf([left, right], stop);
  return { left: await left, right: await right };
}

/** The same of any number. */
export async function allOf(promises: readonly Promise<unknown>[], stop?: AbortController): Promise<void> {
  const failures: unknown[] = [];
  const noteFailure = (error: unknown) => {
    failures.push(error);
    stop?.abort(error);
  };
  for (const promise of promises) promise.catch(noteFailure);
  await Promise.allSettled(promises);
  if (failures.length > 0) throw failures[0];
}
