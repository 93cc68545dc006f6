import { AppError } from '../errors.ts';
import { releaseConsumed, growBuffer, releaseBuffer } from '../buffers.ts';

/** Whole pairs of lines in one piece of memory. */
export interface PairBlock {
  bytes: Buffer;
  /** Four offsets a pair: action start, action end, source start, source end; line breaks and white space round a line left out. */
  bounds: number[];
  /** Where the pairs end, the last line break included. They begin at 0. */
  end: number;
  pairs: number;
  /** Line of the first action, counted from 1 over the whole entry. */
  firstLine: number;
}

/** No document is larger: Elasticsearch takes 100 MB a request by default (http.max_content_length), 2 GB at most. */
const MAX_LINE_BYTES = 512 * 1024 * 1024;

const START_BYTES = 1024 * 1024;
const ORDINARY_BYTES = 4 * 1024 * 1024;

/**
 * Cuts `objects` into whole pairs. A block's bytes are good until the next one is asked for: one buffer holds them all,
 * so that memory follows the longest line. Throws `backup_damaged` at a line without its partner.
 */
export async function* readPairs(chunks: AsyncIterable<Buffer>): AsyncGenerator<PairBlock> {
  let buffer: Buffer = Buffer.allocUnsafeSlow(START_BYTES);
  let length = 0;
  let firstLine = 1;
  try {
    for await (const chunk of releaseConsumed(chunks)) {
      if (length + chunk.length > buffer.length) buffer = growBuffer(buffer, length + chunk.length, ORDINARY_BYTES);
      length += chunk.copy(buffer, length);
      if (chunk.indexOf(0x0a) === -1) {
        if (length > MAX_LINE_BYTES) throw damagedAt(firstLine, `is longer than ${MAX_LINE_BYTES / 1024 / 1024} MB`);
        continue;
      }
      const bytes = buffer.subarray(0, length);
      const { bounds, end } = cutPairs(bytes);
      if (bounds.length === 0) continue;
      yield { bytes, bounds, end, pairs: bounds.length / 4, firstLine };
      firstLine += bounds.length / 2;
      buffer.copy(buffer, 0, end, length);
      length -= end;
    }
    if (length > 0) {
      const rest = buffer.subarray(0, length);
      const last = cutLastPair(rest);
      if (last !== null) {
        yield { bytes: rest, bounds: last, end: length, pairs: 1, firstLine };
        return;
      }
      const line = firstLine + (rest.indexOf(0x0a) === -1 ? 0 : 1);
      throw damagedAt(
        line,
        rest.at(-1) === 0x0a ? 'is missing: the action before it has no source' : 'ends in the middle',
      );
    }
  } finally {
    releaseBuffer(buffer);
  }
}

function cutPairs(bytes: Buffer): { bounds: number[]; end: number } {
  const bounds: number[] = [];
  let at = 0;
  for (;;) {
    const actionEnd = bytes.indexOf(0x0a, at);
    if (actionEnd === -1) break;
    const sourceEnd = bytes.indexOf(0x0a, actionEnd + 1);
    if (sourceEnd === -1) break;
    pushTrimmed(bounds, bytes, at, actionEnd);
    pushTrimmed(bounds, bytes, actionEnd + 1, sourceEnd);
    at = sourceEnd + 1;
  }
  return { bounds, end: at };
}

/** The pair whose source ends with the entry, without a line break, as other tools may leave it; whether it is whole, its JSON tells. */
function cutLastPair(rest: Buffer): number[] | null {
  const actionEnd = rest.indexOf(0x0a);
  if (actionEnd === -1 || actionEnd === rest.length - 1) return null;
  const bounds: number[] = [];
  pushTrimmed(bounds, rest, 0, actionEnd);
  pushTrimmed(bounds, rest, actionEnd + 1, rest.length);
  return bounds;
}

/** A server keeps no carriage return before a line break, and gives a source without the white space round it: that is no part of the document. */
function pushTrimmed(bounds: number[], bytes: Buffer, from: number, to: number): void {
  let [start, end] = [from, to];
  while (end > start && isSpace(bytes[end - 1]!)) end--;
  while (start < end && isSpace(bytes[start]!)) start++;
  bounds.push(start, end);
}

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0d || byte === 0x09;

export const damagedAt = (line: number, what: string) =>
  new AppError('backup_damaged', `Line ${line} of objects ${what}.`, {
    hint: 'Use another copy of this backup, or an older one.',
    details: { line },
  });
