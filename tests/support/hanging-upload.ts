import { BucketStore } from '../../lib/backups/bucket/bucket-store.ts';
import { Bucket } from '../../lib/buckets/bucket.ts';
import type { BucketSettings } from '../../lib/buckets/bucket-settings.ts';
import { SMALLEST_PART_BYTES } from '../../lib/buckets/part-size.ts';

/** Uploads two parts of a backup, says so, and waits to be killed. */
const [bucket = '', staging = '', settings = ''] = process.argv.slice(2);
const store = new BucketStore(
  `s3://${bucket}/search`,
  new Bucket(bucket, JSON.parse(settings) as BucketSettings),
  staging,
);
const file = await store.create({ group: 'government', startedAt: new Date() });
await file.write(Buffer.alloc(3 * SMALLEST_PART_BYTES, 'x'), 0);
await file.write(Buffer.alloc(SMALLEST_PART_BYTES, 'y'), 3 * SMALLEST_PART_BYTES);
process.stdout.write('uploading\n');
setInterval(() => undefined, 1_000);
