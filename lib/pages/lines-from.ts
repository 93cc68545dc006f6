import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 256 * 1024;
const LINE_BREAK = 0x0a;

/** The lines of a file from a byte on, each with the byte behind it. What follows the last line break is no line. */
export async function* linesFrom(
  handle: Pick<FileHandle, 'read'>,
  from: number,
): AsyncGenerator<{ text: string; end: number }> {
  let rest = Buffer.alloc(0);
  let read = from;
  for (;;) {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, read);
    if (bytesRead === 0) return;
    const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    const begins = read - rest.length;
    read += bytesRead;
    let start = 0;
    for (let at = bytes.indexOf(LINE_BREAK); at !== -1; at = bytes.indexOf(LINE_BREAK, start)) {
      yield { text: bytes.toString('utf8', start, at), end: begins + at + 1 };
      start = at + 1;
    }
    rest = bytes.subarray(start);
  }
}
