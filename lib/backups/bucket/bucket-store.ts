import { backupPath, UNFINISHED, type BackupName } from '../../archive/backup-names.ts';
import type { NewBackupFile } from '../../archive/new-backup-file.ts';
import type { Bucket, BucketObject } from '../../buckets/bucket.ts';
import { isNameTaken, ObjectUpload } from '../../buckets/object-upload.ts';
import { OpenedObject } from '../../buckets/opened-object.ts';
import { bucketLocation } from '../../contract/backup-ref.ts';
import type { Check } from '../../contract/plan.ts';
import { AppError, isAppError } from '../../errors.ts';
import { openForReading, type FilePlace } from '../../files/place.ts';
import { requireFreeSpace } from '../../importing/import-disk-error.ts';
import { processGlobal } from '../../process-wide.ts';
import type { BackupStore, StoredFile } from '../zip/store.ts';
import { deletionEffect } from './deletion-effect.ts';
import { listBucket } from './list-bucket.ts';
import { abortDeadUploads, noteUpload, type NotedUpload } from './noted-uploads.ts';
import { writeChecks } from './write-checks.ts';

/** Of a copy from this machine. */
const COPY_BYTES = 1024 * 1024;

/** Names that this process is writing to: an upload has no name that another could find before its first part is there. */
const namesInUse = processGlobal('bucket-names-in-use', () => new Set<string>());

/** The objects of a bucket whose keys begin with a prefix. */
export class BucketStore implements BackupStore {
  readonly key: string;
  readonly place: string;
  /** Never on the bucket: imports are unpacked and checked on this machine. */
  readonly staging: string;
  /** Each waits for the network. */
  readonly readsAtATime = 32;
  private readonly bucket: Bucket;
  private readonly prefix: string;

  /** `staging`: a directory of this machine, which need not exist. */
  constructor(source: string, bucket: Bucket, staging: string) {
    const { prefix } = bucketLocation(source)!;
    this.key = source;
    this.place = source;
    this.bucket = bucket;
    this.prefix = prefix === '' ? '' : `${prefix}/`;
    this.staging = staging;
  }

  pathOf(id: string): string {
    return `${this.key}/${id}`;
  }

  list(signal?: AbortSignal) {
    return listBucket(this.bucket, this.prefix, signal);
  }

  async describeProblem(error: unknown, signal?: AbortSignal) {
    if (signal?.aborted) return { problem: `${this.place} does not answer.`, missing: false };
    const problem = isAppError(error) ? [error.message, error.hint].filter(Boolean).join(' ') : String(error);
    return { problem, missing: false };
  }

  async idsOf(group: string, signal?: AbortSignal): Promise<string[]> {
    const ids: string[] = [];
    for await (const page of this.bucket.list(this.keyOf(`${group}/`), signal))
      for (const { key } of page) ids.push(key.slice(this.prefix.length));
    return ids;
  }

  async stat(id: string, signal?: AbortSignal): Promise<StoredFile | null> {
    if (id.endsWith(UNFINISHED)) {
      const { found } = await listBucket(this.bucket, this.keyOf(id.slice(0, -UNFINISHED.length)), signal, this.prefix);
      return found.find((each) => each.id === id) ?? null;
    }
    const found = await this.bucket.head(this.keyOf(id), signal);
    return found === null ? null : storedObject(id, found);
  }

  file(id: string): FilePlace {
    const path = this.pathOf(id);
    return {
      path,
      open: async (signal) => {
        const found = await this.bucket.head(this.keyOf(id), signal);
        if (found === null)
          throw new AppError('not_found', `There is no backup ${path}.`, {
            hint: 'It may have been deleted or renamed.',
          });
        return new OpenedObject(this.bucket, found, signal);
      },
    };
  }

  async create(name: BackupName, signal?: AbortSignal): Promise<NewBackupFile> {
    await abortDeadUploads(this.staging, this.bucket, signal);
    let id = await this.takeName(name, signal);
    const upload = this.upload(id, signal);
    const leave = () => namesInUse().delete(this.pathOf(id));
    return {
      write: (buffer, position, options) => upload.write(buffer, position, options),
      // Parts are saved as they are full.
      flush: () => Promise.resolve(),
      finish: () => upload.finish(),
      publish: async () => {
        for (;;) {
          try {
            await upload.complete();
            leave();
            return { id, file: this.pathOf(id) };
          } catch (error) {
            // Another process was faster. Of one part the bytes are still here.
            if (!isNameTaken(error) || !upload.isOnePart) throw error;
            leave();
            id = await this.takeName(name, signal);
            upload.rename(this.keyOf(id));
          }
        }
      },
      discard: async () => {
        await upload.discard();
        leave();
      },
      describe: (error) => upload.describe(error),
    };
  }

