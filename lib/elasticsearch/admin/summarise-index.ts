import { at, entriesOf, type ByWord } from '../../contract/by-name.ts';
import type { HealthStatus } from '../../contract/cluster.ts';
import type { AliasMembership, IndexSummary } from '../../contract/indices.ts';
import { isLoadingAlias, isOwnAlias } from '../../contract/loading-alias.ts';
import { mapped, type Steps } from '../../slices.ts';
import { membershipOf } from './aliases.ts';
import type { IndexStats } from '../read/count-documents.ts';
import type { FlatSettings, IndexResponses } from './index-responses.ts';
import type { IndexBlocks } from './index-blocks.ts';

/** One index, as its settings or the cluster state tell of it. */
export interface DescribedIndex {
  name: string;
  settings: FlatSettings;
  aliases: AliasMembership[];
  closed: boolean;
}

/** Dot-indices left out. */
export function* describedIndices({ settings, aliases, state }: IndexResponses): Steps<DescribedIndex[]> {
  const readable = yield* mapped(entriesOf(settings), ([name, { settings: flat }]) => ({
    name,
    settings: flat,
    aliases: entriesOf(at(aliases, name)?.aliases).map(([alias, carried]) => membershipOf(alias, carried)),
    closed: false,
  }));
  const unreadable = yield* mapped(entriesOf(state), ([name, index]) => ({
    name,
    settings: flatten(index.settings?.index ?? {}, 'index'),
    aliases: (index.aliases ?? []).map((alias) => ({ alias })),
    closed: index.state === 'close',
  }));
  return [...readable, ...unreadable].filter(({ name }) => !name.startsWith('.'));
}

export function summariseIndex(
  index: DescribedIndex,
  answers: IndexResponses,
  blocks: IndexBlocks,
  documentsOf: (name: string) => number | null,
): IndexSummary {
  const { name, settings, aliases } = index;
  const health = at(answers.health, name) ?? null;
  const closed = isClosed(index, blocks);
  const searchable =
    !closed && health !== 'red' && !blocks.unsearchable.has(name) && settings['index.search.throttled'] !== 'true';
  return {
    name,
    uuid: settings['index.uuid'] ?? '',
    state: closed ? 'closed' : 'open',
    health,
    documents: searchable ? documentsOf(name) : null,
    ...sizesOf(health, at(answers.stats, name)),
    shards: Number(settings['index.number_of_shards'] ?? 1),
    replicas: Number(settings['index.number_of_replicas'] ?? 0),
    createdAt: instantOf(settings['index.creation_date']),
    aliases: aliases.filter(({ alias }) => !isOwnAlias(alias)).sort((a, b) => compareNames(a.alias, b.alias)),
    blocks: blocksIn(settings),
    hidden: settings['index.hidden'] === 'true',
    loading: aliases.some(({ alias }) => isLoadingAlias(alias)),
    ...(settings['index.refresh_interval'] === '-1' ? { neverRefreshed: true } : {}),
  };
}

const isClosed = ({ name, settings, closed }: DescribedIndex, blocks: IndexBlocks): boolean =>
  closed || blocks.closed.has(name) || (!blocks.known && settings['index.verified_before_close'] === 'true');

/** On 6.8 a closed index has no shards to ask; a red one has sizes of only the shards that are there. */
function sizesOf(
  health: HealthStatus | null,
  stats: IndexStats | undefined,
): Pick<IndexSummary, 'primaryBytes' | 'storeBytes'> {
  if (health === 'red') return { primaryBytes: null, storeBytes: null };
  return {
    primaryBytes: stats?.primaries?.store?.size_in_bytes ?? null,
    storeBytes: stats?.total?.store?.size_in_bytes ?? null,
  };
}

function instantOf(epochMs: string | undefined): string | null {
  const created = Number(epochMs);
  return Number.isFinite(created) && created > 0 ? new Date(created).toISOString() : null;
}

const blocksIn = (settings: FlatSettings): string[] =>
  Object.entries(settings)
    .filter(([key, value]) => key.startsWith('index.blocks.') && value === 'true')
    .map(([key]) => key.slice('index.blocks.'.length))
    .sort();

function flatten(value: ByWord<unknown>, prefix: string): FlatSettings {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, string | undefined][] =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.entries(flatten(inner as ByWord<unknown>, `${prefix}.${key}`))
        : [[`${prefix}.${key}`, String(inner)]],
    ),
  );
}

/** By code unit, as the servers order names; never by locale. */
export const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
