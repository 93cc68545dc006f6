import type { ByteResponse } from '../client/cluster.ts';

/** The whole body; null: it has more than `maxBytes`, and the rest is not read. */
export async function readUpTo(body: ByteResponse['body'], maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
