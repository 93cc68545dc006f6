import { folderSource } from '../../contract/backup-ref.ts';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BackupListing, BackupSummary } from '../../contract/backup.ts';
import { readBackupName, UNFINISHED } from '../../archive/backup-names.ts';
import { openBackup } from '../../archive/read-backup.ts';
import { processWide } from '../../process-wide.ts';
import { isAppError } from '../../errors.ts';

const AT_A_TIME = 16;

/** Summaries of files that did not change since: by path, size, time and inode. Shared by all who list in this process. */
const remembered = processWide('backup-summaries', () => new Map<string, { stamp: string; summary: BackupSummary }>());

/**
 * Every backup of a directory, newest first, from names and tables of contents; no documents are read. Links are not
 * followed. A directory that can't be read is told in `problem`, a folder in it in `unread`, never thrown.
 */
export async function listBackups(directory: string): Promise<BackupListing> {
  const root = resolve(directory);
  const listing = { source: folderSource(root), directory: root, takenAt: new Date().toISOString() };
  try {
    const { ids, unread } = await namesIn(root);
    const backups = (await inTurns(ids, AT_A_TIME, (id) => summarise(root, id))).filter((summary) => summary !== null);
    return { ...listing, backups: backups.sort(newestFirst), problem: null, missing: false, unread };
  } catch (error) {
    return { ...listing, backups: [], ...(await problemOf(error, root)), unread: [] };
  }
}

/** One backup's summary; null where there is no such file. */
export async function summarise(directory: string, id: string): Promise<BackupSummary | null> {
  const path = join(directory, id);
  const stat = await lstat(path).catch(() => null);
  if (stat === null || !stat.isFile()) return null;
  const stamp = `${stat.size} ${stat.mtimeMs} ${stat.ctimeMs} ${stat.ino}`;
  const known = remembered().get(path);
  if (known?.stamp === stamp) return known.summary;
  const name = readBackupName(id);
  const base = { id, group: name.group, fileBytes: stat.size, modifiedAt: stat.mtime.toISOString() };
  const { summary, lasting } = id.endsWith(UNFINISHED)
    ? {
        lasting: true,
        summary: {
          ...base,
          origin: 'unknown',
          condition: {
            state: 'unfinished',
            problem: 'The backup that wrote it has not finished: it is still running, or it died.',
          },
          manifest: null,
          documents: null,
          takenAt: name.startedAt?.toISOString() ?? null,
        } satisfies BackupSummary,
      }
    : await look(path, base, name.startedAt);
  if (lasting) remembered().set(path, { stamp, summary });
  return summary;
}

/** `lasting`: it stays so for as long as the file is the same; a machine that was too busy to look is no fact about it. */
async function look(
  path: string,
  base: Pick<BackupSummary, 'id' | 'group' | 'fileBytes' | 'modifiedAt'>,
  startedAt: Date | null,
): Promise<{ summary: BackupSummary; lasting: boolean }> {
  try {
    const backup = await openBackup(path);
    try {
      const summary: BackupSummary = {
        ...base,
        group: backup.manifest?.group ?? base.group,
        origin: backup.origin,
        condition: { state: 'whole' },
        manifest: backup.manifest,
        documents: backup.promised,
        takenAt: backup.manifest?.startedAt ?? startedAt?.toISOString() ?? null,
      };
      return { summary, lasting: true };
    } finally {
      await backup.close();
    }
  } catch (error) {
    const summary: BackupSummary = {
      ...base,
      origin: 'unknown',
      condition: { state: 'broken', problem: isAppError(error) ? error.message : String(error) },
      manifest: null,
      documents: null,
      takenAt: startedAt?.toISOString() ?? null,
    };
    return { summary, lasting: !isAppError(error) || error.code !== 'timed_out' };
  }
}

/** `government.zip` and `government/government-….zip`, and their unfinished ones; nothing deeper, nothing hidden. */
async function namesIn(root: string): Promise<{ ids: string[]; unread: string[] }> {
  const isBackup = (name: string) =>
    !name.startsWith('.') && (name.endsWith('.zip') || name.endsWith(`.zip${UNFINISHED}`));
  const entries = await readdir(root, { withFileTypes: true });
  const flat = entries.filter((entry) => entry.isFile() && isBackup(entry.name)).map(({ name }) => name);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  // Nothing behind a link is listed; that something may be there is said.
  const links = await Promise.all(
    entries
      .filter((entry) => entry.isSymbolicLink() && !entry.name.startsWith('.'))
      .map(async ({ name }) => ((await stat(join(root, name)).catch(() => null))?.isDirectory() ? [name] : [])),
  );
  const unread = links.flat();
  const filed = await inTurns(folders, AT_A_TIME, async ({ name: folder }) => {
    const inside = await readdir(join(root, folder), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') unread.push(folder);
      return [];
    });
    return inside.filter((entry) => entry.isFile() && isBackup(entry.name)).map(({ name }) => `${folder}/${name}`);
  });
  return { ids: [...flat, ...filed.flat()], unread: unread.sort() };
}

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

async function problemOf(error: unknown, root: string): Promise<{ problem: string; missing: boolean }> {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT' && (await lstat(root).catch(() => null)) === null;
  return {
    problem: missing
      ? `The backup directory ${root} is not there. It is made by the first backup; if there should be backups, mount it.`
      : sentenceOf(error, root),
    missing,
  };
}

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
