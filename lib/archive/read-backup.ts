import type { BackupRef } from '../contract/backup-ref.ts';
import type { BackupManifest } from '../contract/backup.ts';
import { AppError } from '../errors.ts';
import type { FilePlace } from '../files/place.ts';
import { parseExact } from '../json/exact.ts';
import { limitWords } from '../json/limits.ts';
import { processGlobal } from '../process-wide.ts';
import { inThread } from '../thread/run-in-thread.ts';
import { ENTRY_LIMITS, type SmallEntry } from './entry-limits.ts';
import { readPairs, type PairBlock } from './pairs.ts';
import { openZip, type ZipFile } from './read-zip.ts';
import type { ZipEntry } from './zip-layout.ts';

/** Deflate can't shrink anything more than 1,032 times (RFC 1951: 258 bytes in two bits), and repetitive documents come near it. */
const MAX_RATIO = 1_040;
const RATIO_MATTERS_FROM_BYTES = 1024 * 1024;

/** All that a sealed file holds. */
const ENTRIES: readonly string[] = ['index.json', 'objects', 'num_objects.json', 'manifest.json'];

/** A backup file: its small entries read and believed, its documents still to be read. */
export interface BackupFile {
  readonly path: string;
  readonly fileBytes: number;
  readonly origin: 'restore-desk' | 'es_dump_restore';
  readonly manifest: BackupManifest | null;
  /** num_objects.json. */
  readonly promised: number;
  /** The bytes of index.json: an object within DEFINITION_LIMITS. No value has been made of them. */
  readonly definition: Buffer;
  readonly objectsBytes: number;
  readonly objectsCompressedBytes: number;
  /** All pairs; throws `backup_damaged` where the entry is not what it promises, also at its end. */
  pairs(signal?: AbortSignal): AsyncGenerator<PairBlock>;
  /** The pairs in the first so many bytes of the documents; the last source may be cut there. */
  firstPairs(mostBytes: number, signal?: AbortSignal): AsyncGenerator<PairBlock>;
  /** After `pairs` was read to its end: the file as a whole is as it was written. */
  checkSeal(): void;
  close(): Promise<void>;
}

/** Opens backups by their refs, wherever they are kept. Throws `not_found`, `backup_damaged`, `disk`. */
export interface BackupReader {
  open(ref: BackupRef, signal?: AbortSignal): Promise<BackupFile>;
}

/** Throws `backup_damaged` for what is no backup, or one whose small entries can't be read. */
export async function openBackup(place: FilePlace, signal?: AbortSignal): Promise<BackupFile> {
  const zip = await openZip(place, signal);
  try {
    const objects = need(zip, 'objects');
    const { definition, promised, manifest } = await inTurn(need(zip, 'index.json').bytes, () => partsOf(zip, signal));
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

function need(zip: ZipFile, name: string): ZipEntry {
  const entry = zip.entry(name);
  if (entry === undefined) throw damaged(`The entry ${name} is missing`);
  return entry;
}

async function* firstBytes(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let left = most;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** Definitions that have megabytes are read and looked at one at a time: memory does not follow how many backups are listed at once. */
const LARGE_BYTES = 1024 * 1024;
const large = processGlobal('large-definitions', () => ({ last: Promise.resolve() as Promise<unknown> }));

function inTurn<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  if (bytes < LARGE_BYTES) return work();
  const turn = large().last.then(work);
  large().last = turn.catch(() => undefined);
  return turn;
}

async function partsOf(
  zip: ZipFile,
  signal?: AbortSignal,
): Promise<Pick<BackupFile, 'definition' | 'promised' | 'manifest'>> {
  const bytes = await readSmall(zip, 'index.json', signal);
  const hasManifest = zip.entry('manifest.json') !== undefined;
  const { definition, promised, manifest } = await inThread(
    'readParts',
    {
      definition: bytes,
      promised: await readSmall(zip, 'num_objects.json', signal),
      manifest: hasManifest ? await readSmall(zip, 'manifest.json', signal) : null,
    },
    { signal, move: [bytes] },
  );
  return {
    definition: Buffer.from(definition.buffer),
    promised,
    manifest: manifest === null ? null : (parseExact(manifest) as BackupManifest),
  };
}

/** A small entry whole, never more of it than its limit: neither by what it claims nor by what it inflates to. */
async function readSmall(zip: ZipFile, name: SmallEntry, signal?: AbortSignal): Promise<Buffer> {
  const entry = need(zip, name);
  const limits = ENTRY_LIMITS[name];
  if (entry.bytes > limits.bytes)
    throw damaged(
      `The entry ${name} claims ${entry.bytes} bytes, more than it can plausibly have: it ${limitWords('bytes', limits)}`,
    );
  const bytes = Buffer.allocUnsafeSlow(entry.bytes);
  let length = 0;
  for await (const chunk of zip.read(entry, signal)) length += chunk.copy(bytes, length);
  return bytes;
}

function checkParts(zip: ZipFile, promised: number, manifest: BackupManifest | null, objects: ZipEntry): void {
  if (objects.bytes > RATIO_MATTERS_FROM_BYTES && objects.bytes / Math.max(1, objects.compressedBytes) > MAX_RATIO) {
    throw damaged(
      `The entry objects claims to inflate ${Math.round(objects.bytes / objects.compressedBytes)} times, to ${objects.bytes} bytes: deflate can’t do that`,
    );
  }
  if (manifest === null) return;
  const extra = zip.table.seal === null ? undefined : zip.table.entries.find(({ name }) => !ENTRIES.includes(name));
  if (extra !== undefined)
    throw damaged(`The entry ${JSON.stringify(extra.name.slice(0, 200))} was put into the file after it was written`);
  if (zip.table.seal === null)
    throw damaged('The file has a manifest, but its seal at the end is gone: it was changed after it was written');
  if (manifest.documents !== promised)
    throw damaged(`The manifest promises ${manifest.documents} documents and num_objects.json ${promised}`);
  if (manifest.objects.bytes !== objects.bytes)
    throw damaged(
      `The manifest promises ${manifest.objects.bytes} bytes of documents and the table of contents ${objects.bytes}`,
    );
}

const damaged = (what: string) =>
  new AppError('backup_damaged', `${what}.`, { hint: 'Use another copy of this backup, or an older one.' });
