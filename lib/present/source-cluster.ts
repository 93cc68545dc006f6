import type { SourceCluster } from '../contract/backups-page.ts';
import type { BackupSummary } from '../contract/backup.ts';

/** What is known of the clusters that keep backups in one place. */
export interface KnownClusters {
  /** Of the cluster whose pages these are; null or undefined: it never answered. */
  clusterUuid?: string | null | undefined;
  /** The names of other configured clusters, by uuid. */
  clusterNames?: ReadonlyMap<string, string> | undefined;
}

type Backup = Pick<BackupSummary, 'manifest'>;

/** The uuid of the cluster that a backup was made from; null: the file does not say. */
export const sourceUuidOf = ({ manifest }: Backup): string | null => manifest?.cluster?.uuid ?? null;

/** The cluster that a backup was made from, and whether it is this one. */
export function sourceClusterOf(backup: Backup, { clusterUuid, clusterNames }: KnownClusters): SourceCluster {
  const uuid = sourceUuidOf(backup);
  if (uuid === null) return { relation: 'unknown', name: null, uuid };
  const name = clusterNames?.get(uuid) ?? backup.manifest?.cluster.name ?? null;
  if (clusterUuid == null) return { relation: 'unknown', name, uuid };
  return { relation: uuid === clusterUuid ? 'this' : 'another', name, uuid };
}

/**
 * The backups to compare a cluster with: its own, and those that do not say which cluster they are of. null: it is not
 * known which are its own, because it never answered and there are backups of several clusters.
 */
export function comparableBackups<B extends Backup>(
  backups: readonly B[],
  { clusterUuid }: Pick<KnownClusters, 'clusterUuid'>,
): readonly B[] | null {
  if (clusterUuid != null) return backups.filter((backup) => (sourceUuidOf(backup) ?? clusterUuid) === clusterUuid);
  return new Set(backups.map(sourceUuidOf).filter((uuid) => uuid !== null)).size > 1 ? null : backups;
}
