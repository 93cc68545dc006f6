import { createHash } from 'node:crypto';

/**
 * SHA-256 over what matters of a plan: equal for equal facts, whatever the order of keys. Lists keep their order, so
 * the caller sorts what has none. Times of planning, progress and sizes that change by themselves don't belong in it.
 */
export const fingerprintOf = (parts: unknown): string => createHash('sha256').update(canonical(parts)).digest('hex');

/** JSON with sorted keys; undefined and absent are one. */
function canonical(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
