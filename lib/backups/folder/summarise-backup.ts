import { join, resolve } from 'node:path';
import type { BackupSummary } from '../../contract/backup.ts';
import { readBackupName, UNFINISHED } from '../../archive/backup-names.ts';
import { openBackup } from '../../archive/read-backup.ts';
import { processGlobal } from '../../process-wide.ts';
import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { isUnresponsive } from '../../files/unresponsive.ts';
import type { PlacedFile } from '../../files/place.ts';
import { stampOf, type FileFacts } from '../../files/protocol.ts';

/** Summaries by path, valid while the file's stamp (size, times, inode) is the same. */
const summaries = processGlobal('backup-summaries', () => new Map<string, { stamp: string; summary: BackupSummary }>());

/** One backup's summary; null where the file does not exist. Throws where the directory does not answer. */
export async function summariseBackup(
  directory: string,
  id: string,
  signal?: AbortSignal,
): Promise<BackupSummary | null> {
  const root = resolve(directory);
  const found = await filesOf(root, signal)
    .stat(id)
    .catch((error: unknown) => {
      if (isAppError(error)) throw error;
      return null;
    });
  return found?.kind === 'file' ? summariseFile(root, id, found.facts, signal) : null;
}

/** The same for a file whose facts are known. Throws where the directory does not answer; a broken file is a condition. */
export async function summariseFile(
  directory: string,
  id: string,
  facts: FileFacts,
  signal?: AbortSignal,
): Promise<BackupSummary> {
  const path = join(directory, id);
  const stamp = stampOf(facts);
  const cached = summaries().get(path);
  if (cached?.stamp === stamp) return cached.summary;
  const name = readBackupName(id);
  const base = { id, group: name.group, fileBytes: facts.size, modifiedAt: new Date(facts.mtimeMs).toISOString() };
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
    return cache(await readSummary({ directory, path: id, followLinks: false }, base, name.startedAt, signal));
  } catch (error) {
    if (isUnresponsive(error) || signal?.aborted) throw error;
    const problem = isAppError(error) ? error.message : String(error);
    const summary: BackupSummary = { ...base, ...unknown, takenAt, condition: { state: 'broken', problem } };
    // A file that could not be read, or was replaced meanwhile, may be readable next time: only damage is cached.
    return isAppError(error) && error.code === 'backup_damaged' ? cache(summary) : summary;
  }
}

async function readSummary(
  place: PlacedFile,
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
