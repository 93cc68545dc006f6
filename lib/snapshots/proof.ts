import type { IndexMarks, ShardMark } from '../contract/shard-marks.ts';

/**
 * What the marks before and after a snapshot say of one index. `exact`: nothing was written meanwhile, so the snapshot has these
 * documents. `bracketed`: it has every operation up to the first marks and none after the second ones. `why` null: exact.
 */
export type Bracket = { proof: 'exact'; why: null } | { proof: 'bracketed'; why: string };

const bracketed = (why: string): Bracket => ({ proof: 'bracketed', why });

/** Of an index of which shards are not in the snapshot: whatever was written or not, it does not have all of its documents. Pure. */
export const missingShards = (count: number): Bracket =>
  bracketed(count === 1 ? 'a shard of it is missing' : `${String(count)} of its shards are missing`);

/** Pure. undefined: the index was closed, red or deleted at that moment. */
export function proofOf(before: IndexMarks | undefined, after: IndexMarks | undefined): Bracket {
  if (before === undefined || after === undefined)
    return bracketed('its documents could not be counted at both moments');
  if (before.uuid !== after.uuid) return bracketed('it was deleted and created again meanwhile');
  if (before.shards.length !== after.shards.length) return bracketed('a shard could not be read at both moments');
  for (const [place, first] of before.shards.entries()) {
    const why = whyBracketed(first, after.shards[place]!);
    if (why !== null) return bracketed(why);
  }
  return { proof: 'exact', why: null };
}

function whyBracketed(first: ShardMark, second: ShardMark): string | null {
  if (first.shard !== second.shard) return 'a shard could not be read at both moments';
  if (first.maxSeqNo !== second.maxSeqNo) return 'documents were written meanwhile';
  if (first.primaryTerm === null || second.primaryTerm === null)
    return 'the terms of its primary shards can’t be read (privilege monitor)';
  if (first.primaryTerm !== second.primaryTerm) return 'another copy of a shard became the primary meanwhile';
  if (first.globalCheckpoint !== second.globalCheckpoint || first.maxSeqNo !== first.globalCheckpoint)
    return 'writes were still on their way to the replicas';
  return first.documents === second.documents ? null : 'the number of documents changed meanwhile';
}
