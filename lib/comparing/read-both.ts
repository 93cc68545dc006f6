import { ContentDigest } from '../archive/digest.ts';
import type { Run } from '../running/run.ts';
import { Meter } from '../running/meter.ts';
import type { OpenSide } from './open-side.ts';
import { READING_SIDES } from './phases.ts';
import { keyHashOf, recordBytes, setContent, writeRecord, type ReadDocument } from './record.ts';
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

const REPORT_EVERY_MS = 200;

/** Why a reader waits: shown until the next document arrives. */
export interface Waits {
  because: string | null;
}

/** Reads both sides at the same time, every document into the spill file of its side. */
export async function readBoth(
  sides: Both<OpenSide>,
  spills: Both<SpillFile>,
  waits: Waits,
  run: Pick<Run, 'report'>,
  stop: AbortController,
): Promise<Both<ReadSide>> {
  const meter = new Meter();
  const read = { documents: 0, reportedAt: -Infinity };
  const report = () => {
    if (performance.now() - read.reportedAt < REPORT_EVERY_MS) return;
    read.reportedAt = performance.now();
    const total = sides.left.total + sides.right.total;
    run.report(
      meter.progress({
        ...READING_SIDES,
        done: read.documents,
        total: Math.max(total, read.documents),
        unit: 'documents',
        pausedBecause: waits.because,
      }),
    );
    waits.because = null;
  };
  const readSide = (side: OpenSide, spill: SpillFile) =>
    readInto(side, spill, () => {
      read.documents++;
      report();
    });
  return bothOf(readSide(sides.left, spills.left), readSide(sides.right, spills.right), stop);
}

async function readInto(side: OpenSide, spill: SpillFile, onDocument: () => void): Promise<ReadSide> {
  const digest = new ContentDigest();
  const visit = (document: ReadDocument) => {
    digest.add(document.id, document.routing, document.source);
    const keyHash = keyHashOf(document.id, document.routing);
    const chunk = spill.reserve(keyHash, recordBytes(document));
    writeRecord(chunk, spill.reservedAt, document, keyHash);
    setContent(chunk, spill.reservedAt, digest);
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
  const failures: unknown[] = [];
  const noteFailure = (error: unknown) => {
    failures.push(error);
    stop?.abort(error);
  };
  left.catch(noteFailure);
  right.catch(noteFailure);
  await Promise.allSettled([left, right]);
  if (failures.length > 0) throw failures[0];
  return { left: await left, right: await right };
}
