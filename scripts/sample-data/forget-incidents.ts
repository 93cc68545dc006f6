import { SQL } from '../../lib/jobs/store/database.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';

/**
 * Forgets the incidents of a cluster that is filled again, with their messages: those of the data before, and of the minutes in which it
 * was empty. What is wrong with the new data is noticed by the dashboard.
 */
export function forgetIncidents(dataDirectory: string, cluster: string): void {
  const store = JobStore.open(dataDirectory);
  try {
    store.transact(() => {
      const incidents = '(SELECT id FROM incidents WHERE cluster = ?)';
      for (const table of ['messages', 'incident_comments'])
        store[SQL].prepare(`DELETE FROM ${table} WHERE incident IN ${incidents}`).run(cluster);
      store[SQL].prepare('DELETE FROM incidents WHERE cluster = ?').run(cluster);
    });
  } finally {
    store.close();
  }
}
