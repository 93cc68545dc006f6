import type { AppError } from '../errors.ts';
import type { ReadableFile } from '../files/files.ts';
import { backupDamaged, notABackup } from './damaged.ts';
import { readAt } from './read-at.ts';
import { END, END_BYTES, MAX32, ZIP64_END, ZIP64_END_BYTES, ZIP64_LOCATOR, ZIP64_LOCATOR_BYTES } from './zip-layout.ts';

const MAX_COMMENT = 0xffff;
/** The largest table of contents that is read. */
export interface TableLimits {
  entries: number;
  bytes: number;
  /** The error for a larger one. */
  exceeded(entries: number): AppError;
}

const LIMITS_OF_BACKUP: TableLimits = {
  entries: 1_000,
  bytes: 256 * 1024,
  exceeded: (entries) => notABackup(`The file holds ${entries} entries; a backup holds four.`),
};

export interface EndOfZip {
  /** Of the end record itself, without those of ZIP64. */
  endStart: number;
  tableStart: number;
  tableBytes: number;
  entries: number;
  commentStart: number;
  comment: Buffer;
}

/** The end record, ZIP64 included. Throws `backup_damaged`. */
export async function findEnd(
  file: ReadableFile,
  fileBytes: number,
  limits: TableLimits = LIMITS_OF_BACKUP,
): Promise<EndOfZip> {
  if (fileBytes < END_BYTES)
    throw backupDamaged(fileBytes === 0 ? 'The file is empty' : `The file has only ${fileBytes} bytes`);
  const from = Math.max(0, fileBytes - END_BYTES - MAX_COMMENT);
  const last = await readAt(file, from, fileBytes - from);
  for (let at = last.length - END_BYTES; at >= 0; at--) {
    if (last.readUInt32LE(at) !== END || last.readUInt16LE(at + 20) !== last.length - at - END_BYTES) continue;
    return readEnd(file, last.subarray(at), from + at, limits);
  }
  throw backupDamaged('The file has no table of contents at its end: it was cut short, or it is no zip file');
}

async function readEnd(file: ReadableFile, end: Buffer, endStart: number, limits: TableLimits): Promise<EndOfZip> {
  let entries = end.readUInt16LE(10);
  let tableBytes = end.readUInt32LE(12);
  let tableStart = end.readUInt32LE(16);
  let tableEnd = endStart;
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0 || end.readUInt16LE(8) !== entries)
    throw backupDamaged('The file says it is part of a zip in several volumes');
  const locatorStart = endStart - ZIP64_LOCATOR_BYTES;
  const locator = locatorStart >= ZIP64_END_BYTES ? await readAt(file, locatorStart, ZIP64_LOCATOR_BYTES) : null;
  if (locator?.readUInt32LE(0) === ZIP64_LOCATOR) {
    const recordStart = Number(locator.readBigUInt64LE(8));
    if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) !== 1 || recordStart + ZIP64_END_BYTES > locatorStart)
      throw backupDamaged('The ZIP64 locator points nowhere');
    const record = await readAt(file, recordStart, ZIP64_END_BYTES);
    if (record.readUInt32LE(0) !== ZIP64_END) throw backupDamaged('The ZIP64 end record is missing');
    // rubyzip writes ZIP64 records as soon as one entry is large, even where the numbers fit into the plain record.
    const zip64Value = (field: number, maximum: number, at: number): number => {
      const value = Number(record.readBigUInt64LE(at));
      if (field !== maximum && field !== value)
        throw backupDamaged('The end record and the ZIP64 end record contradict each other');
      return value;
    };
    entries = zip64Value(entries, 0xffff, 32);
    tableBytes = zip64Value(tableBytes, MAX32, 40);
    tableStart = zip64Value(tableStart, MAX32, 48);
    tableEnd = recordStart;
  } else if (tableStart === MAX32 || tableBytes === MAX32 || entries === 0xffff)
    throw backupDamaged('The ZIP64 locator is missing');
  if (entries > limits.entries || tableBytes > limits.bytes) throw limits.exceeded(entries);
  if (tableStart + tableBytes !== tableEnd)
    throw backupDamaged(`The table of contents should end at byte ${tableEnd}, but it says ${tableStart + tableBytes}`);
  return {
    endStart,
    tableStart,
    tableBytes,
    entries,
    commentStart: endStart + END_BYTES,
    comment: end.subarray(END_BYTES),
  };
}