  writeChecks(_groups: readonly string[], _primaryBytes: number | null, signal?: AbortSignal): Promise<Check[]> {
    return writeChecks(this.bucket, this.place, this.prefix, signal);
  }

  async deletionEffect(ids: readonly string[], signal?: AbortSignal) {
    // Of an upload that is aborted nothing remains.
    return ids.every((id) => id.endsWith(UNFINISHED))
      ? { final: true, note: null }
      : deletionEffect(this.bucket, signal);
  }

  async remove(id: string, bytes: number, signal?: AbortSignal): Promise<void> {
    if (id.endsWith(UNFINISHED)) return this.abortUnfinished(id, bytes, signal);
    const found = await this.bucket.head(this.keyOf(id), signal);
    if (found?.bytes !== bytes) throw hasChanged(id, bytes);
    if (!(await this.bucket.delete(this.keyOf(id), found.etag, signal))) throw hasChanged(id, bytes);
  }

  private async abortUnfinished(id: string, bytes: number, signal?: AbortSignal): Promise<void> {
    if ((await this.stat(id, signal))?.bytes !== bytes) throw hasChanged(id, bytes);
    const key = this.keyOf(id.slice(0, -UNFINISHED.length));
    for (const each of await this.bucket.unfinishedUploads(key, signal))
      if (each.key === key) await this.bucket.abortUpload(key, each.uploadId, signal);
  }

  /** A bucket has no known limit; the disk where it is unpacked has. */
  requireSpace(bytes: number, signal: AbortSignal): Promise<void> {
    return requireFreeSpace(this.staging, bytes, signal);
  }

  /** Uploads the checked file. */
  async take({ path }: { path: string }, id: string, signal: AbortSignal): Promise<'taken' | 'exists'> {
    if ((await this.stat(id, signal)) !== null) return 'exists';
    const upload = this.upload(id, signal);
    const file = await openForReading({ directory: this.staging, path, followLinks: false }, signal);
    try {
      const buffer = Buffer.allocUnsafeSlow(COPY_BYTES);
      for (let at = 0; at < file.facts.size;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, at, signal);
        if (bytesRead === 0) throw new AppError('disk', `${path} has become shorter while it was uploaded.`);
        await upload.write(buffer.subarray(0, bytesRead), at);
        at += bytesRead;
      }
      await upload.finish();
      await upload.complete();
      return 'taken';
    } catch (error) {
      await upload.discard();
      if (isNameTaken(error)) return 'exists';
      throw error;
    } finally {
      file.close();
    }
  }

  private keyOf(id: string): string {
    return `${this.prefix}${id}`;
  }

  private upload(id: string, signal?: AbortSignal): ObjectUpload {
    const key = this.keyOf(id);
    let note: NotedUpload | null = null;
    return new ObjectUpload(this.bucket, key, signal, {
      onBegin: async (uploadId) => {
        note = await noteUpload(this.staging, this.bucket, key, uploadId);
      },
      onPart: async () => note?.touch(),
      onEnd: async (gone) => (gone ? note?.remove() : note?.abandon()),
    });
  }

  /** The first name that no object, no unfinished upload and no other backup of this process has. */
  private async takeName(name: BackupName, signal?: AbortSignal): Promise<string> {
    for (let copy = 1; ; copy++) {
      const id = backupPath(name.group, name.startedAt, copy);
      const path = this.pathOf(id);
      if (namesInUse().has(path)) continue;
      namesInUse().add(path);
      try {
        if ((await this.stat(id, signal)) === null && (await this.stat(id + UNFINISHED, signal)) === null) return id;
      } catch (error) {
        namesInUse().delete(path);
        throw error;
      }
      namesInUse().delete(path);
    }
  }
}

const hasChanged = (id: string, bytes: number): AppError =>
  new AppError('plan_changed', `${id} has changed since it was shown: it no longer has ${bytes} bytes.`, {
    hint: 'Open it again. It may be a backup that is still being written.',
  });

/** Only by its content and size: what was read of an object is remembered by them. */
export const storedObject = (id: string, { bytes, etag, modifiedMs }: BucketObject): StoredFile => ({
  id,
  bytes,
  modifiedMs,
  stamp: `${bytes} ${etag}`,
});
