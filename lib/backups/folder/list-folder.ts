import { UNFINISHED } from '../../archive/backup-names.ts';
import { isAppError } from '../../errors.ts';
import type { Files } from '../../files/files.ts';
import { codeOf } from '../../files/file-error.ts';
import { stampOf, type FileFacts, type FolderEntry } from '../../files/protocol.ts';
import { mapInParallel } from '../../map-in-parallel.ts';
import type { StoredFile } from '../zip/store.ts';

const PARALLEL = 16;

/** `government.zip` and `government/government-….zip`, and their unfinished ones; nothing deeper, nothing hidden. */
export async function listFolder(files: Files): Promise<{ found: StoredFile[]; unread: string[] }> {
  const entries = (await files.list()).filter(({ name }) => !name.startsWith('.'));
  // A link to a folder is not followed, and backups may be in it.
  const unread = entries.flatMap((entry) => (entry.kind === 'link' && entry.toFolder ? [entry.name] : []));
  const folders = entries.filter(({ kind }) => kind === 'folder');
  const inFolders = await mapInParallel(folders, PARALLEL, async ({ name: folder }) => {
    const inside = await files.list(folder).catch((error: unknown) => {
      if (isAppError(error)) throw error;
      if (codeOf(error) !== 'ENOENT') unread.push(folder);
      return [];
    });
    return backupsAmong(inside, `${folder}/`);
  });
  return { found: [...backupsAmong(entries), ...inFolders.flat()], unread: unread.sort() };
}

const backupsAmong = (entries: readonly FolderEntry[], folder = ''): StoredFile[] =>
  entries.flatMap((entry) =>
    entry.kind === 'file' && isBackupFile(entry.name) ? [storedFile(`${folder}${entry.name}`, entry.facts)] : [],
  );

const isBackupFile = (name: string): boolean =>
  !name.startsWith('.') && (name.endsWith('.zip') || name.endsWith(`.zip${UNFINISHED}`));

export const storedFile = (id: string, facts: FileFacts): StoredFile => ({
  id,
  bytes: facts.size,
  modifiedMs: facts.mtimeMs,
  stamp: stampOf(facts),
});
