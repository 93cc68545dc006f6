import { LRUCache } from 'lru-cache';
import { clusterConnection, findCluster } from '../config.ts';
import { byName } from '../contract/by-name.ts';
import type { ShardCopy } from '../contract/index-page.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { readIndexShards } from '../elasticsearch/admin/index-shards.ts';
import { findAnyIndex } from '../elasticsearch/admin/list-indices.ts';
import { readShardCopies } from '../elasticsearch/admin/shard-copies.ts';
import { explainUnhealthy } from '../elasticsearch/health/health-reasons.ts';
import { readDefinition } from '../elasticsearch/read/read-definition.ts';
import type { LiveDefinition } from '../present/mapping-fields.ts';
import { processGlobal } from '../process-wide.ts';
import { inThread } from '../thread/run-in-thread.ts';
import { SharedRead } from './shared-read.ts';

/** What the pages of one index share. */
export interface IndexReads {
  /** Read of indices that the cluster's list lacks: dot-indices, and new ones. null: no such index. */
  readonly summary: SharedRead<IndexSummary | null>;
  readonly copies: SharedRead<ShardCopy[]>;
  /** Why it is not green; null: it is. */
  readonly reason: SharedRead<string | null>;
  readonly definition: SharedRead<LiveDefinition>;
}

const GIVE_UP_AFTER_MS = 30_000;
/** Pages of an index poll more often than this. */
const RETAINED_MS = 3 * 60_000;
const MAX_INDICES = 60;
/** Of settings, and of mappings. */
const MAX_CHARACTERS = 200_000;

const reads = processGlobal(
  'index-reads',
  () =>
    new LRUCache<string, IndexReads>({ max: MAX_INDICES, ttl: RETAINED_MS, updateAgeOnGet: true, ttlAutopurge: true }),
);

/** `name`: the name of one index; the requests refuse a pattern. */
export function readsOfIndex(key: string, name: string): IndexReads {
  const id = `${key} ${name}`;
  const known = reads().get(id);
  if (known) return known;
  const terms = { giveUpAfterMs: GIVE_UP_AFTER_MS, subject: findCluster(key)?.name ?? key };
  const made: IndexReads = {
    summary: new SharedRead((signal) => findAnyIndex(clusterConnection(key), name, signal), terms),
    copies: new SharedRead((signal) => readShardCopies(clusterConnection(key), name, signal), terms),
    reason: new SharedRead((signal) => readReason(key, name, signal), terms),
    definition: new SharedRead((signal) => readLive(key, name, signal), terms),
  };
  reads().set(id, made);
  return made;
}

async function readReason(key: string, name: string, signal: AbortSignal): Promise<string | null> {
  const cluster = clusterConnection(key);
  const { status, unassigned, initialising } = await readIndexShards(cluster, name, signal);
  if (status === 'green') return null;
  const health = { status, unassigned_shards: unassigned, initializing_shards: initialising };
  const { reasons } = await explainUnhealthy(cluster, byName([[name, health]]), signal);
  return reasons[0]?.sentence ?? null;
}

const readLive = async (key: string, name: string, signal: AbortSignal): Promise<LiveDefinition> =>
  inThread(
    'describeLive',
    { definition: await readDefinition(clusterConnection(key), name, signal), maxCharacters: MAX_CHARACTERS },
    { signal },
  );
