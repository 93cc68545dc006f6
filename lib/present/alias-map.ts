import type { AliasFlag, AliasGroup, AliasMap, MapEntry } from '../contract/alias-map.ts';
import { isDrillIndex } from '../contract/drill-index.ts';
import { dateOfIndex, groupOfIndex } from '../contract/index-group.ts';
import { documentsShown, isAliasNarrowed } from '../contract/documents-shown.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import { formatCount } from '../format.ts';
import { runSync, forEachInSteps, mapInSteps, sortInSteps, type Steps } from '../slices.ts';
import { sumOrNull } from '../sum-or-null.ts';

/** Newest first; indices without a date last, by name. Each date is computed once: there can be thousands. */
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
  /** Indices named like those of the alias that it does not point to. */
  others: IndexSummary[];
}

/** Every alias with the indices that it points to and others named like them; and the indices of no alias. Pure. */
export const generationsOf = (indices: readonly IndexSummary[]): AllGenerations => runSync(generationSteps(indices));

export interface AllGenerations {
  groups: Generations[];
  outside: IndexSummary[];
}

export function* generationSteps(indices: readonly IndexSummary[]): Steps<AllGenerations> {
  const groups = new Map<string, Generations>();
  yield* forEachInSteps(indices, (index) => {
    // An index template may attach it to an alias for a moment.
    if (isDrillIndex(index.name)) return;
    for (const { alias } of index.aliases) {
      const group = groups.get(alias) ?? { alias, live: [], others: [] };
      group.live.push(index);
      groups.set(alias, group);
    }
  });
  const outside: IndexSummary[] = [];
  yield* forEachInSteps(indices, (index) => {
    const group = groups.get(groupOfIndex(index.name) ?? '');
    if (group === undefined) {
      if (index.aliases.length === 0 || isDrillIndex(index.name)) outside.push(index);
    } else if (!index.aliases.some(({ alias }) => alias === group.alias)) group.others.push(index);
  });
  return {
    groups: yield* sortInSteps([...groups.values()], (a, b) => (a.alias < b.alias ? -1 : 1)),
    outside: yield* newestFirstSteps(outside),
  };
}

type MadeBy = ReadonlyMap<string, string>;
/** By alias: that it has lost documents. */
type Lost = ReadonlyMap<string, AliasFlag>;

/** The alias map as the Indices page shows it. Pure. `madeBy`: the job that made an index, by the index's uuid. */
export const aliasMapOf = (indices: ClusterIndices, madeBy: MadeBy, lost?: Lost): AliasMap =>
  runSync(aliasMapSteps(indices, generationsOf(indices.indices), madeBy, lost));

export function* aliasMapSteps(
  { takenAt, indices }: ClusterIndices,
  { groups, outside }: AllGenerations,
  madeBy: MadeBy,
  lost: Lost = new Map(),
): Steps<AliasMap> {
  const mappedGroups: AliasGroup[] = [];
  for (const group of groups) mappedGroups.push(yield* groupSteps(group, madeBy, lost.get(group.alias)));
  return {
    takenAt,
    groups: mappedGroups,
    outside: yield* mapInSteps(outside, (index) => entryOf(index, null, false, madeBy)),
    indices: indices.length,
    closed: indices.filter((index) => index.state === 'closed').length,
    storeBytes: sumOrNull(indices.map((index) => index.storeBytes)),
  };
}

function* groupSteps(
  { alias, live, others }: Generations,
  madeBy: MadeBy,
  lost: AliasFlag | undefined,
): Steps<AliasGroup> {
  const liveIndices = new Set(live);
  const documents = sumOrNull(live.map((index) => documentsShown(index, alias)));
  const documentsInIndices = sumOrNull(live.map((index) => index.documents));
  const all = [...live, ...others];
  const inOrder = yield* newestFirstSteps(all);
  yield;
  return {
    alias,
    flags: [...(lost === undefined ? [] : [lost]), ...flagsOf(alias, live)],
    documents,
    ...(isAliasNarrowed(alias, live) ? { documentsInIndices } : {}),
    storeBytes: sumOrNull(all.map((index) => index.storeBytes)),
    entries: yield* mapInSteps(inOrder, (index) => ({
      ...entryOf(index, alias, liveIndices.has(index), madeBy),
      small: !liveIndices.has(index) && isSmall(index, documentsInIndices),
    })),
  };
}

/** Fewer than half of the live documents: probably a restore or a build that has not finished. */
const isSmall = (index: IndexSummary, live: number | null): boolean =>
  live !== null && index.documents !== null && index.documents < live / 2;

/** Of one index: it can have thousands of aliases, and is listed under each. */
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
    ...(alias !== null && isAliasNarrowed(alias, [index]) ? { shown: documentsShown(index, alias) } : {}),
    storeBytes: index.storeBytes,
    date: dateOfIndex(index),
    createdAt: index.createdAt,
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

/** Of one alias: it can point to thousands of indices. */
const MAX_NAMED = 10;

function listNames(indices: readonly IndexSummary[], termOf = ({ name }: IndexSummary) => name): string {
  const named = indices.slice(0, MAX_NAMED).map(termOf).join(', ');
  return indices.length <= MAX_NAMED ? named : `${named} and ${formatCount(indices.length - MAX_NAMED)} more`;
}

/** The problems of an alias, worst first. */
export const flagsOf = (alias: string, live: readonly IndexSummary[]): AliasFlag[] =>
  [closedFlag(alias, live), redFlag(live), severalFlag(alias, live), blockedFlag(live)].filter((flag) => flag !== null);

function closedFlag(alias: string, live: readonly IndexSummary[]): AliasFlag | null {
  const closed = live.filter((index) => index.state === 'closed');
  if (closed.length === 0) return null;
  return {
    level: 'bad',
    word: live.length === 1 ? 'on a closed index' : `${closed.length} of ${live.length} closed`,
    sentence: `${listNames(closed)} is closed: searching ${alias} fails or finds nothing there.`,
  };
}

function redFlag(live: readonly IndexSummary[]): AliasFlag | null {
  const red = live.filter((index) => index.health === 'red');
  if (red.length === 0) return null;
  return {
    level: 'bad',
    word: 'index is red',
    sentence: `${listNames(red)} has lost a primary shard: part of its documents can't be reached.`,
  };
}

function severalFlag(alias: string, live: readonly IndexSummary[]): AliasFlag | null {
  if (live.length <= 1) return null;
  const writers = live.filter((index) =>
    index.aliases.some((membership) => membership.alias === alias && membership.isWriteIndex === true),
  );
  const writes = writers.length === 1 ? `, writes go to ${writers[0]!.name}` : ', and writes through it are refused';
  return {
    level: 'warn',
    word: `on ${live.length === 2 ? 'two' : live.length} indices`,
    sentence: `${alias} points to ${live.length} indices: searches see all of them together${writes}.`,
  };
}

function blockedFlag(live: readonly IndexSummary[]): AliasFlag | null {
  const blocked = live.filter((index) => index.blocks.some((block) => block !== 'write'));
  if (blocked.length === 0) return null;
  const names = listNames(blocked, ({ name, blocks }) => `${name} (${blocks.join(', ')})`);
  return {
    level: 'warn',
    word: 'blocked',
    sentence: `${names}: a block is on. It may prevent a switch of the alias.`,
  };
}
