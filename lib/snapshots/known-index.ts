import type { AliasMembership } from '../contract/indices.ts';
import type { ShardMark } from '../contract/shard-marks.ts';
import type { ServerSnapshot } from '../elasticsearch/snapshots/snapshots.ts';
import { oneNumber, provenDocuments } from '../contract/proven-documents.ts';
import { statedMetadata } from './stated-metadata.ts';
import type { TakenSnapshot } from '../kinds/snapshot/schema.ts';

/** What is known of one index of a snapshot, beside what the server says. */
export interface KnownIndex {
  /**
   * `exact`: nothing was written while it was taken. `bracketed`: it lies between two moments. `begun`: only the numbers of the
   * beginning are known, from the snapshot itself. `unknown`: it was taken with another tool.
   */
  proof: 'exact' | 'bracketed' | 'begun' | 'unknown';
  /** Why it is not exact; null: it is. */
  why: string | null;
  /** The uuid of the index and of its cluster at that time; null: unknown. */
  indexUuid: string | null;
  clusterUuid: string | null;
  before: ShardMark[] | null;
  after: ShardMark[] | null;
  /** Documents that a search saw, or that there were at its beginning; the same number twice: one is known; null: none is. */
  documents: { least: number; most: number } | null;
  digest: string | null;
  aliases: AliasMembership[];
  replicas: number | null;
}

/** From the job that took it, where this installation did; else from what the snapshot says of itself. Pure. */
export const knownIndex = (
  snapshot: Pick<ServerSnapshot, 'metadata'>,
  index: string,
  taken: TakenSnapshot | null,
): KnownIndex => (taken === null ? fromMetadata(snapshot.metadata, index) : fromJob(taken, index));

function fromJob({ plan, result }: TakenSnapshot, index: string): KnownIndex {
  const planned = plan.indices.find((each) => each.index === index);
  const proven = result.indices.find((each) => each.index === index);
  return {
    proof: proven?.proof === 'exact' ? 'exact' : 'bracketed',
    why: proven?.why ?? null,
    indexUuid: planned?.uuid ?? null,
    clusterUuid: plan.cluster.uuid,
    before: proven?.before ?? null,
    after: proven?.after ?? null,
    documents: proven === undefined ? null : provenDocuments(proven),
    digest: proven?.digest ?? null,
    aliases: planned?.aliases ?? [],
    replicas: planned?.replicas ?? null,
  };
}

function fromMetadata(metadata: ServerSnapshot['metadata'], index: string): KnownIndex {
  const stated = statedMetadata(metadata);
  const own = stated.marks.find((marks) => marks.index === index)?.shards;
  return {
    proof: own === undefined ? 'unknown' : 'begun',
    why:
      own === undefined
        ? 'it was not taken by this installation of Restore Desk, and does not say how many documents it has'
        : 'only the numbers at its beginning are known: another installation of Restore Desk took it',
    indexUuid: null,
    clusterUuid: null,
    before:
      own === undefined
        ? null
        : own.map((mark, shard) => ({ shard, ...mark, globalCheckpoint: mark.maxSeqNo, primaryTerm: null })),
    after: null,
    documents: own === undefined ? null : oneNumber(own.reduce((sum, { documents }) => sum + documents, 0)),
    digest: null,
    aliases: stated.aliases.flatMap((alias) => (alias.index === index ? [alias.membership] : [])),
    replicas: null,
  };
}
