import { at, entriesOf, type ByWord } from '../../contract/by-name.ts';
import type { HealthStatus } from '../../contract/cluster.ts';
import type { AliasMembership, IndexSummary } from '../../contract/indices.ts';
import { isAddingAlias, isLoadingAlias, isOwnAlias } from '../../contract/loading-alias.ts';
import { mapInSteps, type Steps } from '../../slices.ts';
import { membershipOf } from './aliases.ts';
import type { IndexStats } from '../read/count-by-index.ts';
import type { FlatSettings, IndexResponses } from './index-responses.ts';
import type { IndexBlocks } from './index-blocks.ts';

/** One index, from its settings or from the cluster state. */
export interface RawIndex {
  name: string;
  settings: FlatSettings;
  aliases: AliasMembership[];
  closed: boolean;
}

/** Without dot-indices unless `dots`. */
export function* rawIndices({ settings, aliases, state }: IndexResponses, dots = false): Steps<RawIndex[]> {
  const readable = yield* mapInSteps(entriesOf(settings), ([name, { settings: flat }]) => ({
    name,
    settings: flat,
    aliases: entriesOf(at(aliases, name)?.aliases).map(([alias, serverAlias]) => membershipOf(alias, serverAlias)),
    closed: false,
  }));
  const unreadable = yield* mapInSteps(entriesOf(state), ([name, index]) => ({
    name,
    settings: flatten(index.settings?.index ?? {}, 'index'),
    aliases: (index.aliases ?? []).map((alias) => ({ alias })),
    closed: index.state === 'close',
  }));
  return [...readable, ...unreadable].filter(({ name }) => dots || !name.startsWith('.'));
}

export function summariseIndex(
  index: RawIndex,
  responses: IndexResponses,
  blocks: IndexBlocks,
  documentsOf: (name: string) => number | null,
): IndexSummary {
  const { name, settings, aliases } = index;
  const health = at(responses.health, name) ?? null;
  const closed = isClosed(index, blocks);
  const searchable =
    !closed && health !== 'red' && !blocks.unsearchable.has(name) && settings['index.search.throttled'] !== 'true';
  return {
    name,
    uuid: settings['index.uuid'] ?? '',
    state: closed ? 'closed' : 'open',
    health,
    documents: searchable ? documentsOf(name) : null,
    ...sizesOf(health, at(responses.stats, name)),
    shards: Number(settings['index.number_of_shards'] ?? 1),
    replicas: Number(settings['index.number_of_replicas'] ?? 0),
    createdAt: instantOf(settings['index.creation_date']),
    aliases: aliases.filter(({ alias }) => !isOwnAlias(alias)).sort((a, b) => compareNames(a.alias, b.alias)),
    blocks: blocksIn(settings),
    hidden: settings['index.hidden'] === 'true',
    loading: aliases.some(({ alias }) => isLoadingAlias(alias)),
    ...(aliases.some(({ alias }) => isAddingAlias(alias)) ? { adding: true } : {}),
    ...(settings['index.refresh_interval'] === '-1' ? { neverRefreshed: true } : {}),
  };
}

const isClosed = ({ name, settings, closed }: RawIndex, blocks: IndexBlocks): boolean =>
  closed || blocks.closed.has(name) || (!blocks.known && settings['index.verified_before_close'] === 'true');

/** Null: unknown. The statistics of a red index cover only its active shards; on 6.8 a closed index has none. */
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
