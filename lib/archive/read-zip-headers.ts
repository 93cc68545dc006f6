import type { ReadableFile } from '../files/files.ts';
import { backupDamaged } from './damaged.ts';
import { readAt } from './read-at.ts';
import type { EndOfZip } from './read-zip-end.ts';
import {
  CENTRAL_BYTES,
  CENTRAL_HEADER,
  FLAG_SIZES_FOLLOW,
  LOCAL_BYTES,
  LOCAL_HEADER,
  MAX32,
  ZIP64_EXTRA,
  type ZipEntry,
} from './zip-layout.ts';

/** The entries of the table of contents. `tail`: the file from the start of the table. */
export function readCentral(tail: Buffer, end: EndOfZip): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < end.entries; i++) {
    if (at + CENTRAL_BYTES > end.tableBytes || tail.readUInt32LE(at) !== CENTRAL_HEADER)
      throw backupDamaged(`Entry ${i + 1} of the table of contents is unreadable`);
    const nameBytes = tail.readUInt16LE(at + 28);
    const extraBytes = tail.readUInt16LE(at + 30);
    const next = at + CENTRAL_BYTES + nameBytes + extraBytes + tail.readUInt16LE(at + 32);
    if (next > end.tableBytes) throw backupDamaged(`Entry ${i + 1} of the table of contents is cut short`);
    if (tail.readUInt16LE(at + 34) !== 0)
      throw backupDamaged(`Entry ${i + 1} of the table of contents is said to be in another volume`);
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
  if (at !== end.tableBytes) throw backupDamaged('The table of contents is longer than its entries');
  return entries;
}

/** Replaces the fields that have the ZIP64 marker (MAX32) by the values of the extra field, in its order. */
function zip64Fields(extra: Buffer, fields: number[]): number[] {
  if (!fields.includes(MAX32)) return fields;
  for (let at = 0; at + 4 <= extra.length;) {
    const id = extra.readUInt16LE(at);
    const size = extra.readUInt16LE(at + 2);
    if (id === ZIP64_EXTRA && at + 4 + size <= extra.length) {
      let value = at + 4;
      return fields.map((field) => {
        if (field !== MAX32) return field;
        if (value + 8 > at + 4 + size) throw backupDamaged('A ZIP64 field is missing');
        const zip64Value = Number(extra.readBigUInt64LE(value));
        value += 8;
        if (!Number.isSafeInteger(zip64Value)) throw backupDamaged('A ZIP64 size is impossibly large');
        return zip64Value;
      });
    }
    at += 4 + size;
  }
  throw backupDamaged('A ZIP64 field is missing');
}

/** Throws `backup_damaged` where the local header contradicts the table of contents: one of them was changed. */
export async function readLocalHeader(file: ReadableFile, entry: ZipEntry, tableStart: number): Promise<Buffer> {
  const truncated = () => backupDamaged(`The header of the entry ${entry.name} is cut short`);
  if (entry.offset + LOCAL_BYTES > tableStart) throw truncated();
  const fixed = await readAt(file, entry.offset, LOCAL_BYTES);
  if (fixed.readUInt32LE(0) !== LOCAL_HEADER)
    throw backupDamaged(`There is no entry ${entry.name} at byte ${entry.offset}, where the table of contents puts it`);
  const length = LOCAL_BYTES + fixed.readUInt16LE(26) + fixed.readUInt16LE(28);
  if (entry.offset + length > tableStart) throw truncated();
  const header = await readAt(file, entry.offset, length);
  const nameEnd = LOCAL_BYTES + header.readUInt16LE(26);
  const [bytes, compressedBytes] = zip64Fields(header.subarray(nameEnd), [
    header.readUInt32LE(22),
    header.readUInt32LE(18),
  ]);
  const sizesFollow = (entry.flags & FLAG_SIZES_FOLLOW) !== 0;
  const sizesAgree = sizesFollow
    ? (bytes === 0 || bytes === entry.bytes) && (compressedBytes === 0 || compressedBytes === entry.compressedBytes)
    : bytes === entry.bytes && compressedBytes === entry.compressedBytes;
  const crc = header.readUInt32LE(14);
  const agrees =
    header.toString('utf8', LOCAL_BYTES, nameEnd) === entry.name &&
    header.readUInt16LE(6) === entry.flags &&
    header.readUInt16LE(8) === entry.method &&
    header.readUInt16LE(10) === entry.time &&
    header.readUInt16LE(12) === entry.date &&
    (crc === entry.crc || (sizesFollow && crc === 0)) &&
    sizesAgree;
  if (!agrees)
    throw backupDamaged(`The header of the entry ${entry.name} and the table of contents contradict each other`);
  return header;
}

/** The length of the data descriptor: CRC and sizes after the data, with or without a signature, in 4 or 8 bytes. */
export async function readDescriptorBytes(file: ReadableFile, at: number, entry: ZipEntry): Promise<number> {
  const bytes = await readAt(file, at, 24).catch(() => Buffer.alloc(24));
  for (const [start, wide] of [
    [4, false],
    [0, false],
    [4, true],
    [0, true],
  ] as const) {
    if (start === 4 && bytes.readUInt32LE(0) !== 0x08074b50) continue;
    const compressed = wide ? Number(bytes.readBigUInt64LE(start + 4)) : bytes.readUInt32LE(start + 4);
    const uncompressed = wide
      ? Number(bytes.readBigUInt64LE(start + 12 > 16 ? 16 : start + 12))
      : bytes.readUInt32LE(start + 8);
    if (bytes.readUInt32LE(start) === entry.crc && compressed === entry.compressedBytes && uncompressed === entry.bytes)
      return start + (wide ? 20 : 12);
  }
  throw backupDamaged(`The sizes behind the entry ${entry.name} contradict the table of contents`);
}
