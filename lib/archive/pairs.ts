import { AppError } from '../errors.ts';
import { releaseConsumed, growBuffer, releaseBuffer } from '../buffers.ts';

/** Complete pairs of lines in one buffer. */
export interface PairBlock {
  bytes: Buffer;
  /** Four offsets a pair: action start, action end, source start, source end. Without surrounding white space. */
  bounds: number[];
  /** The end of the last pair, with its line break. The first begins at 0. */
  end: number;
  pairs: number;
  /** The line of the first action in the entry, counted from 1. */
  firstLine: number;
}

/** More than any document: Elasticsearch takes 100 MB a request by default (http.max_content_length), 2 GB at most. */
const MAX_LINE_BYTES = 512 * 1024 * 1024;

const INITIAL_BYTES = 1024 * 1024;
const ORDINARY_BYTES = 4 * 1024 * 1024;

/**
 * Splits `objects` into complete pairs. A block's bytes are valid until the next block is requested: all use one buffer, so
 * memory depends on the longest line. Throws `backup_damaged` at a line that has no pair.
 */
export async function* readPairs(chunks: AsyncIterable<Buffer>): AsyncGenerator<PairBlock> {
  let buffer: Buffer = Buffer.allocUnsafeSlow(INITIAL_BYTES);
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

/** The last pair without a final line break, as other tools may write it. Validating its JSON shows whether it is complete. */
function cutLastPair(rest: Buffer): number[] | null {
  const actionEnd = rest.indexOf(0x0a);
  if (actionEnd === -1 || actionEnd === rest.length - 1) return null;
  const bounds: number[] = [];
  pushTrimmed(bounds, rest, 0, actionEnd);
  pushTrimmed(bounds, rest, actionEnd + 1, rest.length);
  return bounds;
}

/**
 * A server stores no carriage return before a line break and returns a source without surrounding white space, so neither
 * is part of the document.
 */
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
