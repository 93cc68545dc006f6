import { byName, entriesOf, type ByName, type ByWord } from '../../contract/by-name.ts';
import type { HealthStatus } from '../../contract/cluster.ts';
import { AppError } from '../../errors.ts';
import { serverAliasShape, type ServerAlias } from './aliases.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import type { IndexStats } from '../read/count-by-index.ts';
import {
  anything,
  named,
  count,
  listOf,
  number,
  object,
  oneOf,
  optional,
  orNull,
  text,
  record,
  type Shape,
} from '../client/shape.ts';

/** Keys with their dots: `index.uuid`. */
export type FlatSettings = ByWord<string | undefined>;

interface IndexState {
  state?: string;
  settings?: { index?: ByWord<unknown> };
  aliases?: string[];
}

/** The server's responses about indices, by index name. */
export interface IndexResponses {
  settings: ByName<{ settings: FlatSettings }>;
  aliases: ByName<{ aliases: ByName<ServerAlias> }>;
  stats: ByName<IndexStats>;
  health: ByName<HealthStatus>;
  /** Only for indices whose metadata is under a block. */
  state: ByName<IndexState>;
}

export interface IndexScope {
  /** The encoded name of the only requested index; null: all indices. */
  one: string | null;
  /** The expression for the indices whose metadata can be read; null: none. */
  readable: string | null;
  /** The names of the indices whose metadata is under a block. */
  unreadable: ReadonlySet<string>;
  /** `readable` may name indices that do not exist. */
  mayBeMissing: boolean;
  /** As in Capabilities. */
  hiddenIndices: boolean;
}

/** Only what a summary shows: all settings of 5,000 indices with their analysers are megabytes. */
const SETTINGS = [
  'index.uuid',
  'index.creation_date',
  'index.number_of_shards',
  'index.number_of_replicas',
  'index.refresh_interval',
  'index.blocks.*',
  'index.hidden',
  'index.search.throttled',
  'index.verified_before_close',
].join(',');
/** Elasticsearch refuses a request line over 4 KB (http.max_initial_line_length). */
export const MAX_PATH_CHARACTERS = 3000;

/** Waits for all requests, also after one has failed, so that none is left running. */
export async function readIndexResponses(
  cluster: Cluster,
  scope: IndexScope,
  signal?: AbortSignal,
): Promise<IndexResponses> {
  const { readable, unreadable, hiddenIndices } = scope;
  const missingOptions = scope.mayBeMissing ? { ignore_unavailable: true, allow_no_indices: true } : {};
  const [settings, aliases, stats, health, state] = await allOrFirstError([
    readable === null
      ? emptyResponse<IndexResponses['settings']>()
      : settingsOf(cluster, readable, missingOptions, signal),
    readable === null
      ? emptyResponse<IndexResponses['aliases']>()
      : aliasesOf(cluster, readable, missingOptions, signal),
    readable === null
      ? emptyResponse<IndexResponses['stats']>()
      : statsOf(cluster, readable, hiddenIndices, missingOptions, signal),
    healthOf(cluster, hiddenIndices, scope.one, signal),
    unreadable.size === 0 ? emptyResponse<IndexResponses['state']>() : stateOf(cluster, unreadable, signal),
  ]);
  if (readable !== null) assertConsistent(settings, aliases, scope.one);
  return { settings, aliases, stats, health, state };
}

/**
 * Throws `unreachable` where only one of the two is empty, or either is for one index: both name every index, and for one
 * that does not exist the cluster answers 404.
 */
function assertConsistent(
  settings: IndexResponses['settings'],
  aliases: IndexResponses['aliases'],
  one: string | null,
): void {
  const [noSettings, noAliases] = [settings, aliases].map((response) => Object.keys(response).length === 0);
  if (one === null ? noSettings === noAliases : !noSettings && !noAliases) return;
  throw new AppError('unreachable', 'The cluster’s answers do not fit together: one of them names no index at all.', {
    hint: 'Something between Restore Desk and the cluster (a proxy?) answered instead, or indices were created just now.',
  });
}

/** Null: the expression is too long for a request line, or the only requested index is excluded. */
export function excluding(pattern: string, excluded: ReadonlySet<string>): string | null {
  if (pattern !== '*' && !pattern.startsWith('*,')) return excluded.size > 0 ? null : pattern;
  const expression = [pattern, ...[...excluded].map((index) => `-${encodeURIComponent(index)}`)].join(',');
  return expression.length > MAX_PATH_CHARACTERS ? null : expression;
}

