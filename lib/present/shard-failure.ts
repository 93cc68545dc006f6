interface ShardFailure {
  sentence: string;
  /** The live index is in danger, not only the snapshot. */
  alarm: boolean;
}

const KNOWN: [RegExp, ShardFailure][] = [
  [
    /corrupt/i,
    {
      sentence:
        'The server found damaged files of the live shard and marked it corrupt: it may turn red at the next restart. Check this index now.',
      alarm: true,
    },
  ],
  [
    /primary shard is not allocated/i,
    { sentence: 'Its primary shard was on no node when the snapshot was taken: the index was red.', alarm: false },
  ],
  [
    /node (?:shutdown|left)|node .*(?:disconnected|not connected)/i,
    { sentence: 'The node that had it left the cluster meanwhile.', alarm: false },
  ],
  [/aborted/i, { sentence: 'The snapshot was cancelled before this shard was saved.', alarm: false }],
  [/no space left/i, { sentence: 'The repository’s disk was full.', alarm: false }],
  [
    /access ?denied|permission denied|read-only file system/i,
    { sentence: 'The node may not write to the repository.', alarm: false },
  ],
  [
    /no longer (?:exists|on)|index.*deleted|IndexNotFound/i,
    { sentence: 'The index was deleted meanwhile.', alarm: false },
  ],
];

const LONGEST = 400;

/** Why a shard is missing in a snapshot, in words; an unknown reason in the server's own. Pure. */
export function shardFailure(reason: string): ShardFailure {
  const known = KNOWN.find(([pattern]) => pattern.test(reason));
  if (known !== undefined) return known[1];
  const own = reason.trim().slice(0, LONGEST);
  return { sentence: own === '' ? 'The server gives no reason.' : `The server says: ${own}`, alarm: false };
}
