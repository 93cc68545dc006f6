import { bucketLocation } from '../../contract/backup-ref.ts';
import { Bucket } from '../../buckets/bucket.ts';
import type { BucketSettings } from '../../buckets/bucket-settings.ts';
import { ok, type Finding } from '../check.ts';

/** Lists the first page of the backups, and begins an upload that is aborted at once: nothing is left in the bucket. */
export async function checkBucket(source: string, settings: BucketSettings, signal: AbortSignal): Promise<Finding> {
  const { bucket: name, prefix } = bucketLocation(source)!;
  const bucket = new Bucket(name, settings);
  const below = prefix === '' ? '' : `${prefix}/`;
  for await (const _ of bucket.list(below, signal)) break;
  await bucket.tryUpload(`${below}.restore-desk-try`, signal);
  return ok(`${source} at ${bucket.place.endpoint} can be listed, and an upload can be begun and aborted.`);
}
