import { folderSource } from '../../contract/backup-ref.ts';
import type { BackupPlan, IndexBackupResult } from '../../kinds/backup/schema.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { summariseBackup } from './summarise-backup.ts';

/** Identifies one execution of a plan, over any number of interruptions: an equal plan of another time is another one. */
export const planIdentity = (plan: BackupPlan): string => `${plan.fingerprint} ${plan.plannedAt}`;

/**
 * The complete backups of this plan from before an interruption. Read from the files and not from the checkpoint: a
 * process can die between naming a file and saving its checkpoint, and a file may have been deleted since.
 */
export async function completedBackups(
  directory: string,
  plan: BackupPlan,
  signal?: AbortSignal,
): Promise<IndexBackupResult[]> {
  const completed: IndexBackupResult[] = [];
  for (const group of new Set(plan.indices.map((index) => index.group))) {
    for (const id of await idsSince(directory, plan, group, signal)) {
      const summary = await summariseBackup(directory, id, signal);
      const manifest = summary?.manifest;
      if (
        !summary ||
        manifest?.plan !== planIdentity(plan) ||
        completed.some(({ index }) => index === manifest.index.name)
      )
        continue;
      const { index, documents, objects, digest, startedAt, endedAt, warnings } = manifest;
      completed.push({
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
  return completed;
}

/** The ids of the group's backups that began after the plan, by the second in their names. */
async function idsSince(directory: string, plan: BackupPlan, group: string, signal?: AbortSignal): Promise<string[]> {
  const since = Math.floor(Date.parse(plan.plannedAt) / 1000) * 1000;
  const entries = await filesOf(directory, signal)
    .list(group)
    .catch((error: unknown) => {
      // A directory that does not answer is not an empty one.
      if (isAppError(error)) throw error;
      return [];
    });
  return entries
    .map(({ name }) => `${group}/${name}`)
    .filter((id) => id.endsWith('.zip') && (readBackupName(id).startedAt?.getTime() ?? 0) >= since)
    .sort();
}
