import { type BackupWriter } from '../../lib/archive/write-backup.ts';
import { createBackup } from './folder-of-backups.ts';

/** Must not be changed before the next document is read. */
export interface WrittenDocument {
  /** The id and the source, both as JSON, one after the other. */
  bytes: Buffer;
  /** The offset of the source in `bytes`. */
  sourceStart: number;
}

/** Writes a complete backup of an index that exists on no cluster. */
export async function writeTestBackup(
  directory: string,
  {
    name,
    mappings,
    level,
    startedAt = new Date(),
    cluster = { name: 'c', uuid: 'c' },
    aliases = [],
    documents,
  }: {
    /** Of the group and of the index. */
    name: string;
    mappings: Record<string, unknown>;
    level: number;
    startedAt?: Date;
    /** That it was made from. */
    cluster?: { name: string; uuid: string };
    /** That the index had. */
    aliases?: readonly string[];
    documents: Iterable<WrittenDocument>;
  },
): ReturnType<BackupWriter['publish']> {
  const index = Buffer.from(JSON.stringify({ settings: {}, mappings }));
  const writer = await createBackup(directory, { group: name, startedAt, index, level });
  let count = 0;
  for (const { bytes, sourceStart } of documents) {
    writer.add({
      bytes,
      idStart: 0,
      idEnd: sourceStart,
      routingStart: -1,
      routingEnd: -1,
      versionStart: -1,
      versionEnd: -1,
      typeStart: -1,
      typeEnd: -1,
      sourceStart,
      sourceEnd: bytes.length,
    });
    count++;
    const full = writer.drain();
    if (full !== null) await full;
  }
  return writer.publish(
    count,
    {
      cluster: { ...cluster, version: '8.19.9', distribution: 'elasticsearch' },
      index: { name, uuid: 'u' },
      group: name,
      aliases: aliases.map((alias) => ({ alias, isWriteIndex: false })),
      startedAt: startedAt.toISOString(),
      primaryBytes: null,
      warnings: [],
    },
    { name: 'restore-desk', version: '0' },
  );
}
