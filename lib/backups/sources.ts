import { folderOf, type BackupRef } from '../contract/backup-ref.ts';
import type { BackupFile, BackupReader } from '../archive/read-backup.ts';
import type { ReplayConnection } from '../contract/replay-connection.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { FolderStore } from './folder/folder-store.ts';
import type { BackupSource } from './source.ts';
import { ZipBackups } from './zip/zip-backups.ts';

/** Finds the source that a ref names. */
export interface BackupSources extends BackupReader {
  /** Throws `unsupported` for a kind of source that this version does not know. */
  of(source: string): BackupSource;
}

/** Where a work is carried out: the cluster, and the backups. */
export interface Place {
  cluster: Cluster;
  backups: BackupSources;
  /** Where captured traffic may be sent, by the name of the configuration; null: no such target. Absent: none is configured. */
  replayTarget?: (name: string) => ReplayConnection | null;
}

/** `trusted`: whether the refs of a source come from a command line, not from the address of a page. Then links are followed. */
export function backupSources({ trusted }: { trusted: boolean | ((source: string) => boolean) }): BackupSources {
  const of = (source: string): BackupSource => {
    const folder = folderOf(source);
    if (folder !== null) {
      const isTrusted = typeof trusted === 'boolean' ? trusted : trusted(source);
      return new ZipBackups(new FolderStore(folder, { followLinks: isTrusted }), { trusted: isTrusted });
    }
    throw new AppError('unsupported', `This version of Restore Desk can’t read backups of ${source.slice(0, 200)}.`);
  };
  return {
    of,
    open: ({ source, id }: BackupRef, signal?: AbortSignal): Promise<BackupFile> => of(source).open(id, signal),
  };
}
