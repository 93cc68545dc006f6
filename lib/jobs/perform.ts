import type { JobResult, JobWork } from '../contract/job.ts';
import type { Cluster } from '../elasticsearch/cluster.ts';
import { patientCluster } from '../elasticsearch/patient-cluster.ts';
import { runBackup, type BackupCheckpoint } from '../backups/folder/back-up-indices.ts';
import { runCleanUp } from '../kinds/clean-up/plan.ts';
import { deleteBackup } from '../backups/folder/delete-backup.ts';
import { retryRejected, runRestore, type RestoreCheckpoint } from '../kinds/restore/index.ts';
import type { Run } from '../running/run.ts';
import { runSwitch } from '../aliases/switch-alias.ts';
import { verifyBackup } from '../backups/folder/verify-backup.ts';

/** Where a piece of work happens. */
export interface Place {
  cluster: Cluster;
  backupDirectory: string;
}

export type Perform = (work: JobWork, place: Place, run: Run) => Promise<JobResult>;

/** Hands a job's work to its operation. A checkpoint comes from an earlier run of the same kind of work: its type is the operation's own. */
export const perform: Perform = async (work, place, run) => {
  const { backupDirectory } = place;
  const cluster = patientCluster(place.cluster, run);
  switch (work.kind) {
    case 'backup':
      return runBackup(cluster, work.plan, {}, run as Run<BackupCheckpoint>);
    case 'restore':
      return runRestore(cluster, work.plan, run as Run<RestoreCheckpoint>);
    case 'retry-rejected':
      return retryRejected(cluster, work.plan, work.earlier, run as Run<never>);
    case 'switch':
      return runSwitch(cluster, work.plan, run);
    case 'clean-up':
      return runCleanUp(cluster, work.plan, run);
    case 'verify':
      return { kind: 'verify', verification: { ...(await verifyBackup(work.file, run)), id: work.id } };
    case 'delete-backup':
      return { kind: 'delete-backup', ...(await deleteBackup(backupDirectory, work.id, work.fileBytes)) };
    default:
      return work satisfies never;
  }
};
