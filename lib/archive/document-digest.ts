import { ContentDigest, type Span } from './digest.ts';
import { replaceLineBreaks } from './document-lines.ts';

/** One for all documents: it has a scratch buffer of 64 KB. */
const digest = new ContentDigest();
const lanes = new Int32Array(4);

/** The content digest of one document alone, as comparisons write it: 32 hex digits. */
export function digestOfSpans(id: Span, routing: Span | null, source: Span): string {
  digest.add(id, routing, source);
  digest.copyLast(lanes);
  return Array.from(lanes, (lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The same of a document whose key is text. The source gets no line breaks, as in a backup: changed in place. */
export function documentDigest({ id, routing }: { id: string; routing: string | null }, source: Buffer): string {
  replaceLineBreaks(source, 0, source.length);
  return digestOfSpans(spanOf(Buffer.from(id)), routing === null ? null : spanOf(Buffer.from(routing)), spanOf(source));
}

const spanOf = (bytes: Buffer): Span => ({ bytes, start: 0, end: bytes.length });
