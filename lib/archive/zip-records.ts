import {
  CENTRAL_BYTES,
  CENTRAL_HEADER,
  END,
  END_BYTES,
  LOCAL_BYTES,
  LOCAL_HEADER,
  MAX32,
  PADDING_EXTRA,
  ZIP64_END,
  ZIP64_END_BYTES,
  ZIP64_EXTRA,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_BYTES,
  type ZipEntry,
} from './zip-layout.ts';

const isLarge = (entry: ZipEntry) => entry.bytes >= MAX32 || entry.compressedBytes >= MAX32;
const versionNeeded = (large: boolean) => (large ? 45 : 20);

/** `reserve`: with space for ZIP64 sizes, so that the rewritten header has the same length. */
export function localHeader(entry: ZipEntry, reserve: boolean): Buffer {
  const name = Buffer.from(entry.name, 'utf8');
  const large = isLarge(entry);
  const header = Buffer.alloc(LOCAL_BYTES + name.length + (reserve ? 20 : 0));
  header.writeUInt32LE(LOCAL_HEADER, 0);
  header.writeUInt16LE(versionNeeded(large), 4);
  header.writeUInt16LE(entry.flags, 6);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt16LE(entry.time, 10);
  header.writeUInt16LE(entry.date, 12);
  header.writeUInt32LE(entry.crc, 14);
  header.writeUInt32LE(large ? MAX32 : entry.compressedBytes, 18);
  header.writeUInt32LE(large ? MAX32 : entry.bytes, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(reserve ? 20 : 0, 28);
  name.copy(header, LOCAL_BYTES);
  if (reserve) {
    const extra = LOCAL_BYTES + name.length;
    header.writeUInt16LE(large ? ZIP64_EXTRA : PADDING_EXTRA, extra);
    header.writeUInt16LE(16, extra + 2);
    if (large) {
      header.writeBigUInt64LE(BigInt(entry.bytes), extra + 4);
      header.writeBigUInt64LE(BigInt(entry.compressedBytes), extra + 12);
    }
  }
  return header;
}

export function centralHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name, 'utf8');
  const large: bigint[] = [];
  const field = (value: number): number => {
    if (value < MAX32) return value;
    large.push(BigInt(value));
    return MAX32;
  };
  // The order of the ZIP64 values is the order of the fields: size, compressed size, offset.
  const bytes = field(entry.bytes);
  const compressedBytes = field(entry.compressedBytes);
  const offset = field(entry.offset);
  const extraBytes = large.length === 0 ? 0 : 4 + 8 * large.length;
  const header = Buffer.alloc(CENTRAL_BYTES + name.length + extraBytes);
  header.writeUInt32LE(CENTRAL_HEADER, 0);
  header.writeUInt16LE((3 << 8) | 45, 4); // made on Unix
  header.writeUInt16LE(versionNeeded(isLarge(entry)), 6);
  header.writeUInt16LE(entry.flags, 8);
  header.writeUInt16LE(entry.method, 10);
  header.writeUInt16LE(entry.time, 12);
  header.writeUInt16LE(entry.date, 14);
  header.writeUInt32LE(entry.crc, 16);
  header.writeUInt32LE(compressedBytes, 20);
  header.writeUInt32LE(bytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extraBytes, 30);
  header.writeUInt32LE((0o100640 << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  name.copy(header, CENTRAL_BYTES);
  let at = CENTRAL_BYTES + name.length;
  if (extraBytes > 0) {
    header.writeUInt16LE(ZIP64_EXTRA, at);
    header.writeUInt16LE(8 * large.length, at + 2);
    at += 4;
    for (const value of large) at = header.writeBigUInt64LE(value, at);
  }
  return header;
}

/** The end record, after the ZIP64 records where the table starts beyond 4 GiB. The comment's length is zero. */
export function endRecords(entries: number, tableBytes: number, tableStart: number): Buffer {
  const zip64 = tableStart >= MAX32;
  const end = Buffer.alloc((zip64 ? ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES : 0) + END_BYTES);
  let at = 0;
  if (zip64) {
    end.writeUInt32LE(ZIP64_END, 0);
    end.writeBigUInt64LE(BigInt(ZIP64_END_BYTES - 12), 4);
    end.writeUInt16LE((3 << 8) | 45, 12);
    end.writeUInt16LE(45, 14);
    end.writeBigUInt64LE(BigInt(entries), 24);
    end.writeBigUInt64LE(BigInt(entries), 32);
    end.writeBigUInt64LE(BigInt(tableBytes), 40);
    end.writeBigUInt64LE(BigInt(tableStart), 48);
    end.writeUInt32LE(ZIP64_LOCATOR, 56);
    end.writeBigUInt64LE(BigInt(tableStart + tableBytes), 64);
    end.writeUInt32LE(1, 72);
    at = ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES;
  }
  end.writeUInt32LE(END, at);
  end.writeUInt16LE(entries, at + 8);
  end.writeUInt16LE(entries, at + 10);
  end.writeUInt32LE(tableBytes, at + 12);
  end.writeUInt32LE(zip64 ? MAX32 : tableStart, at + 16);
  return end;
}

/** MS-DOS time in UTC: steps of two seconds, from 1980. */
export function dosTime(at: Date): { time: number; date: number } {
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((Math.max(1980, at.getUTCFullYear()) - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}
