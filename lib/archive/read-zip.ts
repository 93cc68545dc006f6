import { createHash } from 'node:crypto';
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import { releaseIfUnpooled } from '../buffers.ts';
import { AppError, cancelled, isAppError } from '../errors.ts';
import type { OpenedFile } from '../files/files.ts';
import { openForReading, pathOf, type FilePlace } from '../files/place.ts';
import { readTable, type ZipTable } from './read-zip-table.ts';
import { DEFLATED, type ZipEntry } from './zip-layout.ts';

const READ_BYTES = 512 * 1024;

/** A zip whose table of contents has been read and validated. */
export interface ZipFile {
  readonly path: string;
  readonly fileBytes: number;
  readonly table: ZipTable;
  entry(name: string): ZipEntry | undefined;
  /**
   * The entry's bytes, inflated, to its end. Throws `backup_damaged` where size or CRC-32 do not match the header, also
   * after bytes were yielded: they are valid only when the end was reached.
   */
  read(entry: ZipEntry, signal?: AbortSignal): AsyncGenerator<Buffer>;
  /** After every entry was read once. Throws `backup_damaged` where the seal over the whole file does not match. */
  checkSeal(): void;
  close(): Promise<void>;
}

/** `signal` cancels every read of the file at once. */
export async function openZip(place: FilePlace, signal?: AbortSignal): Promise<ZipFile> {
  const path = pathOf(place);
  const file = await openForReading(place, signal);
  try {
    const fileBytes = file.facts.size;
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
      close: async () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

async function* readEntry(
  file: OpenedFile,
  entry: ZipEntry,
  table: ZipTable,
  onHash: (hash: Buffer) => void,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const dataHash = table.seal === null ? null : createHash('sha256');
  const raw = readRange(file, table.dataOffsets.get(entry.name)!, entry.compressedBytes, dataHash, signal);
  let bytes = 0;
  let crc = 0;
  try {
    for await (const chunk of entry.method === DEFLATED ? inflate(raw, entry) : raw) {
      bytes += chunk.length;
      if (bytes > entry.bytes)
        throw damaged(entry, `it inflates to more than the ${entry.bytes} bytes that its header says`);
      crc = crc32(chunk, crc);
      yield chunk;
    }
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    throw isAppError(error)
      ? error
      : damaged(entry, `its data cannot be inflated after byte ${bytes} (${(error as Error).message})`);
  }
  if (bytes !== entry.bytes) throw damaged(entry, `${bytes} bytes instead of ${entry.bytes}`);
  if (crc !== entry.crc) throw damaged(entry, 'its CRC-32 does not match');
  if (dataHash !== null) onHash(dataHash.digest());
}

async function* inflate(raw: AsyncIterable<Buffer>, entry: ZipEntry): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw({ chunkSize: 256 * 1024 });
  const input = feed(raw, inflater);
  input.catch((error: Error) => inflater.destroy(error));
  for await (const chunk of inflater) yield chunk as Buffer;
  await input;
  if (inflater.bytesWritten !== entry.compressedBytes)
    throw damaged(entry, `its data ends after ${inflater.bytesWritten} of ${entry.compressedBytes} bytes`);
}

/** Frees the memory of each piece as soon as it is inflated: as garbage, pieces would pile up to tens of megabytes. */
async function feed(raw: AsyncIterable<Buffer>, inflater: InflateRaw): Promise<void> {
  for await (const piece of raw) {
    await new Promise<void>((resolve, reject) => {
      // Of a stream that is destroyed, the callback of a write is called with an error.
      inflater.write(piece, (error) => (error ? reject(error) : resolve()));
    });
    releaseIfUnpooled(piece);
  }
  inflater.end();
}

/** Reads the next piece while this one is processed. */
async function* readRange(
  file: OpenedFile,
  start: number,
  length: number,
  hash: ReturnType<typeof createHash> | null,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  let next: Promise<Buffer> | null = null;
  for (let at = 0; at < length;) {
    if (signal?.aborted) throw cancelled();
    const bytes = await (next ?? readPiece(file, start + at, length - at, signal));
    at += bytes.length;
    next = at < length ? readPiece(file, start + at, length - at, signal) : null;
    next?.catch(() => undefined);
    hash?.update(bytes);
    yield bytes;
  }
}

async function readPiece(file: OpenedFile, at: number, maxBytes: number, signal?: AbortSignal): Promise<Buffer> {
  const piece = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, maxBytes));
  const { bytesRead } = await file.read(piece, 0, piece.length, at, signal).catch((cause: unknown) => {
    if (isAppError(cause)) throw cause;
    throw new AppError('disk', `The file can't be read at byte ${at}.`, { cause });
  });
  if (bytesRead === 0)
    throw new AppError('backup_damaged', `The file ends at byte ${at}, in the middle of its data.`, {
      hint: 'It was cut short, perhaps while being copied.',
    });
  return piece.subarray(0, bytesRead);
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
