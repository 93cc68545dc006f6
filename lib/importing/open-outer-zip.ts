import { Open, type CentralDirectory, type File } from 'unzipper';
import { BUNDLE_COMMENT } from '../archive/bundle-comment.ts';
import { backupDamaged, notABackup } from '../archive/damaged.ts';
import { findEnd } from '../archive/read-zip-end.ts';
import { AppError, cancelled, isAppError } from '../errors.ts';
import type { OpenedFile } from '../files/files.ts';
import { formatCount } from '../format.ts';
import { overlaps } from './choose-entries.ts';
import type { OuterEntry } from './outer-entry.ts';
import { readEntry } from './read-entry.ts';
import { ZipSource } from './zip-source.ts';

/** A zip that holds backups, or is one. */
export interface OuterZip {
  readonly entries: readonly OuterEntry[];
  /** Restore Desk wrote it, as a download of several backups. */
  readonly isBundle: boolean;
  /** An entry's bytes to its end. Throws `backup_damaged` where they are not those of its header, `disk`, `cancelled`. */
  read(entry: OuterEntry, signal: AbortSignal): AsyncGenerator<Buffer>;
}

/** Names have up to 65,535 bytes; those of backups a hundred. */
const TABLE_BYTES_PER_ENTRY = 1024;
const SIGNATURE = 'PK\x03\x04';
/** Of a zip without entries, with and without ZIP64. */
const SIGNATURES_OF_EMPTY: readonly string[] = ['PK\x05\x06', 'PK\x06\x06'];
/** Unix and macOS; of other systems, the upper half of the attributes means something else. */
const HOSTS_WITH_MODES: readonly number[] = [3, 19];
const LIST_WITHIN_MS = 60_000;

/**
 * Reads the table of contents. Throws `refused` for more entries than `maxFiles`, `backup_damaged` where it is no zip, is damaged, or was made to unpack to more than it
 * holds.
 *
 * `unzipper` looks for the *first* end record in the last bytes of a file, which in a zip of zips is that of the last zip in
 * it: so the end record is found, and its numbers are checked, before.
 */
export async function openOuterZip(file: OpenedFile, maxFiles: number, signal: AbortSignal): Promise<OuterZip> {
  const fileBytes = file.facts.size;
  await requireZip(file);
  const end = await findEnd(file, fileBytes, {
    entries: maxFiles,
    bytes: maxFiles * TABLE_BYTES_PER_ENTRY,
    exceeded: (entries) =>
      new AppError(
        'refused',
        `The zip has ${formatCount(entries)} entries; at most ${formatCount(maxFiles)} are imported at a time.`,
        { hint: 'Split it, or ask an administrator to raise `import.maxFiles` in the configuration.' },
      ),
  });
  const source = new ZipSource(file, signal);
  const directory = await listEntries(source, fileBytes - end.endStart, signal);
  const files = new Map(directory.files.map((entry) => [entryOf(entry), entry]));
  const entries = [...files.keys()];
  if (entries.length !== end.entries || entries.some((entry) => !isPlausible(entry, end.tableStart)))
    throw backupDamaged('The table of contents is damaged');
  if (overlaps(entries, end.tableStart))
    throw backupDamaged('Entries of the zip share the same bytes: it was made to unpack to more than it holds');
  const isBundle = end.comment.toString('latin1') === BUNDLE_COMMENT;
  return { entries, isBundle, read: (entry, reading) => readEntry(source, files.get(entry)!, reading) };
}

async function requireZip(file: OpenedFile): Promise<void> {
  const first = Buffer.alloc(SIGNATURE.length);
  const { bytesRead } = await file.read(first, 0, first.length, 0);
  if (bytesRead === 0) throw notABackup('It is empty.');
  if (SIGNATURES_OF_EMPTY.includes(first.toString('latin1'))) throw notABackup('The zip is empty: it holds no backup.');
  if (first.toString('latin1') !== SIGNATURE) throw notABackup('It is no zip file.');
}

async function listEntries(source: ZipSource, tailSize: number, signal: AbortSignal): Promise<CentralDirectory> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(LIST_WITHIN_MS)]);
  const aborted = new Promise<never>((_, reject) => {
    within.addEventListener('abort', () => reject(cancelled()), { once: true });
  });
  aborted.catch(() => undefined);
  try {
    // Errors of the source don't reach the promise of `unzipper`, which would wait for ever.
    return await Promise.race([Open.custom(source, { tailSize }), source.failed(), aborted]);
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (isAppError(error) && error.code !== 'cancelled') throw error;
    throw new AppError('backup_damaged', 'The table of contents of the zip can’t be read.', { cause: error });
  } finally {
    source.closeStreams();
  }
}

const entryOf = (file: File): OuterEntry => ({
  name: file.path,
  nameBytes: file.fileNameLength,
  method: file.compressionMethod,
  flags: file.flags,
  crc: file.crc32,
  bytes: file.uncompressedSize,
  compressedBytes: file.compressedSize,
  offset: file.offsetToLocalFileHeader,
  mode: HOSTS_WITH_MODES.includes(file.versionMadeBy >>> 8) ? file.externalFileAttributes >>> 16 : 0,
});

const isPlausible = ({ bytes, compressedBytes, offset }: OuterEntry, tableStart: number): boolean =>
  [bytes, compressedBytes, offset].every(Number.isSafeInteger) && offset + compressedBytes <= tableStart;
