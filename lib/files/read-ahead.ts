import type { ReadableFile } from './files.ts';

/** A read of at most this many bytes is small: a block is fetched for it, and others like it are answered from that. */
const SMALL_BYTES = 128 * 1024;
const BLOCK_BYTES = 64 * 1024;
const KEPT_BLOCKS = 3;

/**
 * Makes one request of the many small reads of a zip's headers: of thousands of files that are listed, each would cost its
 * way to another process.
 */
export function withReadAhead(read: ReadableFile['read']): ReadableFile['read'] {
  const blocks: { start: number; bytes: Buffer }[] = [];
  const copied = (buffer: Buffer, offset: number, length: number, position: number) => {
    const found = blocks.find(({ start, bytes }) => start <= position && position + length <= start + bytes.length);
    return found?.bytes.copy(buffer, offset, position - found.start, position - found.start + length);
  };
  return async (buffer, offset, length, position, signal) => {
    if (length > SMALL_BYTES) return read(buffer, offset, length, position, signal);
    const known = copied(buffer, offset, length, position);
    if (known !== undefined) return { bytesRead: known };
    const block = Buffer.allocUnsafeSlow(Math.max(length, BLOCK_BYTES));
    const { bytesRead } = await read(block, 0, block.length, position, signal);
    blocks.push({ start: position, bytes: block.subarray(0, bytesRead) });
    if (blocks.length > KEPT_BLOCKS) blocks.shift();
    return { bytesRead: block.copy(buffer, offset, 0, Math.min(length, bytesRead)) };
  };
}
