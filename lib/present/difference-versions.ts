import type { Difference } from '../contract/difference.ts';

/** "version 4 → 5", "version 4"; null: no side says one. Digits as they are, never as a number. Pure. */
export function versionsLabel({ versions: { left, right } }: Pick<Difference, 'versions'>): string | null {
  if (left === null && right === null) return null;
  if (left === null || right === null || left === right) return `version ${left ?? right}`;
  return `version ${left} → ${right}`;
}
