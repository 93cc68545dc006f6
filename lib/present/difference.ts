import type { DifferenceLine } from '../contract/backup-page.ts';
import { isRawNumber } from '../json/exact.ts';

/** Two JSON values as flat keys, told apart key by key. Arrays are values: their order means something. Pure. */
export function differenceOf(backup: unknown, live: unknown): { lines: DifferenceLine[]; same: number } {
  const left = flatten(backup);
  const right = flatten(live);
  const lines: DifferenceLine[] = [];
  let same = 0;
  for (const key of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const a = left.get(key) ?? null;
    const b = right.get(key) ?? null;
    if (a === b) same += 1;
    else lines.push({ key, backup: a, live: b });
  }
  return { lines, same };
}

/** Keys joined by dots. A setting may come nested or flat, and a value as text or as itself: `"2"` and `2` are the same here. */
function flatten(value: unknown, prefix = '', into = new Map<string, string>()): Map<string, string> {
  if (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isRawNumber(value) &&
    Object.keys(value).length > 0
  ) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, prefix === '' ? key : `${prefix}.${key}`, into);
  } else if (prefix !== '') {
    into.set(prefix, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return into;
}

/** Belong to one index and differ always: no news. */
const OWN =
  /^index\.(uuid|history\.uuid|provided_name|creation_date(_string)?|version\..*|resize\..*|routing\.allocation\.initial_recovery\..*)$/;
export const isOwnSetting = (key: string) => OWN.test(key);
