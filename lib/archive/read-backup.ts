import type { BackupRef } from '../contract/backup-ref.ts';
import type { BackupManifest } from '../contract/backup.ts';
import type { FilePlace } from '../files/place.ts';
import { parseExact } from '../json/exact.ts';
import { describeLimit } from '../json/limits.ts';
import { processGlobal } from '../process-wide.ts';
import { inThread } from '../thread/run-in-thread.ts';
import { backupDamaged } from './damaged.ts';
import { ENTRY_LIMITS, type SmallEntry } from './entry-limits.ts';
import { readPairs, type PairBlock } from './pairs.ts';
import { openZip, type ZipFile } from './read-zip.ts';
import type { ZipEntry } from './zip-layout.ts';

/** Deflate compresses at most 1,032 times (RFC 1951: 258 bytes in two bits), and repetitive documents come close. */
const MAX_RATIO = 1_040;
const RATIO_MATTERS_FROM_BYTES = 1024 * 1024;

/** The only entries of a sealed file. */
const ENTRIES: readonly string[] = ['index.json', 'objects', 'num_objects.json', 'manifest.json'];

/** A backup file whose small entries are read and validated. Its documents are not read yet. */
export interface BackupFile {
  readonly path: string;
  readonly fileBytes: number;
  readonly origin: 'restore-desk' | 'es_dump_restore';
  readonly manifest: BackupManifest | null;
  /** The number of documents in num_objects.json. */
  readonly promised: number;
  /** The bytes of index.json: a JSON object within DEFINITION_LIMITS, not parsed. */
  readonly definition: Buffer;
  readonly objectsBytes: number;
  readonly objectsCompressedBytes: number;
  /** All pairs. Throws `backup_damaged`, also at the end, where the entry does not match its size or checksum. */
  pairs(signal?: AbortSignal): AsyncGenerator<PairBlock>;
  /** The pairs in the first `mostBytes` of the documents. The last source may be truncated. */
  firstPairs(mostBytes: number, signal?: AbortSignal): AsyncGenerator<PairBlock>;
  /** After `pairs` was read to its end. Throws `backup_damaged` where the file was changed after it was written. */
  checkSeal(): void;
  close(): Promise<void>;
}

/** Opens backups of any kind by their refs. Throws `not_found`, `backup_damaged`, `disk`. */
export interface BackupReader {
  open(ref: BackupRef, signal?: AbortSignal): Promise<BackupFile>;
}

/** Throws `backup_damaged` where the file is not a backup, or its small entries can't be read. */
export async function openBackup(place: FilePlace, signal?: AbortSignal): Promise<BackupFile> {
  const zip = await openZip(place, signal);
  try {
    const objects = requireEntry(zip, 'objects');
    const { definition, promised, manifest } = await oneAtATime(requireEntry(zip, 'index.json').bytes, () =>
      readSmallEntries(zip, signal),
    );
    checkParts(zip, promised, manifest, objects);
    return {
      path: zip.path,
      fileBytes: zip.fileBytes,
      origin: manifest === null ? 'es_dump_restore' : 'restore-desk',
      manifest,
      promised,
      definition,
      objectsBytes: objects.bytes,
      objectsCompressedBytes: objects.compressedBytes,
      pairs: (readSignal) => readPairs(zip.read(objects, readSignal)),
      firstPairs: (mostBytes, readSignal) => readPairs(firstBytes(zip.read(objects, readSignal), mostBytes)),
      checkSeal: () => zip.checkSeal(),
      close: () => zip.close(),
    };
  } catch (error) {
    await zip.close();
    throw error;
  }
}

function requireEntry(zip: ZipFile, name: string): ZipEntry {
  const entry = zip.entry(name);
  if (entry === undefined) throw backupDamaged(`The entry ${name} is missing`);
  return entry;
}

async function* firstBytes(chunks: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let remaining = limit;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, remaining);
    remaining -= chunk.length;
    if (remaining <= 0) return;
  }
}

/** Definitions of megabytes are read one at a time, so memory does not grow with the number of backups that are listed. */
const LARGE_BYTES = 1024 * 1024;
const largeDefinitions = processGlobal('large-definitions', () => ({ last: Promise.resolve() as Promise<unknown> }));

function oneAtATime<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  if (bytes < LARGE_BYTES) return work();
  const result = largeDefinitions().last.then(work);
  largeDefinitions().last = result.catch(() => undefined);
  return result;
}

async function readSmallEntries(
  zip: ZipFile,
  signal?: AbortSignal,
): Promise<Pick<BackupFile, 'definition' | 'promised' | 'manifest'>> {
  const bytes = await readSmallEntry(zip, 'index.json', signal);
  const hasManifest = zip.entry('manifest.json') !== undefined;
  const { definition, promised, manifest } = await inThread(
    'readParts',
    {
      definition: bytes,
      promised: await readSmallEntry(zip, 'num_objects.json', signal),
      manifest: hasManifest ? await readSmallEntry(zip, 'manifest.json', signal) : null,
    },
    { signal, transfer: [bytes] },
  );
  return {
    definition: Buffer.from(definition.buffer),
    promised,
    manifest: manifest === null ? null : (parseExact(manifest) as BackupManifest),
  };
}

/** A whole small entry, within its limit both by its declared and by its inflated size. Throws `backup_damaged`. */
async function readSmallEntry(zip: ZipFile, name: SmallEntry, signal?: AbortSignal): Promise<Buffer> {
  const entry = requireEntry(zip, name);
  const limits = ENTRY_LIMITS[name];
  if (entry.bytes > limits.bytes)
    throw backupDamaged(
      `The entry ${name} claims ${entry.bytes} bytes, more than it can plausibly have: it ${describeLimit('bytes', limits)}`,
    );
  const bytes = Buffer.allocUnsafeSlow(entry.bytes);
  let length = 0;
  for await (const chunk of zip.read(entry, signal)) length += chunk.copy(bytes, length);
  return bytes;
}

function checkParts(zip: ZipFile, promised: number, manifest: BackupManifest | null, objects: ZipEntry): void {
  if (objects.bytes > RATIO_MATTERS_FROM_BYTES && objects.bytes / Math.max(1, objects.compressedBytes) > MAX_RATIO) {
    throw backupDamaged(
      `The entry objects claims to inflate ${Math.round(objects.bytes / objects.compressedBytes)} times, to ${objects.bytes} bytes: deflate can’t do that`,
    );
  }
  if (manifest === null) return;
  const extra = zip.table.seal === null ? undefined : zip.table.entries.find(({ name }) => !ENTRIES.includes(name));
  if (extra !== undefined)
    throw backupDamaged(
      `The entry ${JSON.stringify(extra.name.slice(0, 200))} was put into the file after it was written`,
    );
  if (zip.table.seal === null)
    throw backupDamaged(
      'The file has a manifest, but its seal at the end is missing: it was changed after it was written',
    );
  if (manifest.documents !== promised)
    throw backupDamaged(`The manifest says ${manifest.documents} documents, and num_objects.json says ${promised}`);
  if (manifest.objects.bytes !== objects.bytes)
    throw backupDamaged(
      `The manifest says ${manifest.objects.bytes} bytes of documents, and the table of contents says ${objects.bytes}`,
    );
}
