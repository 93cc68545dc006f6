import { ContentDigest } from './digest.ts';
import { replaceLineBreaks } from './document-lines.ts';

/**
 * The content digest of one document alone, as comparisons write it: 32 hex digits. The source gets no line breaks, as in a backup:
 * changed in place.
 */
export function documentDigest({ id, routing }: { id: string; routing: string | null }, source: Buffer): string {
  replaceLineBreaks(source, 0, source.length);
  const digest = new ContentDigest();
  digest.add(spanOf(Buffer.from(id)), routing === null ? null : spanOf(Buffer.from(routing)), spanOf(source));
  return digest.hex();
}

const spanOf = (bytes: Buffer) => ({ bytes, start: 0, end: bytes.length });
