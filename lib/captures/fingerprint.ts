import { createHash } from 'node:crypto';
import type { CaptureFile } from './found.ts';

const SAMPLE_BYTES = 64 * 1024;

/**
 * SHA-256 in hex over a size and the first and last 64 KiB of that many stored bytes. With the `bytes` of an earlier
 * reading, a file that only grew has the fingerprint of then.
 */
export async function fingerprintOf(file: CaptureFile, signal: AbortSignal, bytes = file.bytes): Promise<string> {
  const hash = createHash('sha256').update(`${bytes}\n`);
  const ranges = [
    { start: 0, end: Math.min(bytes, SAMPLE_BYTES) },
    { start: Math.max(0, bytes - SAMPLE_BYTES), end: bytes },
  ];
  for (const range of ranges) for await (const chunk of file.open(signal, range)) hash.update(chunk);
  return hash.digest('hex');
}
