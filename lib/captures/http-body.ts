import type { Problem } from './found.ts';

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const MAX_LINE_BYTES = 8 * 1024;
const SIZE_LINE = /^([0-9A-Fa-f]{1,8})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/;

const malformed = (why: string): Problem => ({ kind: 'malformed', why });

/** Where a chunked body goes on, when the bytes so far don't hold its end. */
export interface ChunkedBody {
  /** The next size line or, behind the last chunk, the next trailer line. */
  at: number;
  /** Of all chunks so far, without framing. */
  bytes: number;
  inTrailers: boolean;
}

/**
 * Goes on from `body.at` to the end of a chunked body. Returns where the message ends, or a number of bytes without which
 * it is not worth to try again (`needs`).
 */
export function skipChunks(bytes: Buffer, body: ChunkedBody): { end: number } | { needs: number } | Problem {
  for (;;) {
    const line = readLine(bytes, body.at);
    if (line === null) {
      return bytes.length - body.at > MAX_LINE_BYTES
        ? malformed('A line of the chunked body is too long.')
        : { needs: bytes.length + 1 };
    }
    if (body.inTrailers) {
      body.at = line.end;
      if (line.text === '') return { end: line.end };
      continue;
    }
    const size = chunkSize(line.text);
    if (size === null) return malformed('A chunk of the body has no valid size.');
    if (size === 0) {
      body.inTrailers = true;
      body.at = line.end;
      continue;
    }
    const end = line.end + size;
    if (bytes.length < end + 2) return { needs: end + 2 };
    if (bytes[end] !== CARRIAGE_RETURN || bytes[end + 1] !== LINE_FEED)
      return malformed('A chunk of the body is longer than its size.');
    body.at = end + 2;
    body.bytes += size;
  }
}

/** The content of a chunked body that begins at `from` and is whole. */
export function joinChunks(bytes: Buffer, from: number, total: number): Buffer {
  const body = Buffer.allocUnsafe(total);
  for (let at = from, filled = 0; filled < total;) {
    const line = readLine(bytes, at)!;
    const size = chunkSize(line.text)!;
    bytes.copy(body, filled, line.end, line.end + size);
    filled += size;
    at = line.end + size + 2;
  }
  return body;
}

function chunkSize(line: string): number | null {
  const match = SIZE_LINE.exec(line);
  return match === null ? null : Number.parseInt(match[1]!, 16);
}

/** Null: its end is not among the bytes. `end` is behind the line feed. */
function readLine(bytes: Buffer, from: number): { text: string; end: number } | null {
  const limit = Math.min(bytes.length - 1, from + MAX_LINE_BYTES);
  for (let at = from; at < limit; at++) {
    if (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED)
      return { text: bytes.toString('latin1', from, at), end: at + 2 };
  }
  return null;
}
