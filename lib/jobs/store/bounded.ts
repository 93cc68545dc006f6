import { createHash } from 'node:crypto';
import { redactDeep } from '../../config/redact.ts';

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** At most so many bytes of UTF-8, cut between characters. */
export function boundedText(text: string, bytes: number): string {
  // A UTF-16 code unit takes at most three bytes of UTF-8: this skips counting for most texts.
  if (text.length * 3 <= bytes || bytesOf(text) <= bytes) return text;
  const cut = Buffer.from(text.slice(0, bytes)).subarray(0, bytes).toString('utf8');
  return `${cut.slice(0, Math.max(0, cut.length - 4)).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** JSON without secrets. Callers may have sent anything: big integers, circular references, a thousand levels. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(redactDeep(value)) ?? 'null';
  } catch {
    return JSON.stringify({ unreadable: 'The input is not data that can be recorded.' });
  }
}

/**
 * A value as JSON of at most so many bytes (at least 150). A longer one is replaced by its beginning, its length in
 * bytes and the SHA-256 of its JSON: enough to prove later what was sent. null: no value.
 */
export function boundedJson(value: unknown, bytes: number): string | null {
  if (value === undefined || value === null) return null;
  const json = toJson(value);
  if (bytesOf(json) <= bytes) return json;
  const original = { bytes: bytesOf(json), sha256: createHash('sha256').update(json).digest('hex') };
  const clippedTo = (length: number) => JSON.stringify({ clipped: boundedText(json, length), ...original });
  // JSON escapes quotes and control characters with two to six bytes each.
  let length = Math.max(0, bytes - bytesOf(clippedTo(0)));
  let clipped = clippedTo(length);
  while (bytesOf(clipped) > bytes && length > 0) {
    length = Math.floor(length / 2);
    clipped = clippedTo(length);
  }
  return clipped;
}

/** The first of these texts, as a JSON array of at most so many bytes; null: none. */
export function boundedList(texts: readonly string[], bytes: number): string | null {
  const kept: string[] = [];
  let used = 2;
  for (const text of new Set(texts)) {
    used += bytesOf(JSON.stringify(text)) + 1;
    if (used > bytes) break;
    kept.push(text);
  }
  return kept.length === 0 ? null : JSON.stringify(kept);
}
