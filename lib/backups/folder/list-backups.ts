import { folderSource } from '../../contract/backup-ref.ts';
import { join, resolve } from 'node:path';
import type { BackupListing, BackupSummary } from '../../contract/backup.ts';
import { readBackupName, UNFINISHED } from '../../archive/backup-names.ts';
import { openBackup } from '../../archive/read-backup.ts';
import { processGlobal } from '../../process-wide.ts';
import { isAppError } from '../../errors.ts';
import { filesOf, type Files } from '../../files/files.ts';
import { codeOf } from '../../files/file-error.ts';
import { isUnresponsive } from '../../files/unresponsive.ts';
import type { PlacedFile } from '../../files/place.ts';
import { stampOf, type FileFacts, type FolderEntry } from '../../files/protocol.ts';

const AT_A_TIME = 16;

/** Summaries of files that did not change since: by path, size, time and inode. Shared by all who list in this process. */
const remembered = processGlobal(
  'backup-summaries',
  () => new Map<string, { stamp: string; summary: BackupSummary }>(),
);

/**
 * Every backup of a directory, newest first, from names and tables of contents; no documents are read. Links are not
 * followed. A directory that can't be read, or doesn't answer, is told in `problem`, a folder in it in `unread`, never thrown.
 */
export async function listBackups(directory: string, signal?: AbortSignal): Promise<BackupListing> {
  const root = resolve(directory);
  const listing = { source: folderSource(root), directory: root, takenAt: new Date().toISOString() };
  const files = filesOf(root, signal);
  try {
    const { found, unread } = await namesIn(files);
    const backups = await inTurns(found, AT_A_TIME, ({ id, facts }) => summariseFile(root, id, facts, signal));
    return { ...listing, backups: backups.sort(newestFirst), problem: null, missing: false, unread };
  } catch (error) {
    return { ...listing, backups: [], ...(await problemOf(error, root, signal)), unread: [] };
  }
}

/** One backup's summary; null where there is no such file. Throws where the directory does not answer. */
export async function summarise(directory: string, id: string, signal?: AbortSignal): Promise<BackupSummary | null> {
  const root = resolve(directory);
  const found = await filesOf(root, signal)
    .stat(id)
    .catch((error: unknown) => {
      if (isAppError(error)) throw error;
      return null;
    });
  return found?.kind === 'file' ? summariseFile(root, id, found.facts, signal) : null;
}

async function summariseFile(
  directory: string,
  id: string,
  facts: FileFacts,
  signal?: AbortSignal,
): Promise<BackupSummary> {
  const path = join(directory, id);
  const stamp = stampOf(facts);
  const known = remembered().get(path);
  if (known?.stamp === stamp) return known.summary;
  const name = readBackupName(id);
  const base = { id, group: name.group, fileBytes: facts.size, modifiedAt: new Date(facts.mtimeMs).toISOString() };
  const unknown = { origin: 'unknown', manifest: null, documents: null } as const;
  const takenAt = name.startedAt?.toISOString() ?? null;
  const remember = (summary: BackupSummary): BackupSummary => {
    remembered().set(path, { stamp, summary });
    return summary;
  };
  if (id.endsWith(UNFINISHED)) {
    const problem = 'The backup that wrote it has not finished: it is still running, or it died.';
    return remember({ ...base, ...unknown, takenAt, condition: { state: 'unfinished', problem } });
  }
  try {
    return remember(await look({ directory, path: id, followLinks: false }, base, name.startedAt, signal));
  } catch (error) {
    if (isUnresponsive(error) || signal?.aborted) throw error;
    const problem = isAppError(error) ? error.message : String(error);
    const summary: BackupSummary = { ...base, ...unknown, takenAt, condition: { state: 'broken', problem } };
    // What could not be read, or was swapped for something else just then, may be whole the next time.
    return isAppError(error) && error.code === 'backup_damaged' ? remember(summary) : summary;
  }
}

async function look(
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

interface FoundFile {
  id: string;
  facts: FileFacts;
}

/** `government.zip` and `government/government-….zip`, and their unfinished ones; nothing deeper, nothing hidden. */
async function namesIn(files: Files): Promise<{ found: FoundFile[]; unread: string[] }> {
  const entries = (await files.list()).filter(({ name }) => !name.startsWith('.'));
  // Nothing behind a link is listed; that something may be there is said.
  const unread = entries.flatMap((entry) => (entry.kind === 'link' && entry.toFolder ? [entry.name] : []));
  const folders = entries.filter(({ kind }) => kind === 'folder');
  const filed = await inTurns(folders, AT_A_TIME, async ({ name: folder }) => {
    const inside = await files.list(folder).catch((error: unknown) => {
      if (isAppError(error)) throw error;
      if (codeOf(error) !== 'ENOENT') unread.push(folder);
      return [];
    });
    return backupsAmong(inside, `${folder}/`);
  });
  return { found: [...backupsAmong(entries), ...filed.flat()], unread: unread.sort() };
}

const backupsAmong = (entries: readonly FolderEntry[], folder = ''): FoundFile[] =>
  entries.flatMap((entry) =>
    entry.kind === 'file' && isBackup(entry.name) ? [{ id: `${folder}${entry.name}`, facts: entry.facts }] : [],
  );

const isBackup = (name: string): boolean =>
  !name.startsWith('.') && (name.endsWith('.zip') || name.endsWith(`.zip${UNFINISHED}`));

async function inTurns<T, R>(items: readonly T[], atATime: number, each: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) results[at] = await each(items[at]!);
  };
  await Promise.all(Array.from({ length: Math.min(atATime, items.length) }, worker));
  return results;
}

/** Files of the old wrapper have no time of their own: the file's stands in. */
const newestFirst = (a: BackupSummary, b: BackupSummary) =>
  Date.parse(b.takenAt ?? b.modifiedAt) - Date.parse(a.takenAt ?? a.modifiedAt) || (a.id < b.id ? -1 : 1);

async function problemOf(
  error: unknown,
  root: string,
  signal?: AbortSignal,
): Promise<{ problem: string; missing: boolean }> {
  if (signal?.aborted) return { problem: `The backup directory ${root} does not answer.`, missing: false };
  if (isAppError(error)) return { problem: [error.message, error.hint].filter(Boolean).join(' '), missing: false };
  const missing = codeOf(error) === 'ENOENT' && (await isMissing(root, signal));
  return {
    problem: missing
      ? `The backup directory ${root} is not there. It is made by the first backup; if there should be backups, mount it.`
      : sentenceOf(error, root),
    missing,
  };
}

/** A link to something that is not there is itself there. */
const isMissing = (root: string, signal?: AbortSignal): Promise<boolean> =>
  filesOf(root, signal)
    .exists()
    .then(
      (there) => !there,
      () => false,
    );

function sentenceOf(error: unknown, root: string): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return `The backup directory ${root} is a link to something that is not there.`;
    case 'ELOOP':
      return `The backup directory ${root} is a link that leads back to itself.`;
    case 'ENOTDIR':
      return `${root} is a file, not a backup directory.`;
    case 'EACCES':
    case 'EPERM':
      return `The backup directory ${root} may not be read by the user Restore Desk runs as.`;
    case 'EIO':
    case 'ESTALE':
      return `The disk or share of the backup directory ${root} does not answer properly.`;
    default:
      return `The backup directory ${root} can't be read: ${error instanceof Error ? error.message : String(error)}.`;
  }
}
