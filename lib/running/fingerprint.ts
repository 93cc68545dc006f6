import { createHash } from 'node:crypto';

/**
 * SHA-256 of the given parts, as hex. The order of keys doesn't matter; the order of lists does, so the caller sorts a
 * list without an order. Don't include times of planning, progress, or sizes that change by themselves.
 */
export const fingerprintOf = (parts: unknown): string => createHash('sha256').update(canonical(parts)).digest('hex');

/** JSON with sorted keys. Undefined equals absent. */
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
