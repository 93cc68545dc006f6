/** Room that is not touched costs no memory: asked for at once, a giant is not copied from one size to the next as it comes in. */
const GIANT_BYTES = 64 * 1024 * 1024;

/** The same bytes with room for as many as `least`, and for more to come. */
export const growBuffer = (buffer: Buffer, least: number, ordinary: number): Buffer =>
  resizeBuffer(
    buffer,
    least <= ordinary
      ? Math.min(ordinary, Math.max(least, Math.ceil(buffer.length * 1.5)))
      : Math.max(GIANT_BYTES, least + (least >> 1)),
  );

/**
 * The same bytes with other room. The old memory is free at once, not when the collector comes round to it, and `buffer`
 * is empty from here on. Only for a buffer of one's own (`allocUnsafeSlow`) that nothing reads behind the scenes: no write
 * to a socket or a file that is under way.
 */
export function resizeBuffer(buffer: Buffer, bytes: number): Buffer {
  const other = Buffer.allocUnsafeSlow(bytes);
  buffer.copy(other);
  releaseBuffer(buffer);
  return other;
}

/** See `resized`: free at once, for the same buffers. */
export function releaseBuffer(buffer: Buffer): void {
  (buffer.buffer as ArrayBuffer).transfer(0);
}

/** Nothing this long comes out of the pool that small buffers share (`Buffer.allocUnsafe`). */
const OWN_BYTES = Buffer.poolSize >>> 1;

/** For a buffer that Node made: a small one may share its memory, and stays for the collector. */
export function releaseIfUnpooled(buffer: Buffer): void {
  if (buffer.length >= OWN_BYTES) releaseBuffer(buffer);
}

/**
 * Chunks that came from a socket or out of zlib, each valid until the next is asked for: its memory is free then, and not when the collector
 * comes round to it, which it does the more often the more such bytes wait for it. Several chunks can share the memory of one
 * read; they follow each other, so it goes when the first of another comes.
 */
export async function* releaseConsumed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let before: Buffer | null = null;
  for await (const chunk of chunks) {
    if (before !== null && before.buffer !== chunk.buffer) releaseIfUnpooled(before);
    before = chunk;
    yield chunk;
  }
}