const settingsOfOne = (value: unknown): value is FlatSettings =>
  record(text)(value) && value['index.uuid'] !== undefined;

type MissingIndexOptions = ClusterRequest['query'];

const settingsOf = (cluster: Cluster, readable: string, missingOptions: MissingIndexOptions, signal?: AbortSignal) =>
  cluster.request<IndexResponses['settings']>({
    method: 'GET',
    path: `/${readable}/_settings/${SETTINGS}`,
    query: { flat_settings: true, expand_wildcards: 'all', ...missingOptions },
    shape: named(object({ settings: settingsOfOne })),
    signal,
    responseSize: 'list',
  });

const aliasesOf = (cluster: Cluster, readable: string, missingOptions: MissingIndexOptions, signal?: AbortSignal) =>
  cluster.request<IndexResponses['aliases']>({
    method: 'GET',
    path: `/${readable}/_alias`,
    query: { expand_wildcards: 'all', ...missingOptions },
    shape: named(object({ aliases: named(serverAliasShape) })),
    signal,
    exact: true,
    responseSize: 'list',
  });

const store = optional(object({ size_in_bytes: optional(number) }));
const indexStats: Shape<IndexStats> = object({
  primaries: optional(object({ docs: optional(object({ count: optional(count), deleted: optional(count) })), store })),
  total: optional(object({ store })),
});

async function statsOf(
  cluster: Cluster,
  readable: string,
  hiddenIndices: boolean,
  missingOptions: MissingIndexOptions,
  signal?: AbortSignal,
): Promise<IndexResponses['stats']> {
  const response = await cluster.request({
    method: 'GET',
    path: `/${readable}/_stats/docs,store`,
    query: {
      level: 'indices',
      filter_path:
        '_shards.total,indices.*.primaries.docs,indices.*.primaries.store.size_in_bytes,indices.*.total.store.size_in_bytes',
      // From 7.2 on closed indices have shards, so their sizes are known. 6.8 has neither parameter.
      ...(hiddenIndices ? { expand_wildcards: 'all', forbid_closed_indices: false } : {}),
      ...missingOptions,
    },
    shape: orNull(object({ _shards: object({ total: count }), indices: optional(named(indexStats)) })),
    signal,
    accept: [400, 403],
    responseSize: 'list',
  });
  return response?.indices ?? byName([]);
}

export const healthStatus: Shape<HealthStatus> = oneOf('green', 'yellow', 'red');

async function healthOf(
  cluster: Cluster,
  hiddenIndices: boolean,
  one: string | null,
  signal?: AbortSignal,
): Promise<ByName<HealthStatus>> {
  const response = await cluster.request({
    method: 'GET',
    // 6.8 waits for a missing or closed index that is named, but not when all indices are requested.
    path: one && hiddenIndices ? `/_cluster/health/${one}` : '/_cluster/health',
    query: {
      level: 'indices',
      filter_path: 'status,indices.*.status',
      ...(hiddenIndices ? { expand_wildcards: 'all' } : {}),
      timeout: '1s',
    },
    accept: [403, 408],
    shape: orNull(object({ status: healthStatus, indices: optional(named(object({ status: healthStatus }))) })),
    signal,
    responseSize: 'list',
  });
  return byName(entriesOf(response?.indices).map(([name, { status }]) => [name, status]));
}

const indexState: Shape<IndexState> = object({
  state: optional(text),
  settings: optional(object({ index: optional(record(anything)) })),
  aliases: optional(listOf(text)),
});

async function stateOf(
  cluster: Cluster,
  names: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<IndexResponses['state']> {
  const list = [...names].map(encodeURIComponent).join(',');
  const response = await cluster.request({
    method: 'GET',
    path: list.length > MAX_PATH_CHARACTERS ? '/_cluster/state/metadata' : `/_cluster/state/metadata/${list}`,
    query: {
      filter_path: 'cluster_name,metadata.indices.*.state,metadata.indices.*.aliases,metadata.indices.*.settings.index',
      expand_wildcards: 'all',
    },
    shape: object({ cluster_name: text, metadata: optional(object({ indices: optional(named(indexState)) })) }),
    signal,
    responseSize: 'list',
  });
  return response.metadata?.indices ?? byName([]);
}

const emptyResponse = <T extends ByName<unknown>>(): Promise<T> => Promise.resolve(byName([]) as T);

async function allOrFirstError<T extends readonly unknown[]>(promises: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  const settled = await Promise.allSettled(promises);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
