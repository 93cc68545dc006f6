import type { JobDetail } from '@/lib/contract/job-page.ts';

/** The backup that a job restores, as addresses name it. `from`: the other cluster that it is of. */
export function restoredBackup(restore: JobDetail['restore']): { id: string; from?: string } | null {
  if (restore === null) return null;
  if (restore.backup !== null) return { id: restore.backup };
  const { copied } = restore;
  return copied === null ? null : { id: copied.backup, ...(copied.from === null ? {} : { from: copied.from }) };
}
