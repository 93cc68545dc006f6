import type { ClusterIdentity, HealthStatus } from '../contract/cluster.ts';
import type { AliasMembership, ClusterIndices, IndexSummary } from '../contract/indices.ts';
import { isLoadingAlias, isOwnAlias } from '../contract/loading-alias.ts';
import { isAppError } from '../errors.ts';
import { membershipOf, type ServerAlias } from './aliases.ts';
import type { Cluster } from './cluster.ts';
import { countDocuments, type IndexStats } from './count-documents.ts';
import { flavourOf } from './flavour.ts';
import { readIndexBlocks, type IndexBlocks } from './index-blocks.ts';

type FlatSettings = Record<string, string | undefined>;
type SettingsAnswer = Record<string, { settings: FlatSettings }>;
type AliasAnswer = Record<string, { aliases: Record<string, ServerAlias> }>;
interface StatsAnswer {
  indices?: Record<string, IndexStats>;
}
interface StateAnswer {
  metadata?: {
    indices?: Record<string, { state?: string; settings?: { index?: Record<string, unknown> }; aliases?: string[] }>;
  };
}

/** Only what a summary shows: whole settings of 5,000 indices with their analysers are megabytes. */
const SETTINGS =
  'index.uuid,index.creation_date,index.number_of_shards,index.number_of_replicas,index.blocks.*,index.hidden,index.search.throttled,index.verified_before_close';
/** Elasticsearch refuses a request line over 4 KB (http.max_initial_line_length). */
const LONGEST_PATH = 3000;

/**
 * Every open and closed index but the dot-indices, in six requests whatever their number.
 *
 * `documents` are top-level documents, what a search or `_count` says. The counts of `_cat/indices` and `_stats` are
 * Lucene's: one document with three nested ones is four there (tried on 6.8 and 8.19). So one search with a terms
 * aggregation on `_index` counts (count-documents.ts); it needs the `read` privilege. Null where it could not count: closed, red, under a
 * read block, frozen, or the search forbidden.
 *
 * One index under a metadata block makes the server refuse `_settings`, `_alias` and `_stats` for all of them (403);
 * such indices are told from the cluster state, by name: their aliases come without filter and routing, their sizes
 * are unknown.
 */
export async function listIndices(cluster: Cluster, signal?: AbortSignal): Promise<ClusterIndices> {
  const takenAt = new Date().toISOString();
  const identity = await cluster.identity(signal);
  const blocks = await readIndexBlocks(cluster, signal);
  return { takenAt, ...(await gather(cluster, identity, blocks, '*', signal)) };
}

/** The same for one index, by its concrete name; null where there is none (also where the name is an alias). */
export async function findIndex(cluster: Cluster, name: string, signal?: AbortSignal): Promise<IndexSummary | null> {
  const identity = await cluster.identity(signal);
  const blocks = await readIndexBlocks(cluster, signal);
  try {
    const { indices } = await gather(cluster, identity, blocks, encodeURIComponent(name), signal);
    return indices.find((index) => index.name === name) ?? null;
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null;
    throw error;
  }
}

