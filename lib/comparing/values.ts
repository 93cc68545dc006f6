import { ContentDigest } from '../archive/digest.ts';
import type { OpenSide } from './open-side.ts';
import { COMPARING_VALUES } from './phases.ts';
import { bothOf, type Both } from './read-both.ts';
import {
  areValuesRead,
  hasSameValues,
  idAt,
  isSameContent,
  keyAt,
  keyHashAt,
  keyHashOf,
  readValuesOf,
  recordBytes,
  recordLength,
  setContent,
  writeRecord,
  type ReadDocument,
} from './record.ts';
import type { SharedProgress } from './shared-progress.ts';
import { SpillFile } from './spill-file.ts';

/** A bit for some of the bits of a key's hash: it says of a few documents too many that they are candidates, of none too few. */
const FILTER_BITS = 24;

/**
 * Looking documents up by their ids takes about as long for one as reading some ten in a row; below this number it is quick in any
 * case.
 */
const READ_ALL_FROM = 1 / 10;
const ALWAYS_BY_IDS = 2_000;
/** Of all ids together. */
const MOST_ID_CHARACTERS = 8_000_000;

/** Documents that both sides have with different bytes: those whose values are compared, too. */
export class Candidates {
  count = 0;
  /** How many of each side have no digest of their values yet. */
  readonly lacking: Both<number> = { left: 0, right: 0 };
  private readonly filter = new Uint8Array(2 ** (FILTER_BITS - 3));
  private ids: string[] | null = [];
  private idCharacters = 0;

  /** `left`, `right`: where their records are. */
  add(bytes: Buffer, left: number, right: number): void {
    this.count++;
    if (!areValuesRead(bytes, left)) this.lacking.left++;
    if (!areValuesRead(bytes, right)) this.lacking.right++;
    const bit = keyHashAt(bytes, left) & (2 ** FILTER_BITS - 1);
    this.filter[bit >> 3]! |= 1 << (bit & 7);
    if (this.ids === null) return;
    const id = idAt(bytes, left);
    this.idCharacters += id.length;
    if (this.idCharacters > MOST_ID_CHARACTERS) this.ids = null;
    else this.ids.push(id);
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

/** Reads the candidates of a side again, with a digest of their values, where one lacks it; null: none does. */
export async function readValues(
  sides: Both<OpenSide>,
  documents: Both<number>,
  candidates: Candidates,
  { directory, partitions, stop }: { directory: string; partitions: number; stop: AbortController },
  progress: SharedProgress,
): Promise<Both<SpillFile | null>> {
  progress.begin(COMPARING_VALUES, candidates.lacking.left + candidates.lacking.right);
  const onDocument = () => progress.count();
  const spills: SpillFile[] = [];
  const readSide = async (name: keyof Both<unknown>) => {
    if (candidates.lacking[name] === 0) return null;
    const spill = await SpillFile.create(directory, `values-${name}`, partitions);
    spills.push(spill);
    await readCandidates(sides[name], documents[name], candidates, spill, onDocument);
    return spill;
  };
  try {
    return await bothOf<SpillFile | null>(readSide('left'), readSide('right'), stop);
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
  const lanes = new Int32Array(4);
  const visit = (document: ReadDocument) => {
    const { id, routing, source } = document;
    const keyHash = keyHashOf(id, routing);
    if (!candidates.mayHave(keyHash)) return;
    const chunk = spill.reserve(keyHash, recordBytes(document));
    const at = spill.reservedAt;
    writeRecord(chunk, at, document, keyHash);
    digest.add(id, routing, source);
    digest.copyLast(lanes);
    setContent(chunk, at, lanes);
    readValuesOf(source, chunk, at);
    onDocument();
  };
  const drain = () => spill.drain();
  const ids = candidates.idsIfFew(documents);
  if (ids !== null && side.readByIds !== null) await side.readByIds(ids, visit, drain);
  else await side.read(visit, drain);
  await spill.settle();
}

/**
 * Of a partition: for each pair of records (left, right, in turn, up to `pairsEnd`) whether both have the same values. Then follow
 * the records that were read again, of the left side up to `leftEnd`. null: the values of one are unknown, because it was written while
 * it was compared.
 */
export function* compareValues(
  bytes: Buffer,
  { pairsEnd, leftEnd, end }: { pairsEnd: number; leftEnd: number; end: number },
): Generator<{ left: number; right: number; same: boolean | null }> {
  const again = { left: keysOf(bytes, pairsEnd, leftEnd), right: keysOf(bytes, leftEnd, end) };
  const withValues = (at: number, name: keyof Both<unknown>): number | null => {
    if (areValuesRead(bytes, at)) return at;
    const found = again[name].get(keyAt(bytes, at));
    return found !== undefined && isSameContent(bytes, at, found) ? found : null;
  };
  for (let left = 0; left < pairsEnd;) {
    const right = left + recordLength(bytes, left);
    const [leftValues, rightValues] = [withValues(left, 'left'), withValues(right, 'right')];
    const isKnown = leftValues !== null && rightValues !== null;
    yield { left, right, same: isKnown ? hasSameValues(bytes, leftValues, rightValues) : null };
    left = right + recordLength(bytes, right);
  }
}

function keysOf(bytes: Buffer, start: number, end: number): Map<string, number> {
  const keys = new Map<string, number>();
  for (let at = start; at < end; at += recordLength(bytes, at)) keys.set(keyAt(bytes, at), at);
  return keys;
}
