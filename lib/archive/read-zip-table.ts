import { AppError } from '../errors.ts';
import type { ReadableFile } from '../files/files.ts';
import {
  CENTRAL_BYTES,
  CENTRAL_HEADER,
  DEFLATED,
  END,
  END_BYTES,
  FLAG_ENCRYPTED,
  FLAG_SIZES_FOLLOW,
  LOCAL_BYTES,
  LOCAL_HEADER,
  MAX32,
  SEAL_PREFIX,
  STORED,
  ZIP64_END,
  ZIP64_END_BYTES,
  ZIP64_EXTRA,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_BYTES,
  type ZipEntry,
} from './zip-layout.ts';

const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 1_000;
const MAX_TABLE_BYTES = 256 * 1024;

export interface ZipTable {
  /** In the order they stand in the file. */
  entries: ZipEntry[];
  dataOffsets: Map<string, number>;
  localHeaders: Map<string, Buffer>;
  /** Everything behind the last entry, comment and its length left out: what the seal covers of it. */
  tail: Buffer;
  /** The SHA-256 our own files end with; null in a zip made by something else. */
  seal: string | null;
}

/** Reads the table of contents and every local header, and refuses what does not agree with itself or does not belong in a backup. */
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
      throw refused(`The entry ${entry.name} is encrypted.`, 'Decrypt the file first; Restore Desk reads plain zips.');
    if (entry.method !== DEFLATED && entry.method !== STORED)
      throw refused(`The entry ${entry.name} is compressed by a method Restore Desk does not know (${entry.method}).`);
    if (entry.offset !== expectedOffset)
      throw damaged(
        `The entry ${entry.name} should start at byte ${expectedOffset}, but the table of contents says ${entry.offset}`,
      );
    const header = await readLocalHeader(file, entry, end.tableStart);
    const dataStart = entry.offset + header.length;
    localHeaders.set(entry.name, header);
    dataOffsets.set(entry.name, dataStart);
    if (dataStart + entry.compressedBytes > end.tableStart)
      throw damaged(`The entry ${entry.name} reaches into the table of contents`);
    if (entry.method === STORED && entry.compressedBytes !== entry.bytes)
      throw damaged(`The entry ${entry.name} is stored, but its two sizes differ`);
    expectedOffset =
      dataStart +
      entry.compressedBytes +
      (entry.flags & FLAG_SIZES_FOLLOW ? await descriptorBytes(file, dataStart + entry.compressedBytes, entry) : 0);
  }
  if (expectedOffset !== end.tableStart)
    throw damaged(`The entries end at byte ${expectedOffset}, but the table of contents starts at ${end.tableStart}`);
  const sealed = Buffer.from(tail);
  sealed.writeUInt16LE(0, sealed.length - 2); // the length of the comment, which is the seal itself
  return { entries, dataOffsets, localHeaders, tail: sealed, seal: sealOf(end.comment) };
}

interface EndOfZip {
  tableStart: number;
  tableBytes: number;
  entries: number;
  commentStart: number;
  comment: Buffer;
}

async function findEnd(file: ReadableFile, fileBytes: number): Promise<EndOfZip> {
  if (fileBytes < END_BYTES)
    throw damaged(fileBytes === 0 ? 'The file is empty' : `The file has only ${fileBytes} bytes`);
  const from = Math.max(0, fileBytes - END_BYTES - MAX_COMMENT);
  const last = await readAt(file, from, fileBytes - from);
  for (let at = last.length - END_BYTES; at >= 0; at--) {
    if (last.readUInt32LE(at) !== END || last.readUInt16LE(at + 20) !== last.length - at - END_BYTES) continue;
    return readEnd(file, last.subarray(at), from + at);
  }
  throw damaged('The file has no table of contents at its end: it was cut short, or it is no zip file');
}

