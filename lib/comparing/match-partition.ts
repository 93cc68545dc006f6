import {
  compareKeys,
  isMatched,
  isSameContent,
  isSameKey,
  isUnchanged,
  keyHashAt,
  recordLength,
  setMatched,
} from './record.ts';

/** What a partition has: where its records are, sorted by key. Of `changed`, the left one and the right one in turn. */
export interface PartitionMatch {
  equal: number;
  changed: number[];
  onlyLeft: number[];
  onlyRight: number[];
}

/** One side has two documents of the same id and routing, so documents can't be told apart by them. `at`: one of them. */
export class TwiceError extends Error {
  readonly at: number;
  readonly side: 'left' | 'right';

  constructor(at: number, side: 'left' | 'right') {
    super('A side has a document twice.');
    this.at = at;
    this.side = side;
  }
}

/** A document that by its sequence number is the same on the left is not there. */
export class NotUnchangedError extends Error {}

/**
 * Matches the records of a partition by id and routing: those of the left side come first, up to `leftEnd`. Pure, except for the
 * flags of the records.
 */
export function matchPartition(bytes: Buffer, leftEnd: number, end: number): PartitionMatch {
  const table = new KeyTable(bytes, end);
  const match: PartitionMatch = { equal: 0, changed: [], onlyLeft: [], onlyRight: [] };
  let at = 0;
  for (; at < leftEnd; at += recordLength(bytes, at))
    if (table.findOrAdd(at) !== NONE) throw new TwiceError(at, 'left');
  for (; at < end; at += recordLength(bytes, at)) {
    const found = table.findOrAdd(at);
    if (found === NONE) {
      if (isUnchanged(bytes, at)) throw new NotUnchangedError();
      match.onlyRight.push(at);
    } else if (found >= leftEnd || isMatched(bytes, found)) throw new TwiceError(at, 'right');
    else {
      setMatched(bytes, found);
      if (isUnchanged(bytes, at) || isSameContent(bytes, found, at)) match.equal++;
      else match.changed.push(found, at);
    }
  }
  for (at = 0; at < leftEnd; at += recordLength(bytes, at)) if (!isMatched(bytes, at)) match.onlyLeft.push(at);
  return sorted(bytes, match);
}

const NONE = -1;

/** Offsets of records by their keys: a hash table with open addressing. */
class KeyTable {
  private readonly bytes: Buffer;
  private readonly slots: Int32Array;

  constructor(bytes: Buffer, end: number) {
    let records = 0;
    for (let at = 0; at < end; at += recordLength(bytes, at)) records++;
    this.bytes = bytes;
    // At most half full. A slot has the offset + 1.
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(8, records * 2))));
  }

  /** The record that has the same key; NONE: there was none, and this one is added. */
  findOrAdd(at: number): number {
    const { bytes, slots } = this;
    const mask = slots.length - 1;
    const hash = keyHashAt(bytes, at);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot]! - 1;
      if (found === NONE) {
        slots[slot] = at + 1;
        return NONE;
      }
      if (keyHashAt(bytes, found) === hash && isSameKey(bytes, found, at)) return found;
    }
  }
}

function sorted(bytes: Buffer, { equal, changed, onlyLeft, onlyRight }: PartitionMatch): PartitionMatch {
  const byKey = (one: number, other: number) => compareKeys(bytes, one, other);
  const pairs: [left: number, right: number][] = [];
  for (let pair = 0; pair < changed.length; pair += 2) pairs.push([changed[pair]!, changed[pair + 1]!]);
  return {
    equal,
    changed: pairs.sort(([one], [other]) => byKey(one, other)).flat(),
    onlyLeft: onlyLeft.sort(byKey),
    onlyRight: onlyRight.sort(byKey),
  };
}
