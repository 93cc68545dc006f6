import { backupPath, readBackupName } from '../archive/backup-names.ts';
import { backupId } from '../contract/names.ts';

/** What a name in a zip stands for. `id`: where the backup goes, below the backup directory. */
export type NamedEntry =
  { kind: 'backup'; id: string } | { kind: 'folder' } | { kind: 'other' } | { kind: 'refused'; reason: string };

/** Control characters, and those that can't be seen or change the direction of writing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const MAX_PART_BYTES = 255;

const refused = (reason: string): NamedEntry => ({ kind: 'refused', reason });

/**
 * By the name alone; pure. Both slashes separate folders, as Windows writes them. Folders above the last one are left off:
 * `var/es_dump/government.zip` becomes `government.zip`. `ofBundle`: the zip is one that Restore Desk wrote, and its backups keep
 * their names.
 */
export function readEntryName(name: string, ofBundle = false): NamedEntry {
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(name)) return refused('Its name is absolute.');
  const parts = name.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return refused('Its name leaves the folder.');
  if (/[/\\]$/.test(name)) return { kind: 'folder' };
  const file = parts.at(-1);
  if (file === undefined || isHidden(parts) || !/\.zip$/i.test(file)) return { kind: 'other' };
  if (name.includes('\ufffd')) return refused('Its name is not UTF-8.');
  if (INVISIBLE.test(name)) return refused('Its name has characters that can’t be seen.');
  if (ofBundle && parts.length <= 2 && name === parts.join('/')) return checked(name);
  return checked(targetOf(parts.at(-2) ?? null, `${file.slice(0, -'.zip'.length)}.zip`));
}

/** macOS puts a copy of each file's attributes there. */
const isHidden = (parts: readonly string[]): boolean =>
  parts.some((part) => part.startsWith('.') || part === '__MACOSX');

/**
 * `government-2018-01-08t03-00-00z.zip` goes into the folder `government`, whatever folder it was in; a file without a time
 * directly into the backup directory, as the old wrapper wrote it.
 */
function targetOf(folder: string | null, file: string): string {
  const { group, startedAt } = readBackupName(file);
  return startedAt === null ? file : `${folder !== null && names(folder, file, startedAt) ? folder : group}/${file}`;
}

function checked(id: string): NamedEntry {
  const isTooLong = id.split('/').some((part) => Buffer.byteLength(part) > MAX_PART_BYTES);
  if (isTooLong || !backupId.safeParse(id).success) return refused('Its name can’t be the name of a backup.');
  // Listings leave out what is hidden.
  return id.split('/').some((part) => part.startsWith('.')) ? { kind: 'other' } : { kind: 'backup', id };
}

/** Whether the file is one of this folder: in a file's name, a long name is truncated. */
function names(folder: string, file: string, startedAt: Date): boolean {
  const first = backupPath(folder, startedAt).slice(folder.length + 1, -'.zip'.length);
  return file.startsWith(first);
}
