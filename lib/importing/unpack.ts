import type { TemporaryFile } from './temporary-files.ts';

/**
 * Writes all bytes to a temporary file, and syncs it. Returns how many. `onBytes`: after each piece, the bytes so far; it may
 * throw.
 */
export async function writeAll(
  { handle }: Pick<TemporaryFile, 'handle'>,
  pieces: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): Promise<number> {
  let bytes = 0;
  for await (const piece of pieces) {
    onBytes(bytes + piece.length);
    await handle.write(piece, bytes);
    bytes += piece.length;
  }
  await handle.sync();
  return bytes;
}
