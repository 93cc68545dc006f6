/** Ends every record. */
export const SEPARATOR = Buffer.from('\n🐵🙈🙉\n', 'utf8');

export interface RecordHeader {
  /** 1: a request, 2: the original answer, 3: the answer to a replayed request. */
  type: 1 | 2 | 3;
  id: string;
  /** Nanoseconds since 1970. */
  at: bigint;
}

/** Type, id, nanoseconds, and since GoReplay 1 a latency. */
const HEADER = /^([123]) ([\x21-\x7e]{1,128}) (\d{1,40})(?: -?\d{1,20})?$/;
/** What a header looks like whose end is missing. */
const BEGINNING = /^[123](?: (?:[\x21-\x7e]{1,128}(?: (?:\d{1,40}(?: (?:-?\d{0,20})?)?)?)?)?)?$/;
/** No header is longer. */
const MAX_HEADER_BYTES = 256;
const MAX_TIME = 2n ** 63n;
const LINE_FEED = 0x0a;

/**
 * `record` begins at `from` in `bytes` and ends at `to`. Length includes the line feed.
 * `none`: no header. `incomplete`: the bytes end within what may become one.
 */
export type ReadHeader =
  | { state: 'header'; header: RecordHeader; length: number }
  | { state: 'absurd-time'; length: number }
  | { state: 'none' }
  | { state: 'incomplete' };

export function readRecordHeader(bytes: Buffer, from: number, to: number): ReadHeader {
  const limit = Math.min(to, from + MAX_HEADER_BYTES);
  let end = from;
  while (end < limit && bytes[end] !== LINE_FEED) end++;
  const line = bytes.toString('latin1', from, end);
  if (end === limit) return limit === to && BEGINNING.test(line) ? { state: 'incomplete' } : { state: 'none' };
  const match = HEADER.exec(line);
  if (match === null) return { state: 'none' };
  const at = BigInt(match[3]!);
  const length = end + 1 - from;
  if (at === 0n || at >= MAX_TIME) return { state: 'absurd-time', length };
  return { state: 'header', header: { type: Number(match[1]) as 1 | 2 | 3, id: match[2]!, at }, length };
}

/**
 * A file may have been cut inside a separator. Then the next one begins with the separator's end, and a record follows. 0: it
 * does not.
 */
export function lengthOfSeparatorEnd(bytes: Buffer, from: number, to: number): number {
  for (let length = SEPARATOR.length - 1; length > 0; length--) {
    const end = SEPARATOR.subarray(SEPARATOR.length - length);
    if (end.equals(bytes.subarray(from, from + length)))
      return readRecordHeader(bytes, from + length, to).state === 'header' ? length : 0;
  }
  return 0;
}
