import type { AliasGroup, AliasMap, MapEntry } from './alias-map.ts';

/** Filters and orders of the list of indices, as in the page's address. */
export const SHOWS = ['all', 'live', 'without-alias', 'problems'] as const;
export type Show = (typeof SHOWS)[number];
export const SORTS = ['name', 'documents', 'size', 'date'] as const;
export type Sort = (typeof SORTS)[number];

export interface ListView {
  filter: string;
  show: Show;
  sort: Sort;
  descending: boolean;
}

/** An alias, as displayed above its generations. */
export interface GroupHeading extends Pick<AliasGroup, 'alias' | 'flags' | 'documents' | 'documentsInIndices'> {
  generations: number;
  /** Some generations are not live: they may be cleaned up. */
  spare: boolean;
  /** The alias has lost documents. */
  lost: boolean;
}

export type Line =
  | { kind: 'group'; key: string; group: GroupHeading; shown: number }
  | { kind: 'outside'; key: string; shown: number }
  | { kind: 'entry'; key: string; alias: string | null; entry: MapEntry; compare?: Comparison };

/** What the documents of an index are compared with: those of its alias's largest index, and of its live ones; null: unknown. */
export interface Comparison {
  most: number | null;
  live: number | null;
}

/** The lines of the list, in order. Pure; 5,000 indices take a few milliseconds. */
export function linesOf(map: Pick<AliasMap, 'groups' | 'outside'>, view: ListView): Line[] {
  const terms = termsOf(view.filter);
  const lines: Line[] = [];
  for (const group of order(map.groups, view, groupValue)) {
    const entries = group.entries.filter(
      (entry) => isShown(entry, group, view.show) && matches(group.alias, entry, terms),
    );
    if (entries.length === 0) continue;
    lines.push({ kind: 'group', key: `alias ${group.alias}`, group: headingOf(group), shown: entries.length });
    const compare = comparisonOf(group);
    for (const entry of view.sort === 'name' ? entries : order(entries, view, entryValue))
      lines.push({ kind: 'entry', key: `${group.alias} ${entry.uuid}`, alias: group.alias, entry, compare });
  }
  const outside = map.outside.filter((entry) => isShown(entry, null, view.show) && matches('', entry, terms));
  if (outside.length > 0) {
    lines.push({ kind: 'outside', key: 'outside', shown: outside.length });
    for (const entry of order(outside, view, entryValue))
      lines.push({ kind: 'entry', key: `outside ${entry.uuid}`, alias: null, entry });
  }
  return lines;
}

/** How many indices there are in lines: one with several aliases has a line for each. */
export const indicesIn = (lines: readonly (Line | { kind: 'gap' })[]): number =>
  new Set(lines.flatMap((line) => (line.kind === 'entry' ? [line.entry.uuid] : []))).size;

/** How many indices each filter leaves. Pure. */
export function countShown({ groups, outside }: Pick<AliasMap, 'groups' | 'outside'>): Record<Show, number> {
  const found: Record<Show, Set<string>> = {
    all: new Set(),
    live: new Set(),
    'without-alias': new Set(),
    problems: new Set(),
  };
  const add = (entry: MapEntry, group: AliasGroup | null) => {
    for (const show of SHOWS) if (isShown(entry, group, show)) found[show].add(entry.uuid);
  };
  for (const group of groups) for (const entry of group.entries) add(entry, group);
  for (const entry of outside) add(entry, null);
  return {
    all: found.all.size,
    live: found.live.size,
    'without-alias': found['without-alias'].size,
    problems: found.problems.size,
  };
}

const comparisonOf = ({ entries, documents, documentsInIndices = documents }: AliasGroup): Comparison => ({
  most: entries.reduce<number | null>(
    (most, entry) => (entry.documents === null ? most : Math.max(most ?? 0, entry.documents)),
    null,
  ),
  live: documentsInIndices,
});

const headingOf = ({ alias, flags, documents, documentsInIndices, entries }: AliasGroup): GroupHeading => ({
  alias,
  flags,
  documents,
  ...(documentsInIndices === undefined ? {} : { documentsInIndices }),
  generations: entries.length,
  spare: entries.some((entry) => !entry.live),
  lost: flags.some(({ lost }) => lost === true),
});

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The words of a filter. A day as it is displayed, `24 Nov`, is one term: `-11-24`, as in a name and in a date. */
function termsOf(filter: string): string[] {
  const words = filter.toLowerCase().match(/\d{1,2} [a-z]{3}(?!\S)|\S+/g) ?? [];
  return words.map((word) => {
    const [day = '', month = ''] = word.split(' ');
    const place = MONTHS.indexOf(month);
    return place < 0 ? word : `-${String(place + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  });
}

function matches(alias: string, { date, index, state }: MapEntry, terms: readonly string[]): boolean {
  if (terms.length === 0) return true;
  const text = `${alias} ${index} ${date ?? ''} ${state}`.toLowerCase();
  return terms.every((word) => text.includes(word));
}

function isShown(entry: MapEntry, group: AliasGroup | null, show: Show): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'live':
      return entry.live;
    case 'without-alias':
      return entry.aliases.length === 0;
    case 'problems':
      return hasProblem(entry, group);
    default:
      return show satisfies never;
  }
}

/** Its alias is flagged because of it, or it is red, unfinished, much smaller than the live one, or blocked. */
const hasProblem = ({ blocks, health, live, loading, small }: MapEntry, group: AliasGroup | null): boolean =>
  (live && group !== null && group.flags.length > 0) || health === 'red' || loading || small || blocks.length > 0;

type Value = string | number | null;

const groupValue = (group: AliasGroup, sort: Sort): Value => {
  switch (sort) {
    case 'name':
      return group.alias;
    case 'documents':
      return group.documents;
    case 'size':
      return group.storeBytes;
    case 'date':
      return (group.entries.find((entry) => entry.live) ?? group.entries[0])?.createdAt ?? null;
    default:
      return sort satisfies never;
  }
};

const entryValue = (entry: MapEntry, sort: Sort): Value => {
  switch (sort) {
    case 'name':
      return entry.index;
    case 'documents':
      return entry.documents;
    case 'size':
      return entry.storeBytes;
    case 'date':
      return entry.createdAt ?? null;
    default:
      return sort satisfies never;
  }
};

/** Sorts a copy; unknown values come last in both directions. */
function order<T>(things: readonly T[], { sort, descending }: ListView, valueOf: (thing: T, sort: Sort) => Value): T[] {
  const sign = descending ? -1 : 1;
  return [...things].sort((one, other) => {
    const a = valueOf(one, sort);
    const b = valueOf(other, sort);
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return (a < b ? -1 : a > b ? 1 : 0) * sign;
  });
}
