import type { BackupSummary } from '../../contract/backup.ts';
import { readBackupName, UNFINISHED } from '../../archive/backup-names.ts';
import { openBackup } from '../../archive/read-backup.ts';
import { processGlobal } from '../../process-wide.ts';
import { isAppError } from '../../errors.ts';
import { isUnresponsive } from '../../files/unresponsive.ts';
import type { FilePlace } from '../../files/place.ts';
import type { BackupStore, StoredFile } from './store.ts';

/** Summaries by path, valid while the file's stamp is the same. */
const summaries = processGlobal('backup-summaries', () => new Map<string, { stamp: string; summary: BackupSummary }>());

/** One backup's summary; null where the file does not exist. Throws where the store does not answer. */
export async function summariseBackup(
  store: BackupStore,
  id: string,
  signal?: AbortSignal,
): Promise<BackupSummary | null> {
  const found = await store.stat(id, signal);
  return found === null ? null : summariseFile(store, found, signal);
}

/** The same for a file that was found. Throws where the store does not answer; a broken file is a condition. */
export async function summariseFile(
  store: BackupStore,
  { id, bytes, modifiedMs, stamp }: StoredFile,
  signal?: AbortSignal,
): Promise<BackupSummary> {
  const path = store.pathOf(id);
  const cached = summaries().get(path);
  if (cached?.stamp === stamp) return cached.summary;
  const name = readBackupName(id);
  const base = { id, group: name.group, fileBytes: bytes, modifiedAt: new Date(modifiedMs).toISOString() };
  const unknown = { origin: 'unknown', manifest: null, documents: null } as const;
  const takenAt = name.startedAt?.toISOString() ?? null;
  const cache = (summary: BackupSummary): BackupSummary => {
    summaries().set(path, { stamp, summary });
    return summary;
  };
  if (id.endsWith(UNFINISHED)) {
    const problem = 'The backup that wrote it has not finished: it is still running, or it died.';
    return cache({ ...base, ...unknown, takenAt, condition: { state: 'unfinished', problem } });
  }
  try {
    return cache(await readSummary(store.file(id, { displayed: true }), base, name.startedAt, signal));
  } catch (error) {
    if (isUnresponsive(error) || signal?.aborted) throw error;
    const problem = isAppError(error) ? error.message : String(error);
    const summary: BackupSummary = { ...base, ...unknown, takenAt, condition: { state: 'broken', problem } };
    // A file that could not be read, or was replaced meanwhile, may be readable next time: only damage is cached.
    return isAppError(error) && error.code === 'backup_damaged' ? cache(summary) : summary;
  }
}

async function readSummary(
  place: FilePlace,
  base: Pick<BackupSummary, 'id' | 'group' | 'fileBytes' | 'modifiedAt'>,
  startedAt: Date | null,
  signal?: AbortSignal,
): Promise<BackupSummary> {
  const backup = await openBackup(place, signal);
  try {
    return {
      ...base,
      group: backup.manifest?.group ?? base.group,
      origin: backup.origin,
      condition: { state: 'whole' },
      manifest: backup.manifest,
      documents: backup.promised,
      takenAt: backup.manifest?.startedAt ?? startedAt?.toISOString() ?? null,
    };
  } finally {
    await backup.close();
  }
}
