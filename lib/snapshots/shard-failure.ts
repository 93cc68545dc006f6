/** Why a shard is missing in a snapshot, for people. */
export interface ShardFailure {
  /** A plain sentence; the server's own words where Restore Desk does not know them. */
  sentence: string;
  /** The live shard is damaged: it works until it is opened again, then the index is red. */
  liveShardDamaged: boolean;
}

/** Of the server's reason. In this order: a reason names the exceptions that led to it. Tried: the first two, on six servers. */
const KNOWN: readonly [RegExp, string][] = [
  [
    /primary shard is not allocated/i,
    'Its primary shard was not allocated (the index was red): there was nothing to copy.',
  ],
  [
    /CorruptIndexException|corrupt_index_exception/i,
    'A file of the live shard is damaged: its content does not match its checksum.',
  ],
  [/primary shard hasn't been started|not started/i, 'Its primary shard had not started yet.'],
  [
    /node left the cluster|node shutdown|nodes? (?:has )?left/i,
    'The node with its primary shard left the cluster while it was being copied.',
  ],
  [
    /missing index|IndexNotFoundException|index_not_found/i,
    'Its index was deleted while the snapshot was being taken.',
  ],
  [/No space left on device/i, 'The repository has no space left.'],
  [/aborted/i, 'The snapshot was aborted before this shard was copied.'],
  [
    /IndexShardClosedException|AlreadyClosedException|shard is closed/i,
    'Its shard was closed or moved to another node while it was being copied.',
  ],
  [
    /NoSuchFileException|AccessDeniedException|FileAlreadyExistsException/i,
    'A file of the repository could not be written or read.',
  ],
];

/** Pure. `reason`: as the server gives it. */
export function shardFailure(reason: string): ShardFailure {
  const liveShardDamaged = /CorruptIndexException|corrupt_index_exception/i.test(reason);
  const known = KNOWN.find(([pattern]) => pattern.test(reason));
  return { sentence: known?.[1] ?? `The server’s reason: ${reason}`, liveShardDamaged };
}

/** An alarm about the live index, where the copy failed because of it. Pure. */
export const liveShardAlarm = (index: string): string =>
  `${index} itself is damaged. It still answers, but it turns red at the next restart of its node. Restore it from a backup before that.`;