async function gather(
  cluster: Cluster,
  identity: ClusterIdentity,
  blocks: IndexBlocks,
  pattern: string,
  signal?: AbortSignal,
): Promise<Omit<ClusterIndices, 'takenAt'>> {
  const flavour = flavourOf(identity);
  const modern = flavour.major >= 7 || flavour.opensearch;
  const one = pattern !== '*';
  const hiddenByBlock = one
    ? new Set([...blocks.metadataUnreadable].filter((index) => encodeURIComponent(index) === pattern))
    : blocks.metadataUnreadable;
  const readable = without(pattern, hiddenByBlock);
  const searchable = without(
    one ? pattern : '*,-.*',
    one
      ? new Set([...blocks.unsearchable].filter((index) => encodeURIComponent(index) === pattern))
      : blocks.unsearchable,
  );
  const get = <T>(path: string, query: Record<string, string | boolean>, accept: number[] = []) =>
    cluster.request<T>({ method: 'GET', path, query, signal, accept });

  // Settled together, so that a failure of one leaves no other running unwatched.
  const [settings, aliases, stats, health, state] = await allOrFirstError([
    readable === null
      ? none<SettingsAnswer>({})
      : get<SettingsAnswer>(`/${readable}/_settings/${SETTINGS}`, { flat_settings: true, expand_wildcards: 'all' }),
    readable === null
      ? none<AliasAnswer>({})
      : cluster.request<AliasAnswer>({
          method: 'GET',
          path: `/${readable}/_alias`,
          query: { expand_wildcards: 'all' },
          signal,
          exact: true,
        }),
    readable === null
      ? none<StatsAnswer>({})
      : get<StatsAnswer>(
          `/${readable}/_stats/docs,store`,
          {
            level: 'indices',
            filter_path:
              'indices.*.primaries.docs,indices.*.primaries.store.size_in_bytes,indices.*.total.store.size_in_bytes',
            // Closed indices keep their shards from 7.2 on, so their sizes are known; 6.8 knows neither parameter.
            ...(modern ? { expand_wildcards: 'all', forbid_closed_indices: false } : {}),
          },
          [400, 403],
        ),
    healthOf(cluster, modern, one ? pattern : null, signal),
    hiddenByBlock.size === 0 ? none<StateAnswer>({}) : stateOf(cluster, hiddenByBlock, signal),
  ]);

  const found: IndexSummary[] = [];
  const names = [...Object.keys(settings), ...Object.keys(state.metadata?.indices ?? {})].filter(
    (name) =>
      !name.startsWith('.') && !blocks.closed.has(name) && !blocks.unsearchable.has(name) && health[name] !== 'red',
  );
  const uuidOf = (name: string) => settings[name]?.settings['index.uuid'];
  const documentsOf = await countDocuments(
    cluster,
    { names, uuidOf, stats: stats.indices ?? {}, everything: searchable, remember: !one, modern },
    signal,
  );
  const summarise = (
    name: string,
    flat: FlatSettings,
    memberships: AliasMembership[],
    closedInState: boolean,
  ): void => {
    if (name.startsWith('.')) return;
    const closed =
      closedInState || blocks.closed.has(name) || (!blocks.known && flat['index.verified_before_close'] === 'true');
    const status = health[name] ?? null;
    const store = stats.indices?.[name];
    // On 6.8 a closed index has no shards to ask; a red one has sizes of only the shards that are there.
    const sizesKnown = status !== 'red' && store !== undefined;
    const created = Number(flat['index.creation_date']);
    found.push({
      name,
      uuid: flat['index.uuid'] ?? '',
      state: closed ? 'closed' : 'open',
      health: status,
      documents:
        closed || status === 'red' || blocks.unsearchable.has(name) || flat['index.search.throttled'] === 'true'
          ? null
          : documentsOf(name),
      primaryBytes: sizesKnown ? (store.primaries?.store?.size_in_bytes ?? null) : null,
      storeBytes: sizesKnown ? (store.total?.store?.size_in_bytes ?? null) : null,
      shards: Number(flat['index.number_of_shards'] ?? 1),
      replicas: Number(flat['index.number_of_replicas'] ?? 0),
      createdAt: Number.isFinite(created) && created > 0 ? new Date(created).toISOString() : null,
      aliases: memberships.filter(({ alias }) => !isOwnAlias(alias)).sort((a, b) => compare(a.alias, b.alias)),
      blocks: Object.entries(flat)
        .filter(([key, value]) => key.startsWith('index.blocks.') && value === 'true')
        .map(([key]) => key.slice('index.blocks.'.length))
        .sort(),
      hidden: flat['index.hidden'] === 'true',
      loading: memberships.some(({ alias }) => isLoadingAlias(alias)),
    });
  };
  for (const [name, { settings: flat }] of Object.entries(settings)) {
    summarise(
      name,
      flat,
      Object.entries(aliases[name]?.aliases ?? {}).map(([alias, carried]) => membershipOf(alias, carried)),
      false,
    );
  }
  for (const [name, index] of Object.entries(state.metadata?.indices ?? {})) {
    summarise(
      name,
      flatten(index.settings?.index ?? {}, 'index'),
      (index.aliases ?? []).map((alias) => ({ alias })),
      index.state === 'close',
    );
  }
  const onDotIndices = Object.entries(aliases).flatMap(([index, { aliases: carried }]) =>
    index.startsWith('.')
      ? Object.keys(carried)
          .filter((alias) => !alias.startsWith('.'))
          .map((alias) => ({ alias, index }))
      : [],
  );
  return { indices: found.sort((a, b) => compare(a.name, b.name)), onDotIndices };
}

/** Null: so many names to leave out that no request line holds them; or the only name asked for is to be left out. */
function without(pattern: string, leftOut: ReadonlySet<string>): string | null {
  if (pattern !== '*' && !pattern.startsWith('*,')) return leftOut.size > 0 ? null : pattern;
  const expression = [pattern, ...[...leftOut].map((index) => `-${encodeURIComponent(index)}`)].join(',');
  return expression.length > LONGEST_PATH ? null : expression;
}

async function healthOf(
  cluster: Cluster,
  modern: boolean,
  one: string | null,
  signal?: AbortSignal,
): Promise<Record<string, HealthStatus>> {
  const answer = await cluster.request<{ indices?: Record<string, { status: HealthStatus }> }>({
    method: 'GET',
    // A missing or closed index by name makes 6.8 wait for it: there the whole list is asked, which does not.
    path: one && modern ? `/_cluster/health/${one}` : '/_cluster/health',
    query: {
      level: 'indices',
      filter_path: 'indices.*.status',
      ...(modern ? { expand_wildcards: 'all' } : {}),
      timeout: '1s',
    },
    accept: [403, 408],
    signal,
  });
  return Object.fromEntries(Object.entries(answer?.indices ?? {}).map(([name, { status }]) => [name, status]));
}

async function stateOf(cluster: Cluster, names: ReadonlySet<string>, signal?: AbortSignal): Promise<StateAnswer> {
  const list = [...names].map(encodeURIComponent).join(',');
  return cluster.request<StateAnswer>({
    method: 'GET',
    path: list.length > LONGEST_PATH ? '/_cluster/state/metadata' : `/_cluster/state/metadata/${list}`,
    query: {
      filter_path: 'metadata.indices.*.state,metadata.indices.*.aliases,metadata.indices.*.settings.index',
      expand_wildcards: 'all',
    },
    signal,
  });
}

function flatten(value: Record<string, unknown>, prefix: string): FlatSettings {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, string | undefined][] =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.entries(flatten(inner as Record<string, unknown>, `${prefix}.${key}`))
        : [[`${prefix}.${key}`, String(inner)]],
    ),
  );
}

const none = <T>(value: T): Promise<T> => Promise.resolve(value);
/** By code unit, as the servers order names; never by locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function allOrFirstError<T extends readonly unknown[]>(promises: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
