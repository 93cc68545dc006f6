import { byName, entriesOf, type ByName, type ByWord } from '../../contract/by-name.ts';
import type { HealthStatus } from '../../contract/cluster.ts';
import { AppError } from '../../errors.ts';
import { serverAlias, type ServerAlias } from './aliases.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import type { IndexStats } from '../read/count-documents.ts';
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
  worded,
  type Shape,
} from '../client/shape.ts';

/** Keys with their dots: `index.uuid`. */
export type FlatSettings = ByWord<string | undefined>;

interface IndexState {
  state?: string;
  settings?: { index?: ByWord<unknown> };
  aliases?: string[];
}

/** What the server says of indices, by name. */
export interface IndexResponses {
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
  /** As in Capabilities. */
  hiddenIndices: boolean;
}

/** Only what a summary shows: whole settings of 5,000 indices with their analysers are megabytes. */
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

/** Settled together, so that a failure of one leaves no other running unwatched. */
export async function readIndexResponses(
  cluster: Cluster,
  scope: IndexScope,
  signal?: AbortSignal,
): Promise<IndexResponses> {
  const { readable, unreadable, hiddenIndices } = scope;
  const lack = scope.mayLack ? { ignore_unavailable: true, allow_no_indices: true } : {};
  const [settings, aliases, stats, health, state] = await allOrFirstError([
    readable === null ? none<IndexResponses['settings']>() : settingsOf(cluster, readable, lack, signal),
    readable === null ? none<IndexResponses['aliases']>() : aliasesOf(cluster, readable, lack, signal),
    readable === null ? none<IndexResponses['stats']>() : statsOf(cluster, readable, hiddenIndices, lack, signal),
    healthOf(cluster, hiddenIndices, scope.one, signal),
    unreadable.size === 0 ? none<IndexResponses['state']>() : stateOf(cluster, unreadable, signal),
  ]);
  if (readable !== null) needWhole(settings, aliases, scope.one);
  return { settings, aliases, stats, health, state };
}

/** Both name every index, so `{}` is an answer of the cluster only where both are, and never for one index (404). */
function needWhole(settings: IndexResponses['settings'], aliases: IndexResponses['aliases'], one: string | null): void {
  const [noSettings, noAliases] = [settings, aliases].map((answer) => Object.keys(answer).length === 0);
  if (one === null ? noSettings === noAliases : !noSettings && !noAliases) return;
  throw new AppError('unreachable', 'The cluster’s answers do not fit together: one of them names no index at all.', {
    hint: 'Something between Restore Desk and the cluster (a proxy?) answered instead, or indices were made just now.',
  });
}

/** Null: so many names to leave out that no request line holds them; or the only name asked for is to be left out. */
export function without(pattern: string, leftOut: ReadonlySet<string>): string | null {
  if (pattern !== '*' && !pattern.startsWith('*,')) return leftOut.size > 0 ? null : pattern;
  const expression = [pattern, ...[...leftOut].map((index) => `-${encodeURIComponent(index)}`)].join(',');
  return expression.length > MAX_PATH_CHARACTERS ? null : expression;
}

const settingsOfOne = (value: unknown): value is FlatSettings =>
  worded(text)(value) && value['index.uuid'] !== undefined;

type Lack = ClusterRequest['query'];

const settingsOf = (cluster: Cluster, readable: string, lack: Lack, signal?: AbortSignal) =>
  cluster.request<IndexResponses['settings']>({
    method: 'GET',
    path: `/${readable}/_settings/${SETTINGS}`,
    query: { flat_settings: true, expand_wildcards: 'all', ...lack },
    answer: named(object({ settings: settingsOfOne })),
    signal,
    size: 'list',
  });

const aliasesOf = (cluster: Cluster, readable: string, lack: Lack, signal?: AbortSignal) =>
  cluster.request<IndexResponses['aliases']>({
    method: 'GET',
    path: `/${readable}/_alias`,
    query: { expand_wildcards: 'all', ...lack },
    answer: named(object({ aliases: named(serverAlias) })),
    signal,
    exact: true,
    size: 'list',
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
  lack: Lack,
  signal?: AbortSignal,
): Promise<IndexResponses['stats']> {
  const answer = await cluster.request({
    method: 'GET',
    path: `/${readable}/_stats/docs,store`,
    query: {
      level: 'indices',
      filter_path:
        '_shards.total,indices.*.primaries.docs,indices.*.primaries.store.size_in_bytes,indices.*.total.store.size_in_bytes',
      // Closed indices keep their shards from 7.2 on, so their sizes are known; 6.8 knows neither parameter.
      ...(hiddenIndices ? { expand_wildcards: 'all', forbid_closed_indices: false } : {}),
      ...lack,
    },
    answer: orNull(object({ _shards: object({ total: count }), indices: optional(named(indexStats)) })),
    signal,
    accept: [400, 403],
    size: 'list',
  });
  return answer?.indices ?? byName([]);
}

export const healthStatus: Shape<HealthStatus> = oneOf('green', 'yellow', 'red');

async function healthOf(
  cluster: Cluster,
  hiddenIndices: boolean,
  one: string | null,
  signal?: AbortSignal,
): Promise<ByName<HealthStatus>> {
  const answer = await cluster.request({
    method: 'GET',
    // A missing or closed index by name makes 6.8 wait for it: there the whole list is asked, which does not.
    path: one && hiddenIndices ? `/_cluster/health/${one}` : '/_cluster/health',
    query: {
      level: 'indices',
      filter_path: 'status,indices.*.status',
      ...(hiddenIndices ? { expand_wildcards: 'all' } : {}),
      timeout: '1s',
    },
    accept: [403, 408],
    answer: orNull(object({ status: healthStatus, indices: optional(named(object({ status: healthStatus }))) })),
    signal,
    size: 'list',
  });
  return byName(entriesOf(answer?.indices).map(([name, { status }]) => [name, status]));
}

const indexState: Shape<IndexState> = object({
  state: optional(text),
  settings: optional(object({ index: optional(worded(anything)) })),
  aliases: optional(listOf(text)),
});

async function stateOf(
  cluster: Cluster,
  names: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<IndexResponses['state']> {
  const list = [...names].map(encodeURIComponent).join(',');
  const answer = await cluster.request({
    method: 'GET',
    path: list.length > MAX_PATH_CHARACTERS ? '/_cluster/state/metadata' : `/_cluster/state/metadata/${list}`,
    query: {
      filter_path: 'cluster_name,metadata.indices.*.state,metadata.indices.*.aliases,metadata.indices.*.settings.index',
      expand_wildcards: 'all',
    },
    answer: object({ cluster_name: text, metadata: optional(object({ indices: optional(named(indexState)) })) }),
    signal,
    size: 'list',
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
