import { backupUri, folderSource } from '../../lib/contract/backup-ref.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';

/**
 * Forgets what was proved of backups that are deleted, and their pins: others get their names. Of the zip files of a
 * directory, and of every snapshot of a cluster.
 */
export function forgetBackups(dataDirectory: string, backupDirectory: string, clusterUuid: string): void {
  const prefixes = [backupUri({ source: folderSource(backupDirectory), id: '' }), `snapshot:${clusterUuid}/`];
  const store = JobStore.open(dataDirectory);
  try {
    store.transact(() => {
      for (const table of ['drilled_backups', 'pinned_backups', 'verified_backups'])
        for (const prefix of prefixes)
          store[SQL].prepare(`DELETE FROM ${table} WHERE substr(backup, 1, ?) = ?`).run(prefix.length, prefix);
    });
  } finally {
    store.close();
  }
}
