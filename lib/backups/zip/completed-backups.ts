import type { BackupPlan, IndexBackupResult } from '../../kinds/backup/schema.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import type { BackupStore } from './store.ts';
import { summariseBackup } from './summarise-backup.ts';

/** Identifies one execution of a plan, over any number of interruptions: an equal plan of another time is another one. */
export const planIdentity = (plan: BackupPlan): string => `${plan.fingerprint} ${plan.plannedAt}`;

/**
 * The complete backups of this plan from before an interruption. Read from the files and not from the checkpoint: a
 * process can die between naming a file and saving its checkpoint, and a file may have been deleted since.
 */
export async function completedBackups(
  store: BackupStore,
  plan: BackupPlan,
  signal?: AbortSignal,
): Promise<IndexBackupResult[]> {
  const completed: IndexBackupResult[] = [];
  for (const group of new Set(plan.indices.map((index) => index.group))) {
    for (const id of await idsSince(store, plan, group, signal)) {
      const summary = await summariseBackup(store, id, signal);
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
        backup: { source: store.key, id },
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
async function idsSince(store: BackupStore, plan: BackupPlan, group: string, signal?: AbortSignal): Promise<string[]> {
  const since = Math.floor(Date.parse(plan.plannedAt) / 1000) * 1000;
  return (await store.idsOf(group, signal))
    .filter((id) => id.endsWith('.zip') && (readBackupName(id).startedAt?.getTime() ?? 0) >= since)
    .sort();
}
