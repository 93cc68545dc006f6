import type { ShardCopy, ShardState } from '../../contract/index-page.ts';
import type { Cluster } from '../client/cluster.ts';
import { listOf, object, optional, orNull, text } from '../client/shape.ts';
import { encodeIndexName } from './index-name.ts';

/** The server writes every value as a text, or null. */
const catShard = object({
  shard: text,
  prirep: text,
  state: text,
  node: optional(orNull(text)),
  docs: optional(orNull(text)),
  store: optional(orNull(text)),
  'unassigned.reason': optional(orNull(text)),
  'unassigned.at': optional(orNull(text)),
});
type CatShard = Parameters<typeof copyOf>[0];

const COLUMNS = 'shard,prirep,state,node,docs,store,unassigned.reason,unassigned.at';

/**
 * Every copy of every shard of one index, by number, the primary first: where it is, or since when it is nowhere. Needs the
 * privilege `monitor` on the cluster and on the index. Throws `not_found` where there is no such index.
 */
export async function readShardCopies(cluster: Cluster, index: string, signal?: AbortSignal): Promise<ShardCopy[]> {
  const rows = await cluster.request({
    method: 'GET',
    path: `/_cat/shards/${encodeIndexName(index)}`,
    query: { format: 'json', bytes: 'b', h: COLUMNS },
    shape: listOf(catShard) as (value: unknown) => value is CatShard[],
    signal,
    responseSize: 'list',
  });
  return rows.map(copyOf).sort((a, b) => a.shard - b.shard || Number(b.primary) - Number(a.primary));
}

const STATES = new Map<string, ShardState>([
  ['STARTED', 'started'],
  ['RELOCATING', 'relocating'],
  ['INITIALIZING', 'starting'],
  ['UNASSIGNED', 'unassigned'],
]);

function copyOf(row: {
  shard: string;
  prirep: string;
  state: string;
  node?: string | null;
  docs?: string | null;
  store?: string | null;
  'unassigned.reason'?: string | null;
  'unassigned.at'?: string | null;
}): ShardCopy {
  const state = STATES.get(row.state) ?? 'unknown';
  const [node = '', moving] = (row.node ?? '').split(' -> ');
  return {
    shard: Number(row.shard),
    primary: row.prirep === 'p',
    state,
    node: node === '' ? null : node,
    // "node-1 -> 10.0.0.2 uYk3… node-2": the address, the id and the name of the other node.
    to: moving === undefined ? null : moving.split(' ').slice(2).join(' ') || null,
    bytes: numberOf(row.store),
    why: state === 'unassigned' ? (row['unassigned.reason'] ?? null) : null,
    since: state === 'unassigned' ? instantOf(row['unassigned.at']) : null,
  };
}

const numberOf = (value: string | null | undefined): number | null =>
  value != null && /^\d+$/.test(value) ? Number(value) : null;

function instantOf(value: string | null | undefined): string | null {
  const at = Date.parse(value ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
