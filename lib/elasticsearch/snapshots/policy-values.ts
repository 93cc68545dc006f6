import type { ByWord } from '../../contract/by-name.ts';

/** Parts of answers that were read in a documentation, and not tried: whatever has another form counts as missing. */
export const memberOf = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as ByWord<unknown>)[key] : undefined),
    value,
  );

export const textIn = (value: unknown, ...path: string[]): string | null => {
  const found = memberOf(value, ...path);
  return typeof found === 'string' && found !== '' ? found : null;
};

export const numberIn = (value: unknown, ...path: string[]): number | null => {
  const found = memberOf(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
};

/** Milliseconds, or an ISO text. */
export function timeIn(value: unknown, ...path: string[]): string | null {
  const found = memberOf(value, ...path);
  if (typeof found !== 'number' && typeof found !== 'string') return null;
  const date = new Date(found);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A list of patterns, or a text with commas; null: every index. */
export function patternsIn(value: unknown): string[] | null {
  const all = (typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []).flatMap((pattern) =>
    typeof pattern === 'string' && pattern.trim() !== '' ? [pattern.trim()] : [],
  );
  return all.length === 0 || all.includes('*') || all.includes('_all') ? null : all;
}

/** "older than 30d; at least 5, at most 50"; null: no condition. */
export function ruleOf(age: string | null, least: number | null, most: number | null): string | null {
  const counts = [
    ...(least === null ? [] : [`at least ${String(least)}`]),
    ...(most === null ? [] : [`at most ${String(most)}`]),
  ];
  const parts = [...(age === null ? [] : [`older than ${age}`]), ...(counts.length === 0 ? [] : [counts.join(', ')])];
  return parts.length === 0 ? null : parts.join('; ');
}
