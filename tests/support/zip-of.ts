import { crc32, deflateRawSync } from 'node:zlib';

export interface TestZipEntry {
  name: string;
  content: string;
  flags?: number;
  method?: number;
  /** Deflated bytes, instead of the content's. */
  raw?: Buffer;
  /** The uncompressed size in its headers, instead of the content's. */
  declaredSize?: number;
  /** The CRC-32 in its headers, instead of the content's. */
  crc?: number;
  /** File type and permissions on Unix. */
  mode?: number;
  /** The system it was made on; default 3, Unix. */
  host?: number;
}

/**
 * A zip in which a test can make anything wrong; sizes beyond 32 bits by ZIP64. Shares no code with the product's
 * writer.
 */
export function createZip(entries: readonly TestZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const table: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, content, flags = 0, method = 8, raw, declaredSize, crc = crc32(content), mode = 0, host = 3 } = entry;
    const data = raw ?? (method === 0 ? Buffer.from(content) : deflateRawSync(content));
    const size = declaredSize ?? Buffer.byteLength(content);
    const large = size >= 0xffffffff;
    const extra = Buffer.alloc(large ? 20 : 0);
    if (large) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(16, 2);
      extra.writeBigUInt64LE(BigInt(size), 4);
      extra.writeBigUInt64LE(BigInt(data.length), 12);
    }
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(large ? 45 : 20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(large ? 0xffffffff : data.length, 14);
    fields.writeUInt32LE(large ? 0xffffffff : size, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    fields.writeUInt16LE(extra.length, 24);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), extra, data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    table.push(
      Buffer.concat([
        Buffer.from('PK\u0001\u0002', 'latin1'),
        Buffer.from([20, host]),
        fields,
        rest,
        Buffer.from(name),
        extra,
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const tableBytes = Buffer.concat(table);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(tableBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, tableBytes, end]);
}

/** Adds one entry after those of a zip (no ZIP64) and keeps its comment, as zip tools do. */
export function appendEntry(zip: Buffer, entry: TestZipEntry): Buffer {
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const [count, size, offset] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 12), zip.readUInt32LE(end + 16)];
  const one = createZip([entry]);
  const tableOfOne = one.indexOf('PK\u0001\u0002', 0, 'latin1');
  const local = one.subarray(0, tableOfOne);
  const row = Buffer.from(one.subarray(tableOfOne, one.length - 22));
  row.writeUInt32LE(offset, 42); // at the former place of the central directory
  const closing = Buffer.from(zip.subarray(end));
  closing.writeUInt16LE(count + 1, 8);
  closing.writeUInt16LE(count + 1, 10);
  closing.writeUInt32LE(size + row.length, 12);
  closing.writeUInt32LE(offset + local.length, 16);
  return Buffer.concat([zip.subarray(0, offset), local, zip.subarray(offset, offset + size), row, closing]);
}
