import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BucketStore } from '../../lib/backups/bucket/bucket-store.ts';
import { ZipBackups } from '../../lib/backups/zip/zip-backups.ts';
import { Bucket } from '../../lib/buckets/bucket.ts';
import type { BucketSettings } from '../../lib/buckets/bucket-settings.ts';

export interface BucketOfBackups {
  bucket: Bucket;
  store: BucketStore;
  source: ZipBackups;
  /** On this machine. */
  staging: string;
}

/** Backups under the prefix `search` of a bucket. */
export function bucketOfBackups(
  name: string,
  settings: BucketSettings,
  staging = mkdtempSync(join(tmpdir(), 'restore-desk-staging-')),
): BucketOfBackups {
  const bucket = new Bucket(name, settings);
  const store = new BucketStore(`s3://${name}/search`, bucket, staging);
  return { bucket, store, source: new ZipBackups(store, { trusted: false }), staging };
}
