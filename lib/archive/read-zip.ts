import { createHash } from 'node:crypto';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { AppError, cancelled, isAppError } from '../errors.ts';
import { readTable, type ZipTable } from './read-zip-table.ts';
import { DEFLATED, type ZipEntry } from './zip-layout.ts';

const READ_BYTES = 512 * 1024;

/** A zip whose table of contents has been read and believed only as far as it agrees with itself. */
export interface ZipFile {
  readonly path: string;
  readonly fileBytes: number;
  readonly table: ZipTable;
  entry(name: string): ZipEntry | undefined;
  /**
   * The entry's bytes, inflated, to its end. Throws `backup_damaged` where size or CRC-32 is not the promised one,
   * also after bytes were handed out: what was read counts only when the end was reached.
   */
  read(entry: ZipEntry, signal?: AbortSignal): AsyncGenerator<Buffer>;
  /** After every entry was read once: throws `backup_damaged` unless the seal over the whole file holds. */
  checkSeal(): void;
  close(): Promise<void>;
}

export async function openZip(path: string): Promise<ZipFile> {
  const file = await openFile(path);
  try {
    const { size: fileBytes } = await file.stat();
    const table = await readTable(file, fileBytes);
    const dataHashes = new Map<string, Buffer>();
    return {
      path,
      fileBytes,
      table,
      entry: (name) => table.entries.find((entry) => entry.name === name),
      read: (entry, signal) => readEntry(file, entry, table, (hash) => dataHashes.set(entry.name, hash), signal),
      checkSeal: () => {
        checkSeal(table, dataHashes);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const found = await stat(path);
    // A pipe would be waited for; a zip is read from its end.
    if (!found.isFile())
      throw new AppError(
        'not_found',
        `${path} is ${found.isDirectory() ? 'a folder' : 'no ordinary file'}, not a backup.`,
        { hint: 'Name the zip file itself.' },
      );
    return await open(path, 'r');
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw new AppError('not_found', `There is no file ${path}.`, { cause });
    throw new AppError('disk', `${path} can't be read (${code ?? String(cause)}).`, {
      cause,
      hint: 'Check the permissions of the backup directory.',
    });
  }
}

async function* readEntry(
  file: FileHandle,
  entry: ZipEntry,
  table: ZipTable,
  keepHash: (hash: Buffer) => void,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const dataHash = table.seal === null ? null : createHash('sha256');
  const raw = readRange(file, table.dataOffsets.get(entry.name)!, entry.compressedBytes, dataHash, signal);
  let bytes = 0;
  let crc = 0;
  try {
    for await (const chunk of entry.method === DEFLATED ? inflate(raw, entry) : raw) {
      bytes += chunk.length;
      if (bytes > entry.bytes) throw damaged(entry, `it inflates to more than the ${entry.bytes} bytes it promises`);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    throw isAppError(error)
      ? error
      : damaged(entry, `its data cannot be inflated after byte ${bytes} (${(error as Error).message})`);
  }
  if (bytes !== entry.bytes) throw damaged(entry, `${bytes} bytes instead of the ${entry.bytes} promised`);
  if (crc !== entry.crc) throw damaged(entry, 'its CRC-32 does not match');
  if (dataHash !== null) keepHash(dataHash.digest());
}

async function* inflate(raw: AsyncIterable<Buffer>, entry: ZipEntry): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw({ chunkSize: 256 * 1024 });
  const feeding = pipeline(Readable.from(raw, { objectMode: true, highWaterMark: 2 }), inflater);
  feeding.catch(() => undefined);
  for await (const chunk of inflater) yield chunk as Buffer;
  await feeding;
  if (inflater.bytesWritten !== entry.compressedBytes)
    throw damaged(entry, `its data ends after ${inflater.bytesWritten} of ${entry.compressedBytes} bytes`);
}

async function* readRange(
  file: FileHandle,
  start: number,
  length: number,
  hash: ReturnType<typeof createHash> | null,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  let at = 0;
  while (at < length) {
    if (signal?.aborted) throw cancelled();
    const chunk = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, length - at));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, start + at).catch((cause: unknown) => {
      throw new AppError('disk', `The file can't be read at byte ${start + at}.`, { cause });
    });
    if (bytesRead === 0)
      throw new AppError('backup_damaged', `The file ends at byte ${start + at}, in the middle of its data.`, {
        hint: 'It was cut short, perhaps while being copied.',
      });
    const bytes = chunk.subarray(0, bytesRead);
    hash?.update(bytes);
    at += bytesRead;
    yield bytes;
  }
}

function checkSeal(table: ZipTable, dataHashes: ReadonlyMap<string, Buffer>): void {
  if (table.seal === null) return;
  const seal = createHash('sha256');
  for (const entry of table.entries) {
    const data = dataHashes.get(entry.name);
    if (data === undefined) throw new Error(`checkSeal before ${entry.name} was read`);
    seal.update(table.localHeaders.get(entry.name)!).update(data);
  }
  seal.update(table.tail);
  if (seal.digest('hex') !== table.seal) {
    throw new AppError(
      'backup_damaged',
      'The file was changed after it was written: its seal does not match its bytes.',
      { hint: 'Use another copy of this backup, or an older one.' },
    );
  }
}

const damaged = (entry: ZipEntry, what: string) =>
  new AppError('backup_damaged', `The entry ${entry.name} is damaged: ${what}.`, {
    hint: 'Use another copy of this backup, or an older one.',
    details: { entry: entry.name },
  });