async function readEnd(file: ReadableFile, end: Buffer, endStart: number): Promise<EndOfZip> {
  let entries = end.readUInt16LE(10);
  let tableBytes = end.readUInt32LE(12);
  let tableStart = end.readUInt32LE(16);
  let tableEnd = endStart;
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0 || end.readUInt16LE(8) !== entries)
    throw damaged('The file says it is part of a zip in several volumes');
  const locatorStart = endStart - ZIP64_LOCATOR_BYTES;
  const locator = locatorStart >= ZIP64_END_BYTES ? await readAt(file, locatorStart, ZIP64_LOCATOR_BYTES) : null;
  if (locator?.readUInt32LE(0) === ZIP64_LOCATOR) {
    const recordStart = Number(locator.readBigUInt64LE(8));
    if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) !== 1 || recordStart + ZIP64_END_BYTES > locatorStart)
      throw damaged('The ZIP64 locator points nowhere');
    const record = await readAt(file, recordStart, ZIP64_END_BYTES);
    if (record.readUInt32LE(0) !== ZIP64_END) throw damaged('The ZIP64 end record is missing');
    // rubyzip writes the ZIP64 records as soon as one entry is large, also where the plain record has room for its numbers.
    const large = (field: number, most: number, at: number): number => {
      const value = Number(record.readBigUInt64LE(at));
      if (field !== most && field !== value)
        throw damaged('The end record and the ZIP64 end record contradict each other');
      return value;
    };
    entries = large(entries, 0xffff, 32);
    tableBytes = large(tableBytes, MAX32, 40);
    tableStart = large(tableStart, MAX32, 48);
    tableEnd = recordStart;
  } else if (tableStart === MAX32 || tableBytes === MAX32 || entries === 0xffff)
    throw damaged('The ZIP64 locator is missing');
  if (entries > MAX_ENTRIES || tableBytes > MAX_TABLE_BYTES)
    throw refused(`The file holds ${entries} entries; a backup holds four.`);
  if (tableStart + tableBytes !== tableEnd)
    throw damaged(`The table of contents should end at byte ${tableEnd}, but it says ${tableStart + tableBytes}`);
  return { tableStart, tableBytes, entries, commentStart: endStart + END_BYTES, comment: end.subarray(END_BYTES) };
}

function readCentral(tail: Buffer, end: EndOfZip): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < end.entries; i++) {
    if (at + CENTRAL_BYTES > end.tableBytes || tail.readUInt32LE(at) !== CENTRAL_HEADER)
      throw damaged(`Entry ${i + 1} of the table of contents is unreadable`);
    const nameBytes = tail.readUInt16LE(at + 28);
    const extraBytes = tail.readUInt16LE(at + 30);
    const next = at + CENTRAL_BYTES + nameBytes + extraBytes + tail.readUInt16LE(at + 32);
    if (next > end.tableBytes) throw damaged(`Entry ${i + 1} of the table of contents is cut short`);
    if (tail.readUInt16LE(at + 34) !== 0)
      throw damaged(`Entry ${i + 1} of the table of contents is said to lie in another volume`);
    const extra = tail.subarray(at + CENTRAL_BYTES + nameBytes, at + CENTRAL_BYTES + nameBytes + extraBytes);
    const [bytes, compressedBytes, offset] = zip64Fields(extra, [
      tail.readUInt32LE(at + 24),
      tail.readUInt32LE(at + 20),
      tail.readUInt32LE(at + 42),
    ]);
    entries.push({
      name: tail.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
      flags: tail.readUInt16LE(at + 8),
      method: tail.readUInt16LE(at + 10),
      time: tail.readUInt16LE(at + 12),
      date: tail.readUInt16LE(at + 14),
      crc: tail.readUInt32LE(at + 16),
      compressedBytes: compressedBytes!,
      bytes: bytes!,
      offset: offset!,
    });
    at = next;
  }
  if (at !== end.tableBytes) throw damaged('The table of contents is longer than its entries');
  return entries;
}

/** Replaces the fields that say "see ZIP64" by the values of the extra field, in its order. */
function zip64Fields(extra: Buffer, fields: number[]): number[] {
  if (!fields.includes(MAX32)) return fields;
  for (let at = 0; at + 4 <= extra.length;) {
    const id = extra.readUInt16LE(at);
    const size = extra.readUInt16LE(at + 2);
    if (id === ZIP64_EXTRA && at + 4 + size <= extra.length) {
      let value = at + 4;
      return fields.map((field) => {
        if (field !== MAX32) return field;
        if (value + 8 > at + 4 + size) throw damaged('A ZIP64 field is missing');
        const large = Number(extra.readBigUInt64LE(value));
        value += 8;
        if (!Number.isSafeInteger(large)) throw damaged('A ZIP64 size is beyond all reason');
        return large;
      });
    }
    at += 4 + size;
  }
  throw damaged('A ZIP64 field is missing');
}

