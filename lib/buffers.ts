/** Allocated at once for a large document, so that it is not copied from one size to the next. Untouched pages cost no memory. */
const LARGE_BYTES = 64 * 1024 * 1024;

/** A larger buffer with the same bytes: at least `minBytes` long, and at most `ordinaryBytes` where that is enough. */
export const growBuffer = (buffer: Buffer, minBytes: number, ordinaryBytes: number): Buffer =>
  resizeBuffer(
    buffer,
    minBytes <= ordinaryBytes
      ? Math.min(ordinaryBytes, Math.max(minBytes, Math.ceil(buffer.length * 1.5)))
      : Math.max(LARGE_BYTES, minBytes + (minBytes >> 1)),
  );

/**
 * The same bytes in a buffer of another size. Frees the old memory at once, not at the next garbage collection; `buffer` is
 * empty afterwards. Only for an unpooled buffer (`allocUnsafeSlow`) that no pending write to a socket or a file reads.
 */
export function resizeBuffer(buffer: Buffer, bytes: number): Buffer {
  const resized = Buffer.allocUnsafeSlow(bytes);
  buffer.copy(resized);
  releaseBuffer(buffer);
  return resized;
}

/** Frees the memory at once. Only for the same buffers as `resizeBuffer`. */
export function releaseBuffer(buffer: Buffer): void {
  (buffer.buffer as ArrayBuffer).transfer(0);
}

/** No buffer of this length comes from the pool that small buffers share (`Buffer.allocUnsafe`). */
const MIN_UNPOOLED_BYTES = Buffer.poolSize >>> 1;

/** For a buffer that Node allocated. A small one may share its memory, so it is left to the garbage collector. */
export function releaseIfUnpooled(buffer: Buffer): void {
  if (buffer.length >= MIN_UNPOOLED_BYTES) releaseBuffer(buffer);
}

/**
 * Chunks from a socket or from zlib, each valid until the next is requested. Then its memory is freed at once: more such
 * garbage would make the collector run more often. Chunks of one read share their memory and follow each other, so it is
 * freed when the first chunk of another read arrives.
 */
export async function* releaseConsumed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let previous: Buffer | null = null;
  for await (const chunk of chunks) {
    if (previous !== null && previous.buffer !== chunk.buffer) releaseIfUnpooled(previous);
    previous = chunk;
    yield chunk;
  }
}
