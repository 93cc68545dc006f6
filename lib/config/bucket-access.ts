import { join } from 'node:path';
import type { BucketAccess } from '../backups/sources.ts';
import { SDK_SETTINGS, type BucketSettings } from '../buckets/bucket-settings.ts';
import { bucketLocation } from '../contract/backup-ref.ts';
import type { ConfiguredCluster } from './configuration.ts';
import { configurationError } from './secrets.ts';

/** Files of this machine for imports into a bucket, and notes of uploads. */
const FOLDER = 'buckets';

/**
 * How the bucket of a source is reached: as the cluster of the configuration says that has its backups in this bucket, the one with
 * the longest equal prefix first; for other prefixes only if all of them say the same; else by the SDK's own variables.
 */
export function bucketAccessOf(
  clusters: readonly ConfiguredCluster[],
  dataDirectory: string,
): (source: string) => BucketAccess {
  return (source) => {
    const bucket = bucketLocation(source)?.bucket;
    const [nearest, ...others] = clusters
      .filter(({ backupSource }) => bucket !== undefined && bucketLocation(backupSource)?.bucket === bucket)
      .sort((one, other) => rank(other, source) - rank(one, source));
    const isCertain =
      nearest !== undefined &&
      (rank(nearest, source) > 0 || others.every((other) => sameSettings(other.bucket, nearest.bucket)));
    return { settings: (isCertain ? nearest.bucket : null) ?? SDK_SETTINGS, staging: join(dataDirectory, FOLDER) };
  };
}

const sameSettings = (one: BucketSettings | null, other: BucketSettings | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Two entries with the same or nested prefixes of one bucket's name must reach it the same way: a backup is known by its bucket and
 * key alone. Throws AppError invalid_input.
 */
export function requireOneWay(clusters: readonly ConfiguredCluster[]): void {
  for (const [at, one] of clusters.entries())
    for (const other of clusters.slice(at + 1)) {
      const nested = rank(one, other.backupSource) > 0 || rank(other, one.backupSource) > 0;
      const sameStore = one.bucket?.endpoint === other.bucket?.endpoint && one.bucket?.region === other.bucket?.region;
      if (one.bucket !== null && other.bucket !== null && nested && !sameStore)
        throw configurationError(
          `clusters.${other.key}.backups`,
          `clusters.${one.key} names the same bucket and prefix with another endpoint or region: give each a prefix of its own.`,
        );
    }
}

const rank = ({ backupSource }: ConfiguredCluster, source: string): number =>
  `${source}/`.startsWith(`${backupSource}/`) ? backupSource.length : 0;
