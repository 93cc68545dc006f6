import { createHash } from 'node:crypto';
import { redactDeep } from '../../config/redact.ts';

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** At most so many bytes of UTF-8, whole characters only. */
export function boundedText(text: string, bytes: number): string {
  // A character of UTF-16 takes at most three bytes: most texts need no second look.
  if (text.length * 3 <= bytes || bytesOf(text) <= bytes) return text;
  const cut = Buffer.from(text.slice(0, bytes)).subarray(0, bytes).toString('utf8');
  return `${cut.slice(0, Math.max(0, cut.length - 4)).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What can be written down of it, without secrets; anything may have been sent (big integers, circles, a thousand levels). */
function written(value: unknown): string {
  try {
    return JSON.stringify(redactDeep(value)) ?? 'null';
  } catch {
    return JSON.stringify({ unreadable: 'What was sent is no data that could be written down.' });
  }
}

/**
 * A value as JSON of at most so many bytes (150 at least). Of a longer one the beginning, how many bytes there were, and
 * the SHA-256 of all of it: enough to show later what it was. null: there was nothing.
 */
export function boundedJson(value: unknown, bytes: number): string | null {
  if (value === undefined || value === null) return null;
  const json = written(value);
  if (bytesOf(json) <= bytes) return json;
  const whole = { bytes: bytesOf(json), sha256: createHash('sha256').update(json).digest('hex') };
  const clippedTo = (length: number) => JSON.stringify({ clipped: boundedText(json, length), ...whole });
  // Quotes and control characters are written as two to six bytes each.
  let length = Math.max(0, bytes - bytesOf(clippedTo(0)));
  let clipped = clippedTo(length);
  while (bytesOf(clipped) > bytes && length > 0) {
    length = Math.floor(length / 2);
    clipped = clippedTo(length);
  }
  return clipped;
}
