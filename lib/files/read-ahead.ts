import type { ReadableFile } from './files.ts';

/** A read of at most this many bytes is small: a whole block is read, and the next small reads are served from it. */
const SMALL_BYTES = 128 * 1024;
const BLOCK_BYTES = 64 * 1024;
const MAX_BLOCKS = 3;

/**
 * Combines the many small reads of a zip's headers into one request: listing reads thousands of files, and each request is
 * a round trip to another process.
 */
export function withReadAhead(read: ReadableFile['read']): ReadableFile['read'] {
  const blocks: { start: number; bytes: Buffer }[] = [];
  const copyFromBlocks = (buffer: Buffer, offset: number, length: number, position: number) => {
    const found = blocks.find(({ start, bytes }) => start <= position && position + length <= start + bytes.length);
    return found?.bytes.copy(buffer, offset, position - found.start, position - found.start + length);
  };
  return async (buffer, offset, length, position, signal) => {
    if (length > SMALL_BYTES) return read(buffer, offset, length, position, signal);
    const cachedBytes = copyFromBlocks(buffer, offset, length, position);
    if (cachedBytes !== undefined) return { bytesRead: cachedBytes };
    const block = Buffer.allocUnsafeSlow(Math.max(length, BLOCK_BYTES));
    const { bytesRead } = await read(block, 0, block.length, position, signal);
    blocks.push({ start: position, bytes: block.subarray(0, bytesRead) });
    if (blocks.length > MAX_BLOCKS) blocks.shift();
    return { bytesRead: block.copy(buffer, offset, 0, Math.min(length, bytesRead)) };
  };
}
