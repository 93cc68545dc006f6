import type { ComparedDocument, ComparedSource, ShownValue } from '../contract/compared-document.ts';
import { formatBytes } from '../format.ts';
import { describeLimit, exceededLimit, type JsonLimits } from '../json/limits.ts';
import { VALID, validateJson } from '../json/validate.ts';
import { fieldDifferences } from './field-differences.ts';

/** A side's document: its bytes, null where there is none, or why it could not be read. */
export type FoundSource = { source: Buffer | null; changedSince: boolean | null } | { why: string };

/** A tree of so many values takes some 20 MB and some 50 ms for each side. */
const LIMITS: JsonLimits = { bytes: 1024 * 1024, depth: 10_000, values: 100_000, keyBytes: 64 * 1024 * 1024 };
/** In characters: of the document of an only side. */
const SHOWN = 20_000;

/** Two documents field by field; what is too large or not JSON is said, not compared. */
export function compareDocuments(left: FoundSource, right: FoundSource): ComparedDocument {
  const sources = { left: describe(left), right: describe(right) };
  const [before, after] = [sourceOf(left), sourceOf(right)];
  const none = { ...sources, fields: null, notCompared: null, only: null };
  if (before === null || after === null) {
    const only = before ?? after;
    return { ...none, only: only === null ? null : beginningOf(only) };
  }
  const notCompared = reasonNotToCompare(before, after);
  if (notCompared !== null) return { ...none, notCompared };
  return { ...none, fields: fieldDifferences(before, after) };
}

const sourceOf = (found: FoundSource): Buffer | null => ('why' in found ? null : found.source);

function describe(found: FoundSource): ComparedSource {
  if ('why' in found) return { state: 'unreadable', why: found.why, bytes: null, changedSince: null };
  const { source, changedSince } = found;
  return { state: source === null ? 'missing' : 'read', why: null, bytes: source?.length ?? null, changedSince };
}

function reasonNotToCompare(left: Buffer, right: Buffer): string | null {
  if (left.length > LIMITS.bytes || right.length > LIMITS.bytes)
    return `The documents have ${formatBytes(left.length)} and ${formatBytes(right.length)}: more than ${formatBytes(LIMITS.bytes)} is not compared field by field here.`;
  for (const source of [left, right]) {
    if (validateJson(source, 0, source.length) !== VALID)
      return 'A document is not JSON, so its fields can’t be compared.';
    const limit = exceededLimit(source, LIMITS);
    if (limit !== null) return `A document ${describeLimit(limit, LIMITS)}, and is not compared field by field here.`;
  }
  return null;
}

function beginningOf(source: Buffer): ShownValue {
  // A character has at most four bytes.
  const text = source.toString('utf8', 0, Math.min(source.length, SHOWN * 4));
  const cut = text.length > SHOWN || source.length > SHOWN * 4;
  return { text: cut ? text.slice(0, SHOWN).toWellFormed() : text, cut };
}
