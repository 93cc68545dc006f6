import { ContentDigest } from '../archive/digest.ts';
import { replaceLineBreaks } from '../archive/document-lines.ts';
import type { DocumentKey } from '../elasticsearch/read/get-documents.ts';

/** The digest of one document, as comparisons write it. The source gets no line breaks, as in a backup: changed in place. */
export function digestOf({ id, routing }: DocumentKey, source: Buffer): string {
  replaceLineBreaks(source, 0, source.length);
  const digest = new ContentDigest();
  digest.add(spanOf(Buffer.from(id)), routing === null ? null : spanOf(Buffer.from(routing)), spanOf(source));
  return digest.hex();
}

const spanOf = (bytes: Buffer) => ({ bytes, start: 0, end: bytes.length });
