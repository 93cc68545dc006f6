import { BucketStore } from '../../lib/backups/bucket/bucket-store.ts';
import { listBackups } from '../../lib/backups/zip/list-backups.ts';
import { Bucket } from '../../lib/buckets/bucket.ts';
import type { BucketSettings } from '../../lib/buckets/bucket-settings.ts';

/** Lists the backups of a bucket in a process whose clock is so many milliseconds ahead. */
const [ahead = '0', bucket = '', settings = ''] = process.argv.slice(2);
const RightDate = Date;
globalThis.Date = class extends RightDate {
  constructor(...time: [] | [number]) {
    super(time.length === 0 ? RightDate.now() + Number(ahead) : time[0]);
  }
  static override now(): number {
    return RightDate.now() + Number(ahead);
  }
} as DateConstructor;
const store = new BucketStore(
  `s3://${bucket}/search`,
  new Bucket(bucket, JSON.parse(settings) as BucketSettings),
  '/nowhere',
);
const { backups, problem } = await listBackups(store);
console.log(JSON.stringify({ problem, backups: backups.length }));
process.exit(0);
