import { lastUuidOf } from '../access/cluster-rules.ts';
import type { ConfiguredCluster } from '../config.ts';
import { jobs } from '../jobs/jobs.ts';
import { backupMarks, type BackupMarks } from '../known-backups/backup-marks.ts';

/** The drills and pins of a cluster's backups; nothing, if the jobs' database can't be used: then none are known. */
export function marksOf(cluster: ConfiguredCluster): { marks?: BackupMarks } {
  const [drilled, pinned] = [jobs.drilledBackups(), jobs.pinnedBackups()];
  if (drilled === null || pinned === null) return {};
  return {
    marks: backupMarks({ source: cluster.backupSource, clusterUuid: lastUuidOf(cluster), drilled, pinned }),
  };
}
