import { ContentDigest } from '../archive/digest.ts';
import { valueDigest } from '../json/value-digest.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import type { OpenSide } from './open-side.ts';
import { COMPARING_VALUES } from './phases.ts';
import { bothOf, type Both } from './read-both.ts';
import {
  hasSameValues,
  isSameContent,
  keyAt,
  keyHashOf,
  recordBytes,
  recordLength,
  setContent,
  setValues,
  writeRecord,
  type ReadDocument,
} from './record.ts';
import { SpillFile } from './spill-file.ts';

/** A bit for some of the bits of a key's hash: it says of a few documents too many that they are candidates, of none too few. */
const FILTER_BITS = 24;

/**
 * Looking documents up by their ids takes about as long for one as reading some ten in a row; below this number it is quick in any
 * case.
 */
const READ_ALL_FROM = 1 / 10;
const ALWAYS_BY_IDS = 2_000;
const MOST_IDS = 200_000;

/** Documents that both sides have with different bytes: those whose values are compared, too. */
export class Candidates {
  count = 0;
  private readonly filter = new Uint8Array(2 ** (FILTER_BITS - 3));
  private ids: string[] | null = [];

  add(keyHash: number, id: string): void {
    this.count++;
    const bit = keyHash & (2 ** FILTER_BITS - 1);
    this.filter[bit >> 3]! |= 1 << (bit & 7);
    if (this.ids !== null) this.ids = this.count > MOST_IDS ? null : (this.ids.push(id), this.ids);
  }

  mayHave(keyHash: number): boolean {
    const bit = keyHash & (2 ** FILTER_BITS - 1);
    return (this.filter[bit >> 3]! & (1 << (bit & 7))) !== 0;
  }

  /** null: reading all `documents` of a side is faster. */
  idsIfFew(documents: number): readonly string[] | null {
    return this.count <= Math.max(ALWAYS_BY_IDS, documents * READ_ALL_FROM) ? this.ids : null;
  }
}

/** Reads the candidates of both sides again, with a digest of their values. */
export async function readValues(
  sides: Both<OpenSide>,
  documents: Both<number>,
  candidates: Candidates,
  { directory, partitions, stop }: { directory: string; partitions: number; stop: AbortController },
  run: Pick<Run, 'report'>,
): Promise<Both<SpillFile>> {
  const meter = new Meter();
  const progress = { done: 0, reportedAt: -Infinity };
  const onDocument = () => {
    progress.done++;
    if (performance.now() - progress.reportedAt < 200) return;
    progress.reportedAt = performance.now();
    run.report(
      meter.progress({
        ...COMPARING_VALUES,
        done: Math.min(progress.done, 2 * candidates.count),
        total: 2 * candidates.count,
        unit: 'documents',
      }),
    );
  };
  const spills: SpillFile[] = [];
  const readSide = async (side: OpenSide, count: number, name: string) => {
    const spill = await SpillFile.create(directory, `values-${name}`, partitions);
    spills.push(spill);
    await readCandidates(side, count, candidates, spill, onDocument);
    return spill;
  };
  try {
    return await bothOf(
      readSide(sides.left, documents.left, 'left'),
      readSide(sides.right, documents.right, 'right'),
      stop,
    );
  } catch (error) {
    for (const spill of spills) await spill.close();
    throw error;
  }
}

async function readCandidates(
  side: OpenSide,
  documents: number,
  candidates: Candidates,
  spill: SpillFile,
  onDocument: () => void,
): Promise<void> {
  const digest = new ContentDigest();
  const values = new Uint32Array(2);
  const visit = (document: ReadDocument) => {
    const { id, routing, source } = document;
    const keyHash = keyHashOf(id, routing);
    if (!candidates.mayHave(keyHash)) return;
    const chunk = spill.reserve(keyHash, recordBytes(document));
    const at = spill.reservedAt;
    writeRecord(chunk, at, document, keyHash);
    digest.add(id, routing, source);
    setContent(chunk, at, digest);
    if (valueDigest(source.bytes, source.start, source.end, values)) setValues(chunk, at, values);
    onDocument();
  };
  const drain = () => spill.drain();
  const ids = candidates.idsIfFew(documents);
  if (ids !== null && side.readByIds !== null) await side.readByIds(ids, visit, drain);
  else await side.read(visit, drain);
  await spill.settle();
}

/**
 * Of a partition: for each pair of records (left, right, in turn, in `candidates` up to `valuesStart`) whether both have the same
 * values. Then follow the records with values, left and right together. null: the values of one are unknown, because it was written
 * while it was compared.
 */
export function* compareValues(
  bytes: Buffer,
  { leftStart, rightStart, end }: { leftStart: number; rightStart: number; end: number },
): Generator<{ left: number; right: number; same: boolean | null }> {
  const left = keysOf(bytes, leftStart, rightStart);
  const right = keysOf(bytes, rightStart, end);
  for (let at = 0; at < leftStart;) {
    const pair = { left: at, right: at + recordLength(bytes, at) };
    at = pair.right + recordLength(bytes, pair.right);
    const [leftValues, rightValues] = [left.get(keyAt(bytes, pair.left)), right.get(keyAt(bytes, pair.right))];
    const isKnown =
      leftValues !== undefined &&
      rightValues !== undefined &&
      isSameContent(bytes, pair.left, leftValues) &&
      isSameContent(bytes, pair.right, rightValues);
    yield { ...pair, same: isKnown ? hasSameValues(bytes, leftValues, rightValues) : null };
  }
}

function keysOf(bytes: Buffer, start: number, end: number): Map<string, number> {
  const keys = new Map<string, number>();
  for (let at = start; at < end; at += recordLength(bytes, at)) keys.set(keyAt(bytes, at), at);
  return keys;
}
