import { UNFINISHED } from '../../archive/backup-names.ts';
import type { Bucket } from '../../buckets/bucket.ts';
import { AppError } from '../../errors.ts';
import { formatCount } from '../../format.ts';
import { mapInParallel } from '../../map-in-parallel.ts';
import type { StoredFile } from '../zip/store.ts';
import { storedObject } from './bucket-store.ts';

/** A prefix for backups has thousands of objects. A bucket for something else may have millions. */
const MOST_OBJECTS = 200_000;
const PARALLEL = 8;

/**
 * `government.zip` and `government/government-….zip`, and the uploads of such that were not completed; nothing deeper, nothing
 * hidden. `prefix` is that of all ids; only keys that begin with `from` are listed.
 */
export async function listBucket(
  bucket: Bucket,
  from: string,
  signal?: AbortSignal,
  prefix = from,
): Promise<{ found: StoredFile[]; unread: string[] }> {
  const [objects, unfinished] = await Promise.all([
    listObjects(bucket, from, prefix, signal),
    listUnfinished(bucket, from, prefix, signal),
  ]);
  return { found: [...objects, ...unfinished], unread: [] };
}

async function listObjects(bucket: Bucket, from: string, prefix: string, signal?: AbortSignal): Promise<StoredFile[]> {
  const found: StoredFile[] = [];
  let seen = 0;
  for await (const page of bucket.list(from, signal)) {
    seen += page.length;
    for (const object of page) {
      const id = object.key.slice(prefix.length);
      if (isBackup(id)) found.push(storedObject(id, object));
    }
    if (seen > MOST_OBJECTS)
      throw new AppError('disk', `s3://${bucket.name}/${from} has more than ${formatCount(MOST_OBJECTS)} objects.`, {
        hint: 'Name a prefix that has nothing but backups.',
      });
  }
  return found;
}

async function listUnfinished(
  bucket: Bucket,
  from: string,
  prefix: string,
  signal?: AbortSignal,
): Promise<StoredFile[]> {
  const uploads = (await bucket.unfinishedUploads(from, signal)).filter(({ key }) =>
    isBackup(key.slice(prefix.length)),
  );
  const sizes = await mapInParallel(uploads, PARALLEL, (upload) => bucket.uploadedBytes(upload, signal));
  const byId = new Map<string, StoredFile>();
  for (const [position, { key, startedMs, uploadId }] of uploads.entries()) {
    const id = key.slice(prefix.length) + UNFINISHED;
    const other = byId.get(id);
    const bytes = sizes[position]! + (other?.bytes ?? 0);
    const stamp = [...(other?.stamp.split(' ').slice(1) ?? []), uploadId].sort().join(' ');
    byId.set(id, { id, bytes, modifiedMs: Math.max(startedMs, other?.modifiedMs ?? 0), stamp: `${bytes} ${stamp}` });
  }
  return [...byId.values()];
}

/** A file, or a folder and a file, as in a folder of backups. */
const isBackup = (id: string): boolean => /^(?!\.)[^/]+(\/(?!\.)[^/]+)?$/.test(id) && id.endsWith('.zip');
