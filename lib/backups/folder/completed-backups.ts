import { folderSource } from '../../contract/backup-ref.ts';
import type { BackupPlan } from '../../kinds/backup/schema.ts';
import type { IndexBackupResult } from '../../kinds/backup/schema.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { summarise } from './list-backups.ts';

/** One carrying out of a plan, however often it is interrupted: equal plans of another moment are others. */
export const planIdentity = (plan: BackupPlan): string => `${plan.fingerprint} ${plan.plannedAt}`;

/**
 * The whole backups that this very plan has made already, before it was interrupted. The files tell, not the
 * checkpoint: a process can die between giving a file its name and saying so, and a file may have been deleted since.
 */
export async function completedBackups(
  directory: string,
  plan: BackupPlan,
  signal?: AbortSignal,
): Promise<IndexBackupResult[]> {
  const kept: IndexBackupResult[] = [];
  for (const group of new Set(plan.indices.map((index) => index.group))) {
    for (const id of await idsSince(directory, plan, group, signal)) {
      const summary = await summarise(directory, id, signal);
      const manifest = summary?.manifest;
      if (!summary || manifest?.plan !== planIdentity(plan) || kept.some(({ index }) => index === manifest.index.name))
        continue;
      const { index, documents, objects, digest, startedAt, endedAt, warnings } = manifest;
      kept.push({
        index: index.name,
        group,
        backup: { source: folderSource(directory), id },
        fileBytes: summary.fileBytes,
        documents,
        bytes: objects.bytes,
        digest,
        seconds: (Date.parse(endedAt) - Date.parse(startedAt)) / 1000,
        warnings,
      });
    }
  }
  return kept;
}

/** Names tell the second they were begun in. */
async function idsSince(directory: string, plan: BackupPlan, group: string, signal?: AbortSignal): Promise<string[]> {
  const since = Math.floor(Date.parse(plan.plannedAt) / 1000) * 1000;
  const entries = await filesOf(directory, signal)
    .list(group)
    .catch((error: unknown) => {
      // No answer is not “nothing there”.
      if (isAppError(error)) throw error;
      return [];
    });
  return entries
    .map(({ name }) => `${group}/${name}`)
    .filter((id) => id.endsWith('.zip') && (readBackupName(id).startedAt?.getTime() ?? 0) >= since)
    .sort();
}
