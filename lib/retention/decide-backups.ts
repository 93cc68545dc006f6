import type { RetentionRules } from '../contract/schedule.ts';
import { decideByRules, isEmptyRules } from './decide.ts';
import type { NotCounted, Protection, Reason } from './reasons.ts';

/** A zip file or a snapshot, which is kept or deleted. */
export interface Item {
  id: string;
  /** Milliseconds. Of one that is not counted it may be NaN. */
  at: number;
  /** The aliases, and names of indices, whose rules decide about it. */
  names: readonly string[];
  /** The run that made it: those of one run and one name are a set. null: it is alone. */
  run: string | null;
  /** null: it is counted. */
  notCounted: NotCounted | null;
  protectedBy: readonly Protection[];
}

/** What was decided about one item, for one name. */
export interface Row {
  item: Item;
  /** Empty: it is deleted. */
  reasons: Reason[];
}

export interface Decision {
  /** By name, in their order; the rows newest first. */
  groups: Map<string, Row[]>;
  /** Oldest first. */
  deleted: Item[];
}

interface Options {
  rules: RetentionRules;
  timeZone: string;
  /** Milliseconds. */
  now: number;
  /** Why everything of a name is kept, as a sentence without its full stop; null: the rules decide. */
  keepsAll: (name: string) => string | null;
  /** At most so many are deleted, the oldest; a set that is larger is deleted whole. */
  most: number;
}

/**
 * Which backups the rules keep. Each name decides about its own backups, and counts those of one run once; a backup is deleted only
 * if no name that it is a backup of keeps it, and with it all others of its sets. Pure.
 */
export function decideBackups(items: readonly Item[], options: Options): Decision {
  const byName = itemsByName(items);
  const reasonsOf = new Map<Item, Map<string, Reason[]>>(items.map((item) => [item, new Map()]));
  const sets = new Sets(items);
  for (const [name, own] of byName)
    for (const { reasons, unit } of decideName(name, own, options))
      for (const item of unit) {
        reasonsOf.get(item)!.set(name, reasons);
        sets.join(unit[0]!, item);
      }
  const isKept = (item: Item) =>
    item.names.length === 0 ||
    item.notCounted !== null ||
    item.protectedBy.length > 0 ||
    [...reasonsOf.get(item)!.values()].some((reasons) => reasons.length > 0);
  const { deleted, nextRun } = withinLimit(
    sets.all().filter((set) => !set.some(isKept)),
    options.most,
  );
  const isDeleted = new Set(deleted);
  const groups = new Map<string, Row[]>();
  for (const [name, own] of byName)
    groups.set(
      name,
      own.map((item) => ({
        item,
        reasons: isDeleted.has(item)
          ? []
          : reasonsFor(item, name, reasonsOf.get(item)!, nextRun.has(item), options.most),
      })),
    );
  return { groups, deleted };
}

function itemsByName(items: readonly Item[]): Map<string, Item[]> {
  const named = new Map<string, Item[]>();
  for (const item of items)
    for (const name of item.names) {
      const known = named.get(name);
      if (known) known.push(item);
      else named.set(name, [item]);
    }
  for (const own of named.values()) own.sort((a, b) => timeForOrder(b) - timeForOrder(a));
  return new Map([...named].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const timeForOrder = ({ at }: Item): number => (Number.isNaN(at) ? -Infinity : at);

/** What one name's rules say of its sets. */
function decideName(
  name: string,
  own: readonly Item[],
  { keepsAll, now, rules, timeZone }: Options,
): { unit: Item[]; reasons: Reason[] }[] {
  const units = unitsOf(own);
  const isCounted = (unit: readonly Item[]) => unit.every(({ notCounted }) => notCounted === null);
  const others = units.filter((unit) => !isCounted(unit)).map((unit) => ({ unit, reasons: reasonsOfBrokenSet(unit) }));
  const counted = units.filter(isCounted);
  const because = keepsAll(name);
  if (because !== null || isEmptyRules(rules)) {
    const reason: Reason = because === null ? { why: 'no-rules' } : { why: 'keeps-all', because };
    return [...others, ...counted.map((unit) => ({ unit, reasons: [reason] }))];
  }
  const decided = decideByRules(
    counted.map((unit) => ({ unit, at: Math.min(...unit.map(({ at }) => at)) })),
    rules,
    { timeZone, now },
  );
  return [
    ...others,
    ...decided.map(({ keptBy, unit: { unit } }) => ({
      unit,
      reasons: keptBy.map((kept): Reason => ({ why: 'rule', ...kept })),
    })),
  ];
}

/** Its members that are not good say why themselves. */
const reasonsOfBrokenSet = (unit: readonly Item[]): Reason[] =>
  unit.some(({ notCounted }) => notCounted === null) ? [{ why: 'part-not-good' }] : [];

function unitsOf(own: readonly Item[]): Item[][] {
  const byRun = new Map<string, Item[]>();
  const units: Item[][] = [];
  for (const item of own) {
    const known = item.run === null ? undefined : byRun.get(item.run);
    if (known) {
      known.push(item);
      continue;
    }
    const unit = [item];
    units.push(unit);
    if (item.run !== null) byRun.set(item.run, unit);
  }
  return units;
}

/** In the view of one name: its own reasons first. */
function reasonsFor(
  item: Item,
  name: string,
  byName: ReadonlyMap<string, Reason[]>,
  isNextRun: boolean,
  most: number,
): Reason[] {
  if (item.notCounted !== null) return [item.notCounted, ...item.protectedBy];
  const own = [...(byName.get(name) ?? []), ...item.protectedBy];
  if (own.length > 0) return own;
  if (isNextRun) return [{ why: 'next-run', most }];
  const [other] = [...byName].find(([, reasons]) => reasons.length > 0) ?? [];
  return [other === undefined ? { why: 'set' } : { why: 'kept-for', of: other }];
}

/** Items that are kept or deleted together. */
class Sets {
  private readonly setOf: Map<Item, Item[]>;

  constructor(items: readonly Item[]) {
    this.setOf = new Map(items.map((item) => [item, [item]]));
  }

  join(one: Item, other: Item): void {
    const [a, b] = [this.setOf.get(one)!, this.setOf.get(other)!];
    if (a === b) return;
    const [into, from] = a.length < b.length ? [b, a] : [a, b];
    into.push(...from);
    for (const item of from) this.setOf.set(item, into);
  }

  all(): Item[][] {
    return [...new Set(this.setOf.values())];
  }
}

function withinLimit(sets: readonly Item[][], most: number): { deleted: Item[]; nextRun: Set<Item> } {
  const deleted: Item[] = [];
  const nextRun = new Set<Item>();
  const newest = (set: readonly Item[]) => Math.max(...set.map(({ at }) => at));
  for (const set of [...sets].sort((a, b) => newest(a) - newest(b))) {
    if (nextRun.size === 0 && (deleted.length === 0 || deleted.length + set.length <= most)) deleted.push(...set);
    else for (const item of set) nextRun.add(item);
  }
  return { deleted: deleted.sort((a, b) => a.at - b.at), nextRun };
}
