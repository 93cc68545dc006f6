import type { DifferenceLine } from '../contract/backup-page.ts';
import { isRawNumber } from '../json/exact.ts';

/** Compares two JSON values by their flat keys. An array is one value: its order matters. Pure. */
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

/** Values by their keys joined with dots: a setting can be nested or flat. `"2"` and `2` are equal here. */
function flatten(value: unknown, prefix = '', entries = new Map<string, string>()): Map<string, string> {
  if (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isRawNumber(value) &&
    Object.keys(value).length > 0
  ) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, prefix === '' ? key : `${prefix}.${key}`, entries);
  } else if (prefix !== '') {
    entries.set(prefix, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return entries;
}

/** Settings of one index that always differ. */
const OWN_SETTING =
  /^index\.(uuid|history\.uuid|provided_name|creation_date(_string)?|version\..*|resize\..*|routing\.allocation\.initial_recovery\..*)$/;
export const isOwnSetting = (key: string) => OWN_SETTING.test(key);
