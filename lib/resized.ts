/** Room that is not touched costs no memory: asked for at once, a giant is not copied from one size to the next as it comes in. */
const GIANT_BYTES = 64 * 1024 * 1024;

/** The same bytes with room for as many as `least`, and for more to come. */
export const grown = (buffer: Buffer, least: number, ordinary: number): Buffer =>
  resized(buffer, least <= ordinary ? Math.min(ordinary, Math.max(least, Math.ceil(buffer.length * 1.5))) : Math.max(GIANT_BYTES, least + (least >> 1)));

/**
 * The same bytes with other room. The old memory is free at once, not when the collector comes round to it, and `buffer`
 * is empty from here on. Only for a buffer of one's own (`allocUnsafeSlow`) that nothing reads behind the scenes: no write
 * to a socket or a file that is under way.
 */
export function resized(buffer: Buffer, bytes: number): Buffer {
  const other = Buffer.allocUnsafeSlow(bytes);
  buffer.copy(other);
  letGo(buffer);
  return other;
}

/** See `resized`: free at once, for the same buffers. */
export function letGo(buffer: Buffer): void {
  (buffer.buffer as ArrayBuffer).transfer(0);
}
