import type { AliasFlag, AliasGroup, AliasMap, MapEntry } from '../contract/alias-map.ts';
import { dateOfIndex, groupOfIndex } from '../contract/index-group.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import { formatCount } from '../format.ts';
import { runSync, forEachInSteps, mapInSteps, sortInSteps, type Steps } from '../slices.ts';
import { sumOrNull } from '../sum-or-null.ts';

/** Newest first; those without a date last, by name. Each date is worked out once: there may be thousands. */
export const newestFirst = (indices: readonly IndexSummary[]): IndexSummary[] => runSync(newestFirstSteps(indices));

function* newestFirstSteps(indices: readonly IndexSummary[]): Steps<IndexSummary[]> {
  const dated = yield* mapInSteps(indices, (index) => ({ index, date: dateOfIndex(index) ?? '' }));
  const inOrder = yield* sortInSteps(dated, (a, b) =>
    a.date !== b.date ? (a.date < b.date ? 1 : -1) : a.index.name < b.index.name ? 1 : -1,
  );
  return inOrder.map(({ index }) => index);
}

export interface Generations {
  alias: string;
  live: IndexSummary[];
  /** Named like this alias's indices, without being behind it. */
  others: IndexSummary[];
}

/** Every alias with the indices behind it and those that were or will be; and the indices that belong to none. Pure. */
export const generationsOf = (indices: readonly IndexSummary[]): AllGenerations => runSync(generationSteps(indices));

export interface AllGenerations {
  groups: Generations[];
  outside: IndexSummary[];
}

export function* generationSteps(indices: readonly IndexSummary[]): Steps<AllGenerations> {
  const groups = new Map<string, Generations>();
  yield* forEachInSteps(indices, (index) => {
    for (const { alias } of index.aliases) {
      const group = groups.get(alias) ?? { alias, live: [], others: [] };
      group.live.push(index);
      groups.set(alias, group);
    }
  });
  const outside: IndexSummary[] = [];
  yield* forEachInSteps(indices, (index) => {
    const owner = groups.get(groupOfIndex(index.name) ?? '');
    if (owner === undefined) {
      if (index.aliases.length === 0) outside.push(index);
    } else if (!index.aliases.some(({ alias }) => alias === owner.alias)) owner.others.push(index);
  });
  return {
    groups: yield* sortInSteps([...groups.values()], (a, b) => (a.alias < b.alias ? -1 : 1)),
    outside: yield* newestFirstSteps(outside),
  };
}

type MadeBy = ReadonlyMap<string, string>;

/** The alias map as the Indices page shows it. Pure. `madeBy`: the job that made an index, by the index's uuid. */
export const aliasMapOf = (indices: ClusterIndices, madeBy: MadeBy): AliasMap =>
  runSync(aliasMapSteps(indices, generationsOf(indices.indices), madeBy));

export function* aliasMapSteps(
  { takenAt, indices }: ClusterIndices,
  { groups, outside }: AllGenerations,
  madeBy: MadeBy,
): Steps<AliasMap> {
  const mappedGroups: AliasGroup[] = [];
  for (const group of groups) mappedGroups.push(yield* groupSteps(group, madeBy));
  return {
    takenAt,
    groups: mappedGroups,
    outside: yield* mapInSteps(outside, (index) => entryOf(index, null, false, madeBy)),
    indices: indices.length,
    closed: indices.filter((index) => index.state === 'closed').length,
    storeBytes: sumOrNull(indices.map((index) => index.storeBytes)),
  };
}

function* groupSteps({ alias, live, others }: Generations, madeBy: MadeBy): Steps<AliasGroup> {
  const behind = new Set(live);
  const documents = sumOrNull(live.map((index) => index.documents));
  const all = [...live, ...others];
  const inOrder = yield* newestFirstSteps(all);
  yield;
  return {
    alias,
    flags: flagsOf(alias, live),
    documents,
    storeBytes: sumOrNull(all.map((index) => index.storeBytes)),
    entries: yield* mapInSteps(inOrder, (index) => ({
      ...entryOf(index, alias, behind.has(index), madeBy),
      small: !behind.has(index) && isSmall(index, documents),
    })),
  };
}

/** Less than half of what is live: a restore or a build that never finished, more likely than not. */
const isSmall = (index: IndexSummary, live: number | null): boolean =>
  live !== null && index.documents !== null && index.documents < live / 2;

/** An index can have thousands of aliases, and is listed under each of them. */
const ALIASES_SHOWN = 10;

function aliasesShown({ aliases }: IndexSummary, alias: string | null): IndexSummary['aliases'] {
  if (aliases.length <= ALIASES_SHOWN) return aliases;
  const own = aliases.filter((membership) => membership.alias === alias);
  return [...own, ...aliases.slice(0, ALIASES_SHOWN).filter((membership) => membership.alias !== alias)];
}

function entryOf(index: IndexSummary, alias: string | null, live: boolean, madeBy: MadeBy): MapEntry {
  return {
    index: index.name,
    uuid: index.uuid,
    state: index.state,
    health: index.health,
    documents: index.documents,
    storeBytes: index.storeBytes,
    date: dateOfIndex(index),
    live,
    aliases: aliasesShown(index, alias).map((membership) => ({
      alias: membership.alias,
      write: membership.isWriteIndex === true,
      filtered: membership.filter !== undefined,
    })),
    blocks: index.blocks,
    loading: index.loading,
    small: false,
    job: madeBy.get(index.uuid) ?? null,
  };
}

/** An alias can be on thousands of indices. */
const NAMED = 10;

function listed(indices: readonly IndexSummary[], words = ({ name }: IndexSummary) => name): string {
  const named = indices.slice(0, NAMED).map(words).join(', ');
  return indices.length <= NAMED ? named : `${named} and ${formatCount(indices.length - NAMED)} more`;
}

/** What is odd about an alias, worst first. */
export function flagsOf(alias: string, live: readonly IndexSummary[]): AliasFlag[] {
  const flags: AliasFlag[] = [];
  const closed = live.filter((index) => index.state === 'closed');
  if (closed.length > 0) {
    flags.push({
      level: 'bad',
      word: live.length === 1 ? 'on a closed index' : `${closed.length} of ${live.length} closed`,
      sentence: `${listed(closed)} is closed: searching ${alias} fails or finds nothing there.`,
    });
  }
  const red = live.filter((index) => index.health === 'red');
  if (red.length > 0)
    flags.push({
      level: 'bad',
      word: 'index is red',
      sentence: `${listed(red)} has lost a primary shard: part of its documents can't be reached.`,
    });
  if (live.length > 1) {
    const writers = live.filter((index) =>
      index.aliases.some((membership) => membership.alias === alias && membership.isWriteIndex === true),
    );
    const writes = writers.length === 1 ? `, writes go to ${writers[0]!.name}` : ', and writes through it are refused';
    flags.push({
      level: 'warn',
      word: `on ${live.length === 2 ? 'two' : live.length} indices`,
      sentence: `${alias} points to ${live.length} indices: searches see all of them together${writes}.`,
    });
  }
  const blocked = live.filter((index) => index.blocks.some((block) => block !== 'write'));
  if (blocked.length > 0)
    flags.push({
      level: 'warn',
      word: 'blocked',
      sentence: `${listed(blocked, ({ name, blocks }) => `${name} (${blocks.join(', ')})`)}: a block is on. It may keep the alias from being moved.`,
    });
  return flags;
}
