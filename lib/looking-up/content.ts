import { createHash } from 'node:crypto';
import type { ContentVerdict } from '../contract/looked-up.ts';
import { valueDigest } from '../json/value-digest.ts';

/** A document’s content in a few bytes. */
export interface Content {
  /** SHA-256 of its bytes. */
  bytes: string;
  /** The digest of its values; null: it is not JSON. */
  values: string | null;
}

const lanes = new Uint32Array(2);

export function contentOf(source: Buffer): Content {
  const isJson = valueDigest(source, 0, source.length, lanes);
  return {
    bytes: createHash('sha256').update(source).digest('base64'),
    values: isJson ? `${source[0]} ${lanes[0]} ${lanes[1]}` : null,
  };
}

/** By value: another order of keys, or `1.0` for `1`, is the same. Numbers are compared by all their digits. null: unknown. */
export function compareContents(left: Content | null, right: Content | null): ContentVerdict {
  if (left === null || right === null) return 'unknown';
  if (left.bytes === right.bytes) return 'same';
  return left.values !== null && left.values === right.values ? 'same' : 'changed';
}
