import { NAMES_LIMIT } from '@/lib/contract/limits.ts';

/** As many of the names, in their order, as one address can carry. */
export function namesThatFit(names: readonly string[]): string[] {
  let left = NAMES_LIMIT;
  const end = names.findIndex((name) => (left -= encodeURIComponent(`${name},`).length) < 0);
  return end < 0 ? [...names] : names.slice(0, end);
}
