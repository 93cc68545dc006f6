import type { Bucket } from '../../buckets/bucket.ts';
import type { DeletionEffect } from '../source.ts';

/** What the bucket does with deleted objects besides deleting them. */
export async function deletionEffect(bucket: Bucket, signal?: AbortSignal): Promise<DeletionEffect> {
  switch (await bucket.versioning(signal)) {
    case 'off':
      return { final: true, note: null };
    case 'unknown':
      return {
        final: true,
        note: 'Whether the bucket keeps older versions of what is deleted is unknown: these keys may not ask (s3:GetBucketVersioning).',
      };
    case 'suspended':
      return {
        final: false,
        note: 'The bucket kept versions for a time: a backup from that time is hidden, and takes its space until the store removes old versions.',
      };
    case 'on': {
      const lock = await bucket.lockedFor(signal);
      const locked =
        lock === null
          ? ''
          : lock === 'unknown'
            ? ' Whether they are locked is unknown: these keys may not ask (s3:GetBucketObjectLockConfiguration).'
            : ` They are locked against deletion for ${lock}.`;
      return {
        final: false,
        note: `The bucket keeps versions: a deleted backup is hidden, and takes its space until the store removes old versions.${locked}`,
      };
    }
  }
}
