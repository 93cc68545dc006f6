import { bucketLocation, folderOf, isBucketAddress, refOfFile, type BackupRef } from '../contract/backup-ref.ts';
import type { BackupFile, BackupReader } from '../archive/read-backup.ts';
import { Bucket } from '../buckets/bucket.ts';
import type { BucketSettings } from '../buckets/bucket-settings.ts';
import type { SideCluster } from '../contract/comparison.ts';
import type { ReplayConnection } from '../contract/replay-connection.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import type { FilePlace } from '../files/place.ts';
import { BucketStore } from './bucket/bucket-store.ts';
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
  /** The cluster of which the backups are, where the work is carried out on another one: a drill cluster. */
  live?: Cluster;
  /**
   * Another cluster of which the work reads something. `called`: how its errors and waits name it. Throws `not_found`. Absent: none
   * can be reached from here.
   */
  other?: (cluster: SideCluster, called: string) => Cluster;
  /** Where captured traffic may be sent, by the name of the configuration; null: no such target. Absent: none is configured. */
  replayTarget?: (name: string) => ReplayConnection | null;
}

/** A zip that a command line named, to import from: a path, or an object in a bucket. */
export function placeOfZip(backups: BackupSources, path: string): FilePlace {
  if (!isBucketAddress(path)) return path;
  const { id, source } = refOfFile(path);
  return backups.of(source).file(id);
}

export interface BucketAccess {
  settings: BucketSettings;
  /** A directory of this machine for imports into the bucket, and notes of uploads; it need not exist. */
  staging: string;
}

/** `trusted`: whether the refs of a source come from a command line, not from the address of a page. Then links are followed. */
export function backupSources({
  trusted,
  bucket,
}: {
  trusted: boolean | ((source: string) => boolean);
  /** How the bucket of a source is reached. */
  bucket: (source: string) => BucketAccess;
}): BackupSources {
  const of = (source: string): BackupSource => {
    const isTrusted = typeof trusted === 'boolean' ? trusted : trusted(source);
    const location = bucketLocation(source);
    if (location !== null) {
      const { settings, staging } = bucket(source);
      const store = new BucketStore(source, new Bucket(location.bucket, settings), staging);
      return new ZipBackups(store, { trusted: isTrusted });
    }
    const folder = folderOf(source);
    if (folder !== null)
      return new ZipBackups(new FolderStore(folder, { followLinks: isTrusted }), { trusted: isTrusted });
    throw new AppError('unsupported', `This version of Restore Desk can’t read backups of ${source.slice(0, 200)}.`);
  };
  return {
    of,
    open: ({ source, id }: BackupRef, signal?: AbortSignal): Promise<BackupFile> => of(source).open(id, signal),
  };
}
