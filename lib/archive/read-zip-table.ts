import type { ReadableFile } from '../files/files.ts';
import { backupDamaged, notABackup } from './damaged.ts';
import { readAt } from './read-at.ts';
import { findEnd } from './read-zip-end.ts';
import { readCentral, readDescriptorBytes, readLocalHeader } from './read-zip-headers.ts';
import { DEFLATED, FLAG_ENCRYPTED, FLAG_SIZES_FOLLOW, SEAL_PREFIX, STORED, type ZipEntry } from './zip-layout.ts';

export interface ZipTable {
  /** In the order of the file. */
  entries: ZipEntry[];
  dataOffsets: Map<string, number>;
  localHeaders: Map<string, Buffer>;
  /** Everything after the last entry, without the comment and with its length zero: this part is covered by the seal. */
  tail: Buffer;
  /** The SHA-256 at the end of our own files; null: the zip was made by another tool. */
  seal: string | null;
}

/**
 * Reads the table of contents and every local header. Throws `backup_damaged` where they contradict each other, or where the
 * file has something that a backup does not have.
 */
export async function readTable(file: ReadableFile, fileBytes: number): Promise<ZipTable> {
  const end = await findEnd(file, fileBytes);
  const tail = await readAt(file, end.tableStart, end.commentStart - end.tableStart);
  const entries = readCentral(tail, end).sort((a, b) => a.offset - b.offset);
  const dataOffsets = new Map<string, number>();
  const localHeaders = new Map<string, Buffer>();
  let expectedOffset = 0;
  for (const entry of entries) {
    checkName(entry.name, dataOffsets);
    if (entry.flags & FLAG_ENCRYPTED)
      throw notABackup(
        `The entry ${entry.name} is encrypted.`,
        'Decrypt the file first; Restore Desk reads plain zips.',
      );
    if (entry.method !== DEFLATED && entry.method !== STORED)
      throw notABackup(
        `The entry ${entry.name} is compressed by a method Restore Desk does not know (${entry.method}).`,
      );
    if (entry.offset !== expectedOffset)
      throw backupDamaged(
        `The entry ${entry.name} should start at byte ${expectedOffset}, but the table of contents says ${entry.offset}`,
      );
    const header = await readLocalHeader(file, entry, end.tableStart);
    const dataStart = entry.offset + header.length;
    localHeaders.set(entry.name, header);
    dataOffsets.set(entry.name, dataStart);
    if (dataStart + entry.compressedBytes > end.tableStart)
      throw backupDamaged(`The entry ${entry.name} reaches into the table of contents`);
    if (entry.method === STORED && entry.compressedBytes !== entry.bytes)
      throw backupDamaged(`The entry ${entry.name} is stored, but its two sizes differ`);
    expectedOffset =
      dataStart +
      entry.compressedBytes +
      (entry.flags & FLAG_SIZES_FOLLOW ? await readDescriptorBytes(file, dataStart + entry.compressedBytes, entry) : 0);
  }
  if (expectedOffset !== end.tableStart)
    throw backupDamaged(
      `The entries end at byte ${expectedOffset}, but the table of contents starts at ${end.tableStart}`,
    );
  const sealed = Buffer.from(tail);
  sealed.writeUInt16LE(0, sealed.length - 2); // the length of the comment: the seal itself
  return { entries, dataOffsets, localHeaders, tail: sealed, seal: sealOf(end.comment) };
}

/** The names in a backup are short. Longer ones would only make messages unreadable. */
const MAX_NAME_CHARACTERS = 255;

function checkName(name: string, earlier: ReadonlyMap<string, unknown>): void {
  if (name.length > MAX_NAME_CHARACTERS)
    throw notABackup(`The file holds an entry with a name of ${name.length} characters.`);
  if (name.includes('..') || name.startsWith('/') || /[\\\0]/.test(name) || /^[a-z]:/i.test(name))
    throw notABackup(`The entry name ${JSON.stringify(name)} would leave its folder.`);
  if (earlier.has(name)) throw notABackup(`The entry ${name} is there twice.`);
}

function sealOf(comment: Buffer): string | null {
  const text = comment.toString('latin1');
  const match = /^([0-9a-f]{64})$/.exec(text.startsWith(SEAL_PREFIX) ? text.slice(SEAL_PREFIX.length) : '');
  return match?.[1] ?? null;
}
