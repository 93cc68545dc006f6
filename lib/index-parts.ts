import { dateOfIndex, groupOfIndex } from './contract/index-group.ts';
import { formatUtcShort } from './format.ts';

/** An index's name for people: `government · 24 Nov 11:18 · b6b1`. All null: another form, which is displayed whole. */
export interface IndexParts {
  alias: string | null;
  /** `24 Nov 11:18` in UTC, with the year if it isn't the current one. */
  date: string | null;
  /** The four characters after the date. */
  id: string | null;
}

const WHOLE: IndexParts = { alias: null, date: null, id: null };

/**
 * The parts of a name of the form `<alias>-<UTC time>-<hex>`. An alias that isn't the one in the name gives no parts: under
 * its heading, two indices of other groups could look the same. Two names can have equal parts; see `ambiguousNames`.
 */
export function indexParts(name: string, alias?: string | null, nowMs: number = Date.now()): IndexParts {
  const dated = splitName(name);
  // An alias may have capitals, an index may not.
  if (dated === null || (alias != null && alias.toLowerCase() !== dated.group.toLowerCase())) return WHOLE;
  return { alias: alias ?? dated.group, date: formatUtcShort(dated.at, nowMs), id: dated.id };
}

/** Those of a list whose parts another name of the list has too: they are displayed whole. */
export function ambiguousNames(names: Iterable<string>): ReadonlySet<string> {
  const firstOf = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const name of names) {
    const dated = splitName(name);
    if (dated === null) continue;
    const key = `${dated.group.toLowerCase()} ${dated.at.slice(0, 16)} ${dated.id}`;
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, name);
    else if (first !== name) ambiguous.add(first).add(name);
  }
  return ambiguous;
}

function splitName(name: string): { group: string; at: string; id: string } | null {
  const group = groupOfIndex(name);
  const at = dateOfIndex({ name, createdAt: null });
  const id = group === null ? undefined : /z-([0-9a-f]{4})[-0-9a-f]*$/.exec(name.slice(group.length))?.[1];
  // A date that doesn't exist, such as 30 February, would be displayed as another day.
  return group === null || at === null || id === undefined || !name.includes(`-${at.slice(0, 10)}t`)
    ? null
    : { group, at, id };
}
