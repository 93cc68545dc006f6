import type { ClusterHealth, HealthStatus } from '../contract/cluster.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { ClusterChange } from '../contract/overview.ts';
import { formatCount, formatList, plural } from '../format.ts';

/** What is remembered of a cluster between two looks: names, so that what is gone can be named. */
export interface Picture {
  takenAt: string;
  status: HealthStatus | null;
  nodes: string[];
  /** Name by uuid: an index deleted and made again under its old name is another index. */
  indices: Record<string, string>;
  aliases: Record<string, { indices: string[]; documents: number | null }>;
}

export function pictureOf(indices: ClusterIndices, health: ClusterHealth | null): Picture {
  const aliases: Picture['aliases'] = {};
  for (const index of indices.indices) {
    for (const { alias } of index.aliases) {
      const known = (aliases[alias] ??= { indices: [], documents: 0 });
      known.indices.push(index.name);
      known.documents = known.documents === null || index.documents === null ? null : known.documents + index.documents;
    }
  }
  return {
    takenAt: indices.takenAt,
    status: health?.status ?? null,
    nodes: (health?.nodes ?? []).map((node) => node.name).sort(),
    indices: Object.fromEntries(indices.indices.map((index) => [index.uuid, index.name])),
    aliases,
  };
}

/** More of a kind than this are told as a number. */
const NAMED = 4;
/** A fall of a tenth between two looks is told. */
const FELL = 0.1;

/** What is different now, as sentences. `doneBy`: the job of Restore Desk that touched a name meanwhile. Pure. */
export function changesBetween(
  before: Picture,
  now: Picture,
  doneBy: (name: string) => string | null,
): Omit<ClusterChange, 'id'>[] {
  const changes: Omit<ClusterChange, 'id'>[] = [];
  const tell = (level: ClusterChange['level'], sentence: string, subjects: readonly string[]) => {
    const job = subjects.map(doneBy).find((id) => id !== null) ?? null;
    changes.push({ at: now.takenAt, after: before.takenAt, level: job === null ? level : 'idle', sentence, job });
  };
  /** What one job did is told apart from what another, or somebody else, did to others of the kind. */
  const each = (
    names: readonly string[],
    level: ClusterChange['level'],
    one: (name: string) => string,
    many: (list: string, count: number) => string,
  ) => {
    const byDoer = new Map<string | null, string[]>();
    for (const name of names) byDoer.set(doneBy(name), [...(byDoer.get(doneBy(name)) ?? []), name]);
    for (const some of byDoer.values()) {
      if (some.length <= NAMED) for (const name of some) tell(level, one(name), [name]);
      else tell(level, many(formatList(some), some.length), some);
    }
  };

  // Without nodes in one of the pictures the health was unknown then: nobody left.
  if (before.nodes.length > 0 && now.nodes.length > 0) {
    each(
      without(before.nodes, now.nodes),
      'bad',
      (node) => `Node ${node} left.`,
      (list) => `Nodes left: ${list}.`,
    );
    each(
      without(now.nodes, before.nodes),
      'idle',
      (node) => `Node ${node} joined.`,
      (list) => `Nodes joined: ${list}.`,
    );
  }
  const aliasesGone = without(Object.keys(before.aliases), Object.keys(now.aliases)).sort();
  const aliasesMade = without(Object.keys(now.aliases), Object.keys(before.aliases)).sort();
  each(
    aliasesGone,
    'bad',
    (alias) => `Alias ${alias} is gone; it pointed to ${formatList(before.aliases[alias]!.indices)}.`,
    (list) => `Aliases are gone: ${list}.`,
  );
  for (const alias of Object.keys(now.aliases).sort()) {
    const was = before.aliases[alias];
    const is = now.aliases[alias]!;
    if (was === undefined) continue;
    if (!sameNames(was.indices, is.indices))
      tell(
        'warn',
        `Alias ${alias} moved from ${formatList(was.indices)} to ${formatList(is.indices)}${documentsMoved(was.documents, is.documents)}.`,
        [alias, ...is.indices],
      );
    else if (fell(was.documents, is.documents))
      tell(
        'bad',
        `Behind ${alias} are ${formatCount(is.documents)} documents; there were ${formatCount(was.documents)}.`,
        [alias, ...is.indices],
      );
  }
  each(
    aliasesMade,
    'idle',
    (alias) => `Alias ${alias} is new: it points to ${formatList(now.aliases[alias]!.indices)}.`,
    (list) => `Aliases are new: ${list}.`,
  );
  const gone = Object.keys(before.indices).filter((uuid) => now.indices[uuid] === undefined);
  const made = Object.keys(now.indices).filter((uuid) => before.indices[uuid] === undefined);
  const newNames = new Set(made.map((uuid) => now.indices[uuid]!));
  const replaced = gone.map((uuid) => before.indices[uuid]!).filter((name) => newNames.has(name));
  each(
    replaced,
    'bad',
    (name) => `Index ${name} was deleted and made again.`,
    (list) => `Indices were deleted and made again: ${list}.`,
  );
  const again = new Set(replaced);
  each(
    gone.map((uuid) => before.indices[uuid]!).filter((name) => !again.has(name)),
    'warn',
    (name) => `Index ${name} is gone.`,
    (list, count) => `${plural(count, 'index', 'indices')} gone: ${list}.`,
  );
  each(
    [...newNames].filter((name) => !again.has(name)),
    'idle',
    (name) => `Index ${name} is new.`,
    (list, count) => `${plural(count, 'index', 'indices')} new: ${list}.`,
  );
  if (before.status !== null && now.status !== null && before.status !== now.status) {
    tell(
      now.status === 'red' ? 'bad' : now.status === 'yellow' ? 'warn' : 'idle',
      `Health went from ${before.status} to ${now.status}.`,
      [],
    );
  }
  return changes;
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
