import { byName, entriesOf, type ByName, type ByWord } from '../contract/by-name.ts';
import type { HealthStatus } from '../contract/cluster.ts';
import type { ServerAlias } from './aliases.ts';
import type { Cluster, ClusterRequest } from './cluster.ts';
import type { IndexStats } from './count-documents.ts';

/** Keys with their dots: `index.uuid`. */
export type FlatSettings = ByWord<string | undefined>;

interface IndexState {
  state?: string;
  settings?: { index?: ByWord<unknown> };
  aliases?: string[];
}

/** What the server says of indices, by name. */
export interface IndexAnswers {
  settings: ByName<{ settings: FlatSettings }>;
  aliases: ByName<{ aliases: ByName<ServerAlias> }>;
  stats: ByName<IndexStats>;
  health: ByName<HealthStatus>;
  /** Only of those whose metadata is under a block. */
  state: ByName<IndexState>;
}

export interface IndexScope {
  /** The encoded name of the only index that is asked for; null: all are. */
  one: string | null;
  /** The expression for those whose metadata can be read; null: none. */
  readable: string | null;
  /** The names of those whose metadata is under a block. */
  unreadable: ReadonlySet<string>;
  /** `readable` names what may not be there. */
  mayLack: boolean;
  /** Elasticsearch 7 or later, or OpenSearch. */
  modern: boolean;
}

/** Only what a summary shows: whole settings of 5,000 indices with their analysers are megabytes. */
const SETTINGS = [
  'index.uuid',
  'index.creation_date',
  'index.number_of_shards',
  'index.number_of_replicas',
  'index.blocks.*',
  'index.hidden',
  'index.search.throttled',
  'index.verified_before_close',
].join(',');
/** Elasticsearch refuses a request line over 4 KB (http.max_initial_line_length). */
export const LONGEST_PATH = 3000;

/** Settled together, so that a failure of one leaves no other running unwatched. */
export async function readIndexAnswers(
  cluster: Cluster,
  scope: IndexScope,
  signal?: AbortSignal,
): Promise<IndexAnswers> {
  const { readable, unreadable, modern } = scope;
  const lack = scope.mayLack ? { ignore_unavailable: true, allow_no_indices: true } : {};
  const [settings, aliases, stats, health, state] = await allOrFirstError([
    readable === null ? none<IndexAnswers['settings']>() : settingsOf(cluster, readable, lack, signal),
    readable === null ? none<IndexAnswers['aliases']>() : aliasesOf(cluster, readable, lack, signal),
    readable === null ? none<IndexAnswers['stats']>() : statsOf(cluster, readable, modern, lack, signal),
    healthOf(cluster, modern, scope.one, signal),
    unreadable.size === 0 ? none<IndexAnswers['state']>() : stateOf(cluster, unreadable, signal),
  ]);
  return { settings, aliases, stats, health, state };
}

/** Null: so many names to leave out that no request line holds them; or the only name asked for is to be left out. */
export function without(pattern: string, leftOut: ReadonlySet<string>): string | null {
  if (pattern !== '*' && !pattern.startsWith('*,')) return leftOut.size > 0 ? null : pattern;
  const expression = [pattern, ...[...leftOut].map((index) => `-${encodeURIComponent(index)}`)].join(',');
  return expression.length > LONGEST_PATH ? null : expression;
}

type Lack = ClusterRequest['query'];

const settingsOf = (cluster: Cluster, readable: string, lack: Lack, signal?: AbortSignal) =>
  cluster.request<IndexAnswers['settings']>({
    method: 'GET',
    path: `/${readable}/_settings/${SETTINGS}`,
    query: { flat_settings: true, expand_wildcards: 'all', ...lack },
    signal,
    answer: 'list',
  });

const aliasesOf = (cluster: Cluster, readable: string, lack: Lack, signal?: AbortSignal) =>
  cluster.request<IndexAnswers['aliases']>({
    method: 'GET',
    path: `/${readable}/_alias`,
    query: { expand_wildcards: 'all', ...lack },
    signal,
    exact: true,
    answer: 'list',
  });

async function statsOf(
  cluster: Cluster,
  readable: string,
  modern: boolean,
  lack: Lack,
  signal?: AbortSignal,
): Promise<IndexAnswers['stats']> {
  const answer = await cluster.request<{ indices?: IndexAnswers['stats'] }>({
    method: 'GET',
    path: `/${readable}/_stats/docs,store`,
    query: {
      level: 'indices',
      filter_path:
        'indices.*.primaries.docs,indices.*.primaries.store.size_in_bytes,indices.*.total.store.size_in_bytes',
      // Closed indices keep their shards from 7.2 on, so their sizes are known; 6.8 knows neither parameter.
      ...(modern ? { expand_wildcards: 'all', forbid_closed_indices: false } : {}),
      ...lack,
    },
    signal,
    accept: [400, 403],
    answer: 'list',
  });
  return answer.indices ?? byName([]);
}

async function healthOf(
  cluster: Cluster,
  modern: boolean,
  one: string | null,
  signal?: AbortSignal,
): Promise<ByName<HealthStatus>> {
  const answer = await cluster.request<{ indices?: ByName<{ status: HealthStatus }> }>({
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
    answer: 'list',
  });
  return byName(entriesOf(answer?.indices).map(([name, { status }]) => [name, status]));
}

async function stateOf(
  cluster: Cluster,
  names: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<IndexAnswers['state']> {
  const list = [...names].map(encodeURIComponent).join(',');
  const answer = await cluster.request<{ metadata?: { indices?: IndexAnswers['state'] } }>({
    method: 'GET',
    path: list.length > LONGEST_PATH ? '/_cluster/state/metadata' : `/_cluster/state/metadata/${list}`,
    query: {
      filter_path: 'metadata.indices.*.state,metadata.indices.*.aliases,metadata.indices.*.settings.index',
      expand_wildcards: 'all',
    },
    signal,
    answer: 'list',
  });
  return answer.metadata?.indices ?? byName([]);
}

const none = <T extends ByName<unknown>>(): Promise<T> => Promise.resolve(byName([]) as T);

async function allOrFirstError<T extends readonly unknown[]>(promises: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
