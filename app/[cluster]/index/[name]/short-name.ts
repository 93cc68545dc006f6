import { indexParts } from '@/lib/index-parts.ts';

/** `government · 24 Nov 11:18 · b6b1`, or the name as it is: for a heading and a button. */
export function shortName(index: string): string {
  const { alias, date, id } = indexParts(index);
  return alias === null ? index : `${alias} · ${date!} · ${id!}`;
}
