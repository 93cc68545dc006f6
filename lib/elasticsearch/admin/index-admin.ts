import { at, entriesOf, namesOf, type ByWord } from '../../contract/by-name.ts';
import { isOwnAlias } from '../../contract/loading-alias.ts';
import { AppError } from '../../errors.ts';
import { clip } from '../client/response-limits.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import {
  acknowledged,
  anything,
  worded,
  named,
  count,
  either,
  flag,
  listOf,
  object,
  optional,
  orNull,
  someNamed,
  text,
} from '../client/shape.ts';

/** One index, named in full: never a pattern, a list, `_all` or date maths. */
function concrete(index: string): string {
  if (
    index === '' ||
    index === '_all' ||
    /[*?,<>]/.test(index) ||
    /^[-_+]/.test(index) ||
    index === '.' ||
    index === '..'
  ) {
    throw new AppError('invalid_input', `“${index}” is not the name of one index.`, {
      hint: 'Name one index in full, without wildcards.',
    });
  }
  return encodeURIComponent(index);
}

type Settings = ByWord<unknown>;

/**
 * Creates an index with the settings and mappings given, nothing waited for, and returns its uuid. Throws
 * `index_exists`; after a passing failure it may be there. Mappings of 6.8 carry their type.
 */
export async function createIndex(
  cluster: Cluster,
  index: string,
  body: { settings: Settings; mappings: ByWord<unknown>; aliases?: ByWord<object> },
  signal?: AbortSignal,
): Promise<{ uuid: string }> {
  const capabilities = capabilitiesOf(await cluster.identity(signal));
  const typed = !capabilities.breaking7 && Object.keys(body.mappings).length > 0;
  const path = `/${concrete(index)}`;
  await cluster.request({
    method: 'PUT',
    path,
    // 0: a template or an allocation rule that leaves no place must not hold the answer; the caller waits for shards.
    query: { wait_for_active_shards: 0, ...(typed ? { include_type_name: true } : {}) },
    body,
    answer: acknowledged,
    signal,
    // On a busy master a create takes its time, and a lost answer leaves an index behind.
    timeoutMs: 120_000,
  });
  return { uuid: await readUuid(cluster, index, signal) };
}

/** The uuid of an index; throws not_found. An alias of that name is not an index. */
export async function readUuid(cluster: Cluster, index: string, signal?: AbortSignal): Promise<string> {
  const answer = await cluster.request({
    method: 'GET',
    path: `/${concrete(index)}/_settings/index.uuid`,
    query: { flat_settings: true, expand_wildcards: 'all' },
    answer: someNamed(object({ settings: object({ 'index.uuid': text }) })),
    signal,
  });
  const uuid = at(answer, index)?.settings['index.uuid'];
  if (!uuid)
    throw new AppError(
      'not_found',
      `There is no index called ${index}; the name is an alias of ${namesOf(answer).join(', ')}.`,
      { details: { index } },
    );
  return uuid;
}

/** Deletes one index by its concrete name. The caller has compared uuid and aliases just before, and looks after a failure. */
export async function deleteIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<void> {
  await cluster.request({
    method: 'DELETE',
    path: `/${concrete(index)}`,
    query: { expand_wildcards: 'none' },
    answer: acknowledged,
    signal,
    timeoutMs: 120_000,
  });
}

/** Opens a closed index; an open one stays as it is. Waits for nothing: `waitForShards` does. */
export async function openIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<void> {
  await cluster.request({
    method: 'POST',
    path: `/${concrete(index)}/_open`,
    query: { wait_for_active_shards: 0 },
    answer: acknowledged,
    idempotent: true,
    signal,
    timeoutMs: 120_000,
  });
}

/**
 * Waits until the index is at least `status` (yellow: all primaries are there; green: replicas too). False: not within
 * `withinMs`. Asked in slices of 5 s, so that a cancel and a dead connection are noticed.
 */
export async function waitForShards(
  cluster: Cluster,
  index: string,
  status: 'yellow' | 'green',
  withinMs: number,
  signal?: AbortSignal,
): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (;;) {
    const left = Math.ceil(Math.max(0, until - performance.now()));
    const answer = await cluster.request({
      method: 'GET',
      path: `/_cluster/health/${concrete(index)}`,
      query: { wait_for_status: status, timeout: `${Math.min(5000, left)}ms` },
      accept: [408],
      answer: orNull(object({ status: text, timed_out: flag })),
      signal,
    });
    if (answer !== null && !answer.timed_out && (answer.status === 'green' || answer.status === status)) return true;
    if (left === 0) return false;
  }
}

