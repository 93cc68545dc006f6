import type { BackupStore } from '../../lib/backups/zip/store.ts';
import { createBackup } from '../support/folder-of-backups.ts';
import type { DocumentTokens } from '../../lib/json/document-tokens.ts';

/** A document as in a search response. */
export function tokens(id: string, source: string, routing?: string): DocumentTokens {
  const parts = [JSON.stringify(id), routing === undefined ? '' : JSON.stringify(routing), '7', source].map((part) =>
    Buffer.from(part),
  );
  const at = (part: number) => parts.slice(0, part).reduce((sum, bytes) => sum + bytes.length, 0);
  return {
    bytes: Buffer.concat(parts),
    idStart: at(0),
    idEnd: at(1),
    routingStart: routing === undefined ? -1 : at(1),
    routingEnd: routing === undefined ? -1 : at(2),
    versionStart: at(2),
    versionEnd: at(3),
    typeStart: -1,
    typeEnd: -1,
    sourceStart: at(3),
    sourceEnd: at(4),
  };
}

const cluster = { name: 'test', uuid: 'c', version: '8.19.9', distribution: 'elasticsearch' } as const;

/** Writes a backup of these documents into `folder`, which is a directory or a store. */
export async function writeBackup(
  folder: string | Pick<BackupStore, 'create'>,
  documents: Iterable<DocumentTokens>,
  options: { level?: number; group?: string; startedAt?: Date; index?: Buffer } = {},
) {
  const startedAt = options.startedAt ?? new Date('2018-01-08T03:00:00.000Z');
  const writer = await createBackup(folder, {
    group: options.group ?? 'government',
    startedAt,
    index: options.index ?? Buffer.from('{"settings":{},"mappings":{}}'),
    ...(options.level === undefined ? {} : { level: options.level }),
  });
  let count = 0;
  for (const document of documents) {
    count++;
    writer.add(document);
    await writer.drain();
  }
  return writer.publish(
    count,
    {
      cluster,
      index: { name: 'government-1', uuid: 'u' },
      group: 'government',
      aliases: [],
      startedAt: startedAt.toISOString(),
      primaryBytes: null,
      warnings: [],
    },
    { name: 'restore-desk', version: '0' },
  );
}
