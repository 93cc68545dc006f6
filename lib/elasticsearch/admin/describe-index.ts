import { at, entriesOf, namesOf, type ByWord } from '../../contract/by-name.ts';
import { isOwnAlias } from '../../contract/loading-alias.ts';
import { AppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import {
  anything,
  either,
  listOf,
  named,
  nonEmptyNamed,
  object,
  optional,
  orNull,
  record,
  text,
} from '../client/shape.ts';
import { encodeIndexName } from './index-name.ts';

export interface IndexDescription {
  uuid: string;
  /** Flat keys; values are texts or lists, as in the response. */
  settings: ByWord<string | string[]>;
  /** As in the response: with types on 6.8. */
  mappings: ByWord<unknown>;
}

/** Settings, mappings and uuid of one concrete index. Throws `not_found`, also where the name is an alias. */
export async function describeIndex(cluster: Cluster, index: string, signal?: AbortSignal): Promise<IndexDescription> {
  const name = encodeIndexName(index);
  const capabilities = capabilitiesOf(await cluster.identity(signal));
  const query = { expand_wildcards: 'all' };
  const settings = await cluster.request({
    method: 'GET',
    path: `/${name}/_settings`,
    query: { ...query, flat_settings: true },
    shape: nonEmptyNamed(object({ settings: record(either(text, listOf(text))) })),
    signal,
    responseSize: 'definition',
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
    shape: nonEmptyNamed(object({ mappings: record(anything) })),
    signal,
    responseSize: 'definition',
  });
  return { uuid: String(flat['index.uuid'] ?? ''), settings: flat, mappings: at(mappings, index)?.mappings ?? {} };
}

/** The uuid of one concrete index. Throws `not_found`, also where the name is an alias. */
export async function readUuid(cluster: Cluster, index: string, signal?: AbortSignal): Promise<string> {
  const response = await cluster.request({
    method: 'GET',
    path: `/${encodeIndexName(index)}/_settings/index.uuid`,
    query: { flat_settings: true, expand_wildcards: 'all' },
    shape: nonEmptyNamed(object({ settings: object({ 'index.uuid': text }) })),
    signal,
  });
  const uuid = at(response, index)?.settings['index.uuid'];
  if (!uuid)
    throw new AppError(
      'not_found',
      `There is no index called ${index}; the name is an alias of ${namesOf(response).join(', ')}.`,
      { details: { index } },
    );
  return uuid;
}

export interface IndexIdentity {
  uuid: string;
  /** Without the aliases that Restore Desk sets for itself. */
  aliases: string[];
  /** Index blocks that are set, without the prefix `index.blocks.`. */
  blocks: string[];
  /** The data stream that it belongs to; absent: none. */
  dataStream?: string;
}

const indexIdentityShape = object({
  aliases: named(anything),
  settings: object({ index: object({ uuid: text, blocks: optional(named(anything)) }) }),
  data_stream: optional(text),
});

/** Uuid, aliases, blocks and data stream of one concrete index from one response, so that they are consistent; null: no such index. */
export async function readIndexIdentity(
  cluster: Cluster,
  index: string,
  signal?: AbortSignal,
): Promise<IndexIdentity | null> {
  const response = await cluster.request({
    method: 'GET',
    path: `/${encodeIndexName(index)}`,
    query: {
      filter_path: '*.aliases,*.settings.index.uuid,*.settings.index.blocks,*.data_stream',
      expand_wildcards: 'all',
    },
    accept: [404],
    shape: orNull(nonEmptyNamed(indexIdentityShape)),
    signal,
    responseSize: 'list',
  });
  const found = at(response, index);
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
    ...(found.data_stream === undefined ? {} : { dataStream: found.data_stream }),
  };
}

/** The names of all aliases of one concrete index, with loading aliases. */
export async function readAliasNames(cluster: Cluster, index: string, signal?: AbortSignal): Promise<string[]> {
  const response = await cluster.request({
    method: 'GET',
    path: `/${encodeURIComponent(index)}/_alias`,
    query: { expand_wildcards: 'all' },
    shape: nonEmptyNamed(object({ aliases: named(anything) })),
    signal,
    responseSize: 'list',
  });
  return namesOf(at(response, index)?.aliases).sort();
}