/** Flat keys; null unsets. Nothing is sent for none. */
export async function putSettings(
  cluster: Cluster,
  index: string,
  settings: Settings,
  signal?: AbortSignal,
): Promise<void> {
  if (Object.keys(settings).length === 0) return;
  await cluster.request({
    method: 'PUT',
    path: `/${concrete(index)}/_settings`,
    body: settings,
    answer: acknowledged,
    idempotent: true,
    signal,
  });
}

export const refreshed = object({
  _shards: object({
    total: count,
    failed: count,
    failures: optional(listOf(object({ reason: optional(object({ reason: optional(text) })) }))),
  }),
});

/** Makes what was written visible; throws where a shard failed, because a count after it would be too small. */
export async function refreshIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<void> {
  const { _shards } = await cluster.request({
    method: 'POST',
    path: `/${concrete(index)}/_refresh`,
    answer: refreshed,
    idempotent: true,
    signal,
    timeoutMs: 300_000,
  });
  if (_shards.failed > 0) {
    const reason = clip(_shards.failures?.[0]?.reason?.reason ?? 'no reason given');
    throw new AppError('cluster_error', `${_shards.failed} shards of ${index} could not be refreshed: ${reason}.`, {
      hint: 'Look at the cluster’s health.',
    });
  }
}

export interface IndexDescription {
  uuid: string;
  /** Flat keys, values as text or lists, as the server gives them. */
  settings: ByWord<string | string[]>;
  /** As the server gives them: with a type level on 6.8. */
  mappings: ByWord<unknown>;
}

/** Settings, mappings and uuid of one concrete index; throws not_found, also where the name is an alias. */
export async function describeIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<IndexDescription> {
  const name = concrete(index);
  const capabilities = capabilitiesOf(await cluster.identity(signal));
  const query = { expand_wildcards: 'all' };
  const settings = await cluster.request({
    method: 'GET',
    path: `/${name}/_settings`,
    query: { ...query, flat_settings: true },
    answer: someNamed(object({ settings: worded(either(text, listOf(text))) })),
    signal,
    size: 'definition',
  });
  const flat = at(settings, index)?.settings;
  if (!flat)
    throw new AppError(
      'not_found',
      `There is no index called ${index}; the name is an alias of ${namesOf(settings).join(', ')}.`,
      { details: { index } },
    );
  const mappings = await cluster.request({
    method: 'GET',
    path: `/${name}/_mapping`,
    query: { ...query, ...(!capabilities.breaking7 ? { include_type_name: true } : {}) },
    answer: someNamed(object({ mappings: worded(anything) })),
    signal,
    size: 'definition',
  });
  return { uuid: String(flat['index.uuid'] ?? ''), settings: flat, mappings: at(mappings, index)?.mappings ?? {} };
}

/** Top-level documents a search sees right now; throws where a shard did not answer. */
export async function countDocuments(cluster: Cluster, index: string, signal?: AbortSignal): Promise<number> {
  const answer = await cluster.request({
    method: 'GET',
    path: `/${concrete(index)}/_count`,
    answer: object({ count, _shards: object({ failed: count, total: count }) }),
    signal,
  });
  if (answer._shards.failed > 0)
    throw new AppError(
      'cluster_error',
      `${answer._shards.failed} of ${answer._shards.total} shards of ${index} did not count.`,
      { hint: 'The index is not whole right now; look at the cluster’s health.' },
    );
  return answer.count;
}

export interface IndexIdentity {
  uuid: string;
  /** Our own bookkeeping left out. */
  aliases: string[];
  /** Index blocks that are on, without the prefix. */
  blocks: string[];
}

const standing = object({
  aliases: named(anything),
  settings: object({ index: object({ uuid: text, blocks: optional(named(anything)) }) }),
});

/** Uuid, aliases and blocks of one concrete index in one answer, so that they belong together; null where there is none. */
export async function readIndexIdentity(
  cluster: Cluster,
  index: string,
  signal?: AbortSignal,
): Promise<IndexIdentity | null> {
  const answer = await cluster.request({
    method: 'GET',
    path: `/${concrete(index)}`,
    query: { filter_path: '*.aliases,*.settings.index.uuid,*.settings.index.blocks', expand_wildcards: 'all' },
    accept: [404],
    answer: orNull(someNamed(standing)),
    signal,
    size: 'list',
  });
  const found = at(answer, index);
  if (found === undefined) return null;
  const { uuid, blocks } = found.settings.index;
  return {
    uuid,
    aliases: namesOf(found.aliases)
      .filter((alias) => !isOwnAlias(alias))
      .sort(),
    blocks: entriesOf(blocks)
      .filter(([, on]) => String(on) === 'true')
      .map(([block]) => block)
      .sort(),
  };
}
