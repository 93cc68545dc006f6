import type { AliasFlag, AliasGroup, AliasMap, MapEntry } from '../contract/alias-map.ts';
import { dateOfIndex, groupOfIndex } from '../contract/index-group.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import { sumOrNull } from '../running/sum-or-null.ts';

/** Newest first; those without a date last, by name. Each date is worked out once: there may be thousands. */
export function newestFirst(indices: readonly IndexSummary[]): IndexSummary[] {
  const dated = indices.map((index) => ({ index, date: dateOfIndex(index) ?? '' }));
  dated.sort((a, b) => (a.date !== b.date ? (a.date < b.date ? 1 : -1) : a.index.name < b.index.name ? 1 : -1));
  return dated.map(({ index }) => index);
}

export interface Generations {
  alias: string;
  live: IndexSummary[];
  /** Named like this alias's indices, without being behind it. */
  others: IndexSummary[];
}

/** Every alias with the indices behind it and those that were or will be; and the indices that belong to none. Pure. */
export function generationsOf(indices: readonly IndexSummary[]): { groups: Generations[]; outside: IndexSummary[] } {
  const groups = new Map<string, Generations>();
  for (const index of indices) {
    for (const { alias } of index.aliases) {
      const group = groups.get(alias) ?? { alias, live: [], others: [] };
      group.live.push(index);
      groups.set(alias, group);
    }
  }
  const outside: IndexSummary[] = [];
  for (const index of indices) {
    const owner = groups.get(groupOfIndex(index.name) ?? '');
    if (owner === undefined) {
      if (index.aliases.length === 0) outside.push(index);
    } else if (!index.aliases.some(({ alias }) => alias === owner.alias)) owner.others.push(index);
  }
  return { groups: [...groups.values()].sort((a, b) => (a.alias < b.alias ? -1 : 1)), outside: newestFirst(outside) };
}

/** The alias map as the Indices page shows it. Pure. `madeBy`: the job that made an index, by the index's uuid. */
export function aliasMapOf({ takenAt, indices }: ClusterIndices, madeBy: ReadonlyMap<string, string>): AliasMap {
  const { groups, outside } = generationsOf(indices);
  return {
    takenAt,
    groups: groups.map(({ alias, live, others }): AliasGroup => {
      const behind = new Set(live);
      return {
        alias,
        flags: flagsOf(alias, live),
        documents: sumOrNull(live.map((index) => index.documents)),
        storeBytes: sumOrNull([...live, ...others].map((index) => index.storeBytes)),
        entries: newestFirst([...live, ...others]).map((index) => ({
          ...entryOf(index, behind.has(index), madeBy),
          small: !behind.has(index) && isSmall(index, live),
        })),
      };
    }),
    outside: outside.map((index) => entryOf(index, false, madeBy)),
    indices: indices.length,
    closed: indices.filter((index) => index.state === 'closed').length,
    storeBytes: sumOrNull(indices.map((index) => index.storeBytes)),
  };
}

/** Less than half of what is live: a restore or a build that never finished, more likely than not. */
function isSmall(index: IndexSummary, live: readonly IndexSummary[]): boolean {
  const documents = sumOrNull(live.map((each) => each.documents));
  return documents !== null && index.documents !== null && index.documents < documents / 2;
}

function entryOf(index: IndexSummary, live: boolean, madeBy: ReadonlyMap<string, string>): MapEntry {
  return {
    index: index.name,
    uuid: index.uuid,
    state: index.state,
    health: index.health,
    documents: index.documents,
    storeBytes: index.storeBytes,
    date: dateOfIndex(index),
    live,
    aliases: index.aliases.map((membership) => ({
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

/** What is odd about an alias, worst first. */
export function flagsOf(alias: string, live: readonly IndexSummary[]): AliasFlag[] {
  const flags: AliasFlag[] = [];
  const closed = live.filter((index) => index.state === 'closed');
  if (closed.length > 0) {
    flags.push({
      level: 'bad',
      word: live.length === 1 ? 'on a closed index' : `${closed.length} of ${live.length} closed`,
      sentence: `${closed.map((index) => index.name).join(', ')} is closed: searching ${alias} fails or finds nothing there.`,
    });
  }
  const red = live.filter((index) => index.health === 'red');
  if (red.length > 0)
    flags.push({
      level: 'bad',
      word: 'index is red',
      sentence: `${red.map((index) => index.name).join(', ')} has lost a primary shard: part of its documents can't be reached.`,
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
      sentence: `${blocked.map((index) => `${index.name} (${index.blocks.join(', ')})`).join(', ')}: a block is on. It may keep the alias from being moved.`,
    });
  return flags;
}
