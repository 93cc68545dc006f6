import type { BackupRef } from '../contract/backup-ref.ts';
import { backupManifest, type BackupManifest } from '../contract/backup.ts';
import { AppError } from '../errors.ts';
import type { FilePlace } from '../files/place.ts';
import { parseExact } from '../json/exact.ts';
import { validateJson, VALID } from '../json/validate.ts';
import { readPairs, type PairBlock } from './pairs.ts';
import { openZip, type ZipFile } from './read-zip.ts';
import type { ZipEntry } from './zip-layout.ts';

/** index.json, num_objects.json and manifest.json are read whole; nothing plausible is larger. */
const MAX_SMALL_ENTRY_BYTES = 64 * 1024 * 1024;
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
  /** index.json, numbers as they stand. */
  readonly settings: unknown;
  readonly mappings: unknown;
  readonly objectsBytes: number;
  readonly objectsCompressedBytes: number;
  /** All pairs; throws `backup_damaged` where the entry is not what it promises, also at its end. */
  pairs(signal?: AbortSignal): AsyncGenerator<PairBlock>;
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
    const index = (await readJson(zip, need(zip, 'index.json'), signal)) as { settings?: unknown; mappings?: unknown };
    const promised = (await readJson(zip, need(zip, 'num_objects.json'), signal)) as { num_objects?: unknown };
    const manifest =
      zip.entry('manifest.json') === undefined
        ? null
        : parseManifest(await readJson(zip, need(zip, 'manifest.json'), signal));
    checkParts(zip, index, promised, manifest, objects);
    return {
      path: zip.path,
      fileBytes: zip.fileBytes,
      origin: manifest === null ? 'es_dump_restore' : 'restore-desk',
      manifest,
      promised: promised.num_objects as number,
      settings: index.settings ?? {},
      mappings: index.mappings ?? {},
      objectsBytes: objects.bytes,
      objectsCompressedBytes: objects.compressedBytes,
      pairs: (readSignal) => readPairs(zip.read(objects, readSignal)),
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

async function readJson(zip: ZipFile, entry: ZipEntry, signal?: AbortSignal): Promise<unknown> {
  if (entry.bytes > MAX_SMALL_ENTRY_BYTES)
    throw damaged(`The entry ${entry.name} claims ${entry.bytes} bytes, more than it can plausibly have`);
  const bytes = Buffer.concat(await Array.fromAsync(zip.read(entry, signal)));
  if (validateJson(bytes, 0, bytes.length) !== VALID) throw damaged(`The entry ${entry.name} is not JSON`);
  const value = parseExact(bytes.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damaged(`The entry ${entry.name} is not a JSON object`);
  return value;
}

function parseManifest(value: unknown): BackupManifest {
  const format = (value as { format?: unknown }).format;
  if (typeof format === 'number' && format > 1)
    throw new AppError('unsupported', `This backup was written by a newer Restore Desk (format ${format}).`, {
      hint: 'Restore it with that version or a later one.',
    });
  const parsed = backupManifest.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw damaged(
      `The entry manifest.json is not a manifest (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
    );
  }
  return parsed.data;
}

function checkParts(
  zip: ZipFile,
  index: { settings?: unknown; mappings?: unknown },
  promised: { num_objects?: unknown },
  manifest: BackupManifest | null,
  objects: ZipEntry,
): void {
  if (!Number.isSafeInteger(promised.num_objects) || (promised.num_objects as number) < 0)
    throw damaged('num_objects.json does not say how many documents there are');
  if (index.mappings === undefined && index.settings === undefined)
    throw damaged('index.json has neither settings nor mappings');
  if (objects.bytes > RATIO_MATTERS_FROM_BYTES && objects.bytes / Math.max(1, objects.compressedBytes) > MAX_RATIO) {
    throw damaged(
      `The entry objects claims to inflate ${Math.round(objects.bytes / objects.compressedBytes)} times, to ${objects.bytes} bytes: deflate can’t do that`,
    );
  }
  if (manifest === null) return;
  const extra = zip.table.seal === null ? undefined : zip.table.entries.find(({ name }) => !ENTRIES.includes(name));
  if (extra !== undefined)
    throw damaged(`The entry ${JSON.stringify(extra.name)} was put into the file after it was written`);
  if (zip.table.seal === null)
    throw damaged('The file has a manifest, but its seal at the end is gone: it was changed after it was written');
  if (manifest.documents !== promised.num_objects)
    throw damaged(
      `The manifest promises ${manifest.documents} documents and num_objects.json ${String(promised.num_objects)}`,
    );
  if (manifest.objects.bytes !== objects.bytes)
    throw damaged(
      `The manifest promises ${manifest.objects.bytes} bytes of documents and the table of contents ${objects.bytes}`,
    );
}

const damaged = (what: string) =>
  new AppError('backup_damaged', `${what}.`, { hint: 'Use another copy of this backup, or an older one.' });