/** The local header says the same as the table of contents, or one of them was changed. */
async function readLocalHeader(file: ReadableFile, entry: ZipEntry, tableStart: number): Promise<Buffer> {
  const short = () => damaged(`The header of the entry ${entry.name} is cut short`);
  if (entry.offset + LOCAL_BYTES > tableStart) throw short();
  const fixed = await readAt(file, entry.offset, LOCAL_BYTES);
  if (fixed.readUInt32LE(0) !== LOCAL_HEADER)
    throw damaged(`There is no entry ${entry.name} at byte ${entry.offset}, where the table of contents puts it`);
  const length = LOCAL_BYTES + fixed.readUInt16LE(26) + fixed.readUInt16LE(28);
  if (entry.offset + length > tableStart) throw short();
  const header = await readAt(file, entry.offset, length);
  const nameEnd = LOCAL_BYTES + header.readUInt16LE(26);
  const [bytes, compressedBytes] = zip64Fields(header.subarray(nameEnd), [
    header.readUInt32LE(22),
    header.readUInt32LE(18),
  ]);
  const follows = (entry.flags & FLAG_SIZES_FOLLOW) !== 0;
  const sizesAgree = follows
    ? (bytes === 0 || bytes === entry.bytes) && (compressedBytes === 0 || compressedBytes === entry.compressedBytes)
    : bytes === entry.bytes && compressedBytes === entry.compressedBytes;
  const crc = header.readUInt32LE(14);
  const agrees =
    header.toString('utf8', LOCAL_BYTES, nameEnd) === entry.name &&
    header.readUInt16LE(6) === entry.flags &&
    header.readUInt16LE(8) === entry.method &&
    header.readUInt16LE(10) === entry.time &&
    header.readUInt16LE(12) === entry.date &&
    (crc === entry.crc || (follows && crc === 0)) &&
    sizesAgree;
  if (!agrees) throw damaged(`The header of the entry ${entry.name} and the table of contents contradict each other`);
  return header;
}

/** CRC and sizes behind the data, with or without a signature, of 4 or 8 bytes. */
async function descriptorBytes(file: ReadableFile, at: number, entry: ZipEntry): Promise<number> {
  const bytes = await readAt(file, at, 24).catch(() => Buffer.alloc(24));
  for (const [start, wide] of [
    [4, false],
    [0, false],
    [4, true],
    [0, true],
  ] as const) {
    if (start === 4 && bytes.readUInt32LE(0) !== 0x08074b50) continue;
    const compressed = wide ? Number(bytes.readBigUInt64LE(start + 4)) : bytes.readUInt32LE(start + 4);
    const plain = wide
      ? Number(bytes.readBigUInt64LE(start + 12 > 16 ? 16 : start + 12))
      : bytes.readUInt32LE(start + 8);
    if (bytes.readUInt32LE(start) === entry.crc && compressed === entry.compressedBytes && plain === entry.bytes)
      return start + (wide ? 20 : 12);
  }
  throw damaged(`The sizes behind the entry ${entry.name} contradict the table of contents`);
}

/** A backup's names are short; longer ones would only fill the sentences that name them. */
const MAX_NAME_CHARACTERS = 255;

function checkName(name: string, seen: ReadonlyMap<string, unknown>): void {
  if (name.length > MAX_NAME_CHARACTERS)
    throw refused(`The file holds an entry with a name of ${name.length} characters.`);
  if (name.includes('..') || name.startsWith('/') || /[\\\0]/.test(name) || /^[a-z]:/i.test(name))
    throw refused(`The entry name ${JSON.stringify(name)} would leave its folder.`);
  if (seen.has(name)) throw refused(`The entry ${name} is there twice.`);
}

function sealOf(comment: Buffer): string | null {
  const text = comment.toString('latin1');
  const match = /^([0-9a-f]{64})$/.exec(text.startsWith(SEAL_PREFIX) ? text.slice(SEAL_PREFIX.length) : '');
  return match?.[1] ?? null;
}

async function readAt(file: ReadableFile, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, length - at, start + at);
    if (bytesRead === 0) throw damaged(`The file ends at byte ${start + at}`);
    at += bytesRead;
  }
  return bytes;
}

const damaged = (what: string) =>
  new AppError('backup_damaged', `${what}.`, { hint: 'Use another copy of this backup, or an older one.' });
const refused = (what: string, hint = 'This is not a backup. Check where it came from.') =>
  new AppError('backup_damaged', what, { hint });
