import type { FailedBackup } from '../contract/backup-days.ts';
import { notBackedUp } from '../kinds/backup/not-backed-up.ts';
import { notInSnapshot } from '../kinds/snapshot/not-in-snapshot.ts';
import { processGlobal } from '../process-wide.ts';
import { endedBackupJobs } from './store/job-queries.ts';
import type { JobStore } from './store/job-store.ts';

/** What each ended job did not back up, by its id and end: it can have thousands of indices, and never changes. */
const known = processGlobal('failed-backups', () => new Map<string, FailedBackup>());

/** The jobs of a cluster that back up, and those that take snapshots, that ended since then without backing up all they were to back up. Throws AppError disk. */
export function failedBackups(store: JobStore, cluster: string, since: string): FailedBackup[] {
  return endedBackupJobs(store, cluster, since)
    .map(({ job, at }) => {
      const key = `${job} ${at}`;
      const read = known().get(key) ?? readFailed(store, job, at);
      known().set(key, read);
      return read;
    })
    .filter(({ names }) => names.length > 0);
}

function readFailed(store: JobStore, id: string, at: string): FailedBackup {
  const job = store.get(id);
  return { job: id, at, names: job === null ? [] : [...notBackedUp(job), ...notInSnapshot(job)] };
}
