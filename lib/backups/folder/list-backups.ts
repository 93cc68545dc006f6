import { resolve } from 'node:path';
import { folderSource } from '../../contract/backup-ref.ts';
import type { BackupListing, BackupSummary } from '../../contract/backup.ts';
import { UNFINISHED } from '../../archive/backup-names.ts';
import { isAppError } from '../../errors.ts';
import { filesOf, type Files } from '../../files/files.ts';
import { codeOf } from '../../files/file-error.ts';
import type { FileFacts, FolderEntry } from '../../files/protocol.ts';
import { describeListingProblem } from './describe-listing-problem.ts';
import { summariseFile } from './summarise-backup.ts';

const PARALLEL = 16;

/**
 * Every backup of a directory, newest first, from names and tables of contents; no documents are read. Links are not
 * followed. Does not throw: `problem` says why the directory can't be read, or that it doesn't answer; `unread` has the
 * folders that can't be read.
 */
export async function listBackups(directory: string, signal?: AbortSignal): Promise<BackupListing> {
  const root = resolve(directory);
  const listing = { source: folderSource(root), directory: root, takenAt: new Date().toISOString() };
  const files = filesOf(root, signal);
  try {
    const { found, unread } = await findBackups(files);
    const backups = await mapInParallel(found, PARALLEL, ({ id, facts }) => summariseFile(root, id, facts, signal));
    return { ...listing, backups: backups.sort(newestFirst), problem: null, missing: false, unread };
  } catch (error) {
    return { ...listing, backups: [], ...(await describeListingProblem(error, root, signal)), unread: [] };
  }
}

interface FoundFile {
  id: string;
  facts: FileFacts;
}

/** `government.zip` and `government/government-….zip`, and their unfinished ones; nothing deeper, nothing hidden. */
async function findBackups(files: Files): Promise<{ found: FoundFile[]; unread: string[] }> {
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

const backupsAmong = (entries: readonly FolderEntry[], folder = ''): FoundFile[] =>
  entries.flatMap((entry) =>
    entry.kind === 'file' && isBackup(entry.name) ? [{ id: `${folder}${entry.name}`, facts: entry.facts }] : [],
  );

const isBackup = (name: string): boolean =>
  !name.startsWith('.') && (name.endsWith('.zip') || name.endsWith(`.zip${UNFINISHED}`));

/** Keeps the order; at most `parallel` at a time. */
async function mapInParallel<T, R>(items: readonly T[], parallel: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let position = next++; position < items.length; position = next++)
      results[position] = await work(items[position]!);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  return results;
}

/** A file of es_dump_restore has no time of its own: its modification time is used. */
const newestFirst = (a: BackupSummary, b: BackupSummary) =>
  Date.parse(b.takenAt ?? b.modifiedAt) - Date.parse(a.takenAt ?? a.modifiedAt) || (a.id < b.id ? -1 : 1);
