import { at, byName, isNamed, namesOf, type ByName } from '../contract/by-name.ts';
import type { ClusterHealth, HealthStatus } from '../contract/cluster.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { ClusterChange } from '../contract/overview.ts';
import { formatCount, formatList, plural } from '../format.ts';

/** What is remembered of a cluster between two looks: names, so that what is gone can be named. */
export interface ClusterSnapshot {
  takenAt: string;
  status: HealthStatus | null;
  nodes: string[];
  /** Name by uuid: an index deleted and made again under its old name is another index. */
  indices: ByName<string>;
  aliases: ByName<PointsTo>;
}

interface PointsTo {
  indices: string[];
  documents: number | null;
}

export function snapshotOf(indices: ClusterIndices, health: ClusterHealth | null): ClusterSnapshot {
  const aliases = new Map<string, PointsTo>();
  for (const index of indices.indices) {
    for (const { alias } of index.aliases) {
      const known = aliases.get(alias) ?? { indices: [], documents: 0 };
      aliases.set(alias, known);
      known.indices.push(index.name);
      known.documents = known.documents === null || index.documents === null ? null : known.documents + index.documents;
    }
  }
  return {
    takenAt: indices.takenAt,
    status: health?.status ?? null,
    nodes: (health?.nodes ?? []).map((node) => node.name).sort(),
    indices: byName(indices.indices.map((index) => [index.uuid, index.name])),
    aliases: byName(aliases),
  };
}

/** More of a kind than this are told as a number. */
const NAMED = 4;
/** A fall of a tenth between two looks is told. */
const FELL = 0.1;

/** The job of Restore Desk that touched a name between the two looks. */
type DoneBy = (name: string) => string | null;

interface Difference {
  level: ClusterChange['level'];
  sentence: string;
  /** The names it is about. */
  subjects: readonly string[];
}

/** What is different now, as sentences. What a job did is no alarm. Pure. */
export function changesBetween(
  before: ClusterSnapshot,
  now: ClusterSnapshot,
  doneBy: DoneBy,
): Omit<ClusterChange, 'id'>[] {
  const differences = [
    ...nodeChanges(before, now, doneBy),
    ...aliasChanges(before.aliases, now.aliases, doneBy),
    ...indexChanges(before.indices, now.indices, doneBy),
    ...healthChange(before.status, now.status),
  ];
  return differences.map(({ level, sentence, subjects }) => {
    const job = subjects.map(doneBy).find((id) => id !== null) ?? null;
    return { at: now.takenAt, after: before.takenAt, level: job === null ? level : 'idle', sentence, job };
  });
}

/** Without nodes in one of the pictures the health was unknown then: nobody left. */
function nodeChanges(before: ClusterSnapshot, now: ClusterSnapshot, doneBy: DoneBy): Difference[] {
  if (before.nodes.length === 0 || now.nodes.length === 0) return [];
  return [
    ...perDoer(without(before.nodes, now.nodes), doneBy, {
      level: 'bad',
      one: (node) => `Node ${node} left.`,
      many: (list) => `Nodes left: ${list}.`,
    }),
    ...perDoer(without(now.nodes, before.nodes), doneBy, {
      level: 'idle',
      one: (node) => `Node ${node} joined.`,
      many: (list) => `Nodes joined: ${list}.`,
    }),
  ];
}

function aliasChanges(
  before: ClusterSnapshot['aliases'],
  now: ClusterSnapshot['aliases'],
  doneBy: DoneBy,
): Difference[] {
  const gone = without(namesOf(before), namesOf(now)).sort();
  const made = without(namesOf(now), namesOf(before)).sort();
  const kept = namesOf(now)
    .filter((alias) => isNamed(before, alias))
    .sort();
  return [
    ...perDoer(gone, doneBy, {
      level: 'bad',
      one: (alias) => `Alias ${alias} is gone; it pointed to ${formatList(at(before, alias)!.indices)}.`,
      many: (list) => `Aliases are gone: ${list}.`,
    }),
    ...kept.flatMap((alias) => movedOrSmaller(alias, at(before, alias)!, at(now, alias)!)),
    ...perDoer(made, doneBy, {
      level: 'idle',
      one: (alias) => `Alias ${alias} is new: it points to ${formatList(at(now, alias)!.indices)}.`,
      many: (list) => `Aliases are new: ${list}.`,
    }),
  ];
}

