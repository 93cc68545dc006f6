import 'server-only';
import { folderOf } from '../contract/backup-ref.ts';
import { bucketAccess, configuredClusters, type ConfiguredCluster } from '../config.ts';
import { filesOf } from '../files/files.ts';
import { importDiskError, notEnoughSpace } from '../importing/import-disk-error.ts';
import { createTemporary, removeLeftovers, removeTemporary } from '../importing/temporary-files.ts';
import { writeAll } from '../importing/unpack.ts';
import { runner } from '../jobs/jobs.ts';
import type { ImportedFrom, ImportWork } from '../kinds/import/schema.ts';
import { log } from '../log.ts';
import { processGlobal } from '../process-wide.ts';

/** Uploads that are being received. */
const receiving = processGlobal('receiving', () => new Set<string>());
const CHECK_JOB_EVERY_MS = 30_000;

/** Where uploads are kept until they are checked: in the directory of backups; for a bucket, on this machine. */
export const stagingOf = ({ backupSource }: Pick<ConfiguredCluster, 'backupSource'>): string =>
  folderOf(backupSource) ?? bucketAccess(backupSource).staging;

/**
 * Writes an upload into a hidden folder of the directory, and calls `start` when it is complete. If anything fails, nothing
 * of it remains. `declaredBytes` null: the client did not say. Throws `disk`, and what `body` and `start` throw.
 */
export async function receiveUpload<T>(
  directory: string,
  upload: { name: string; declaredBytes: number | null; body: () => AsyncIterable<Buffer> },
  start: (zip: ImportedFrom) => T,
): Promise<T> {
  // A client that disconnects ends the body; nothing else ends an upload.
  const signal = new AbortController().signal;
  let path: string | null = null;
  try {
    await removeUnused(directory);
    const free = await filesOf(directory).freeBytes();
    const { declaredBytes, name } = upload;
    if (declaredBytes !== null && declaredBytes > free) throw notEnoughSpace(directory, declaredBytes, free);
    const file = await createTemporary(directory, 'upload', signal, (chosen) => {
      path = chosen;
      receiving().add(chosen);
    });
    try {
      const bytes = await writeAll(file, upload.body(), () => undefined);
      return start({ kind: 'upload', path: file.path, name, bytes });
    } finally {
      file.handle.close();
    }
  } catch (error) {
    if (path !== null) await removeTemporary(directory, path);
    throw importDiskError(error, directory);
  } finally {
    if (path !== null) receiving().delete(path);
  }
}

/** Removes the files of earlier processes, and uploads whose job was cancelled before it began. */
const removeUnused = (directory: string): Promise<void> => removeLeftovers(directory, { isUploadInUse });

const isUploadInUse = (path: string): boolean => receiving().has(path) || uploadsOfJobs().includes(path);

const uploadsOfJobs = (): string[] =>
  runner()
    .store.alive()
    .flatMap(({ job }) =>
      job.work.kind === 'import'
        ? (job.work as ImportWork).zips.flatMap((zip) => (zip.kind === 'upload' ? [zip.path] : []))
        : [],
    );

/** A job that is cancelled before it begins never removes its upload. */
export function removeUploadAfter(directory: string, job: string): void {
  const timer = setInterval(() => {
    const status = runner().get(job)?.status;
    if (status === 'queued' || status === 'running') return;
    clearInterval(timer);
    removeUnused(directory).catch((error: unknown) => log().warn({ err: error }, 'An upload could not be removed.'));
  }, CHECK_JOB_EVERY_MS).unref();
}

/** Called at the start. Never throws, and does not wait. */
export function removeUnusedUploads(): void {
  for (const cluster of configuredClusters()) {
    const directory = stagingOf(cluster);
    removeUnused(directory).catch((error: unknown) =>
      log().warn({ err: error, directory }, 'The temporary files of earlier imports could not be removed.'),
    );
  }
}
