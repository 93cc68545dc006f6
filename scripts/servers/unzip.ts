import { constants } from 'node:fs';
import { mkdir, open, chmod, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

interface Entry {
  name: string;
  mode: number;
  method: number;
  crc: number;
  packed: number;
  offset: number;
}

/**
 * Unpacks a server's zip with its permission bits: 6.8 starts a native program that must be executable, and `jar` drops
 * the bits. Entries below 2 GiB, no ZIP64, no links.
 */
export async function unzip(file: string, into: string): Promise<void> {
  const handle = await open(file, constants.O_RDONLY);
  try {
    for (const entry of await readEntries(handle)) await unpack(handle, entry, into);
  } finally {
    await handle.close();
  }
}

/** The bytes of one entry; null if there is none of that name. */
export async function readEntry(file: string, name: string): Promise<Buffer | null> {
  const handle = await open(file, constants.O_RDONLY);
  try {
    const entry = (await readEntries(handle)).find((candidate) => candidate.name === name);
    return entry ? await readContent(handle, entry) : null;
  } finally {
    await handle.close();
  }
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('The zip ends too early.');
  return buffer;
}

async function readEntries(handle: FileHandle): Promise<Entry[]> {
  const { size } = await handle.stat();
  const tailLength = Math.min(size, 65_557); // the end record and its longest possible comment
  const tail = await read(handle, size - tailLength, tailLength);
  const end = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (end < 0) throw new Error('This is no zip: it has no end record.');
  const count = tail.readUInt16LE(end + 10);
  const directory = await read(handle, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const found: Entry[] = [];
  for (let at = 0; found.length < count;) {
    if (directory.readUInt32LE(at) !== 0x02014b50) throw new Error('The zip’s directory is damaged.');
    const nameLength = directory.readUInt16LE(at + 28);
    found.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return found;
}

async function unpack(handle: FileHandle, entry: Entry, into: string): Promise<void> {
  const path = normalize(join(into, entry.name));
  if (!path.startsWith(normalize(into) + sep)) throw new Error(`The zip’s entry ${entry.name} leaves its folder.`);
  if (entry.name.endsWith('/')) {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await readContent(handle, entry));
  // Readable for the server's unprivileged user, whatever the zip and the umask say.
  await chmod(path, entry.mode | 0o644);
}

async function readContent(handle: FileHandle, entry: Entry): Promise<Buffer> {
  const local = await read(handle, entry.offset, 30);
  const packed = await read(handle, entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28), entry.packed);
  const bytes = entry.method === 0 ? packed : await inflate(packed);
  if (crc32(bytes) !== entry.crc) throw new Error(`The zip’s entry ${entry.name} is damaged.`);
  return bytes;
}