function movedOrSmaller(alias: string, was: PointsTo, is: PointsTo): Difference[] {
  const subjects = [alias, ...is.indices];
  if (!sameNames(was.indices, is.indices)) {
    const [from, to] = [formatList(was.indices), formatList(is.indices)];
    const documents = documentsMoved(was.documents, is.documents);
    return [{ level: 'warn', sentence: `Alias ${alias} moved from ${from} to ${to}${documents}.`, subjects }];
  }
  if (!fell(was.documents, is.documents)) return [];
  const [held, holds] = [formatCount(was.documents), formatCount(is.documents)];
  return [{ level: 'bad', sentence: `Behind ${alias} are ${holds} documents; there were ${held}.`, subjects }];
}

function indexChanges(
  before: ClusterSnapshot['indices'],
  now: ClusterSnapshot['indices'],
  doneBy: DoneBy,
): Difference[] {
  const gone = namesOf(before).filter((uuid) => !isNamed(now, uuid));
  const made = namesOf(now).filter((uuid) => !isNamed(before, uuid));
  const goneNames = gone.map((uuid) => at(before, uuid)!);
  const newNames = new Set(made.map((uuid) => at(now, uuid)!));
  const replaced = goneNames.filter((name) => newNames.has(name));
  return [
    ...perDoer(replaced, doneBy, {
      level: 'bad',
      one: (name) => `Index ${name} was deleted and made again.`,
      many: (list) => `Indices were deleted and made again: ${list}.`,
    }),
    ...perDoer(without(goneNames, replaced), doneBy, {
      level: 'warn',
      one: (name) => `Index ${name} is gone.`,
      many: (list, count) => `${plural(count, 'index', 'indices')} gone: ${list}.`,
    }),
    ...perDoer(without([...newNames], replaced), doneBy, {
      level: 'idle',
      one: (name) => `Index ${name} is new.`,
      many: (list, count) => `${plural(count, 'index', 'indices')} new: ${list}.`,
    }),
  ];
}

function healthChange(was: HealthStatus | null, is: HealthStatus | null): Difference[] {
  if (was === null || is === null || was === is) return [];
  const level = is === 'red' ? 'bad' : is === 'yellow' ? 'warn' : 'idle';
  return [{ level, sentence: `Health went from ${was} to ${is}.`, subjects: [] }];
}

/** What one job did is told apart from what another, or somebody else, did to others of the kind. */
function perDoer(
  names: readonly string[],
  doneBy: DoneBy,
  {
    level,
    one,
    many,
  }: Pick<Difference, 'level'> & {
    one: (name: string) => string;
    many: (list: string, count: number) => string;
  },
): Difference[] {
  const byDoer = new Map<string | null, string[]>();
  for (const name of names) {
    const known = byDoer.get(doneBy(name));
    if (known) known.push(name);
    else byDoer.set(doneBy(name), [name]);
  }
  return [...byDoer.values()].flatMap((some): Difference[] =>
    some.length <= NAMED
      ? some.map((name) => ({ level, sentence: one(name), subjects: [name] }))
      : [{ level, sentence: many(formatList(some), some.length), subjects: some }],
  );
}

const without = (some: readonly string[], others: readonly string[]) => {
  const known = new Set(others);
  return some.filter((each) => !known.has(each));
};
const sameNames = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
const fell = (was: number | null, is: number | null) =>
  was !== null && is !== null && was > 0 && (was - is) / was >= FELL;
const documentsMoved = (was: number | null, is: number | null) =>
  was === null || is === null || was === is ? '' : `, with ${formatCount(is)} documents instead of ${formatCount(was)}`;
