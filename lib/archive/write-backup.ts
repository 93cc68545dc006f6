import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BackupManifest } from '../contract/backup.ts';
import type { DocumentTokens } from '../json/document-tokens.ts';
import { AppError, isAppError } from '../errors.ts';
import { filesOf, type Files, type NewFile } from '../files/files.ts';
import { codeOf } from '../files/inside.ts';
import { CHANGED } from '../files/protocol.ts';
import { exceededLimit } from '../json/limits.ts';
import { backupPath, UNFINISHED } from './backup-names.ts';
import { ContentDigest } from './digest.ts';
import { DocumentLines } from './document-lines.ts';
import { ENTRY_LIMITS } from './entry-limits.ts';
import { ZipWriter, type EntryStream } from './write-zip.ts';

/** Deflate level: 1 costs a third of 6 for files 11 % larger (docs/speed.md). */
export const DEFAULT_LEVEL = 1;

const REMOVED_WITHIN_MS = 3_000;

type ManifestFacts = Omit<BackupManifest, 'format' | 'tool' | 'documents' | 'objects' | 'digest' | 'endedAt'>;

/** One backup being written. It is `<name>.zip.partial` until `publish`; `discard` leaves nothing. */
export interface BackupWriter {
  readonly documents: number;
  readonly fileBytes: number;
  add(document: DocumentTokens): void;
  /** Hands full pieces on to the file, if there are any; resolves when there is room for more. */
  drain(): Promise<void> | null;
  /** `total`: what the point in time holds; as many documents were added. */
  publish(
    total: number,
    facts: ManifestFacts,
    tool: BackupManifest['tool'],
  ): Promise<{ id: string; file: string; fileBytes: number; manifest: BackupManifest }>;
  discard(): Promise<void>;
}

export interface BackupHead {
  group: string;
  startedAt: Date;
  /** `index.json`, as bytes of JSON. */
  index: Buffer;
  level?: number;
}

/** `signal` ends whatever is written to it, at once. */
export async function createBackup(directory: string, head: BackupHead, signal?: AbortSignal): Promise<BackupWriter> {
  const file = await reserve(directory, head, signal);
  const zip = new ZipWriter(file.handle, head.startedAt);
  const digest = new ContentDigest();
  const lines = new DocumentLines(digest);
  // Pages of several slices end at the same time; their pieces go in one after the other.
  let turn: Promise<void> = Promise.resolve();
  let objects: EntryStream;
  try {
    await zip.add('index.json', head.index);
    objects = await zip.open('objects', head.level ?? DEFAULT_LEVEL, (piece) => lines.recycle(piece));
  } catch (error) {
    await removePartial(file);
    throw diskError(error, file.partial);
  }

  const pass = (all: boolean): Promise<void> => {
    const pieces = lines.take(all);
    turn = turn.then(async () => {
      for (const piece of pieces) await objects.write(piece);
    });
    return turn.catch((error: unknown) => {
      throw diskError(error, file.partial);
    });
  };

  return {
    get documents() {
      return lines.documents;
    },
    get fileBytes() {
      return zip.fileBytes;
    },
    add: (document) => lines.add(document),
    drain: () => (lines.hasFullPieces ? pass(false) : null),
    async publish(total, facts, tool) {
      if (total !== lines.documents) throw new Error(`${lines.documents} documents written of ${total}`);
      await pass(true);
      try {
        const content = await objects.end();
        const manifest = manifestOf(facts, tool, { documents: total, objects: content, digest: digest.hex() });
        await finishZip(zip, manifest);
        const published = await giveName(file, head);
        file.handle.close();
        return { ...published, fileBytes: zip.fileBytes, manifest };
      } catch (error) {
        throw diskError(error, file.partial);
      }
    },
    async discard() {
      await turn.catch(() => undefined);
      await removePartial(file);
    },
  };
}

const manifestOf = (
  facts: ManifestFacts,
  tool: BackupManifest['tool'],
  content: Pick<BackupManifest, 'documents' | 'objects' | 'digest'>,
): BackupManifest => ({ format: 1, tool, ...facts, endedAt: new Date().toISOString(), ...content });

async function finishZip(zip: ZipWriter, manifest: BackupManifest): Promise<void> {
  // After the documents: how many a scroll's moment holds is known only when it has been opened.
  await zip.add('num_objects.json', Buffer.from(JSON.stringify({ num_objects: manifest.documents })));
  await zip.add('manifest.json', manifestBytes(manifest));
  await zip.finish();
}

/** Never more than a reader takes: of an index with thousands of aliases the first ones, with a warning. */
export function manifestBytes(manifest: BackupManifest): Buffer {
  const limits = ENTRY_LIMITS['manifest.json'];
  const indented = Buffer.from(JSON.stringify(manifest, null, 2) + '\n');
  if (exceededLimit(indented, limits) === null) return indented;
  for (let kept = manifest.aliases.length; ; kept = Math.floor(kept / 2)) {
    const left = manifest.aliases.length - kept;
    const warnings = [
      ...manifest.warnings,
      ...(left > 0
        ? [`The manifest has no room for ${left} of the ${manifest.aliases.length} aliases of the index.`]
        : []),
    ];
    const bytes = Buffer.from(JSON.stringify({ ...manifest, aliases: manifest.aliases.slice(0, kept), warnings }));
    if (kept === 0 || exceededLimit(bytes, limits) === null) return bytes;
  }
}

/** A file that this process alone writes. `made`: the topmost folder that was not there before; null: all were. */
interface ReservedFile {
  directory: string;
  files: Files;
  id: string;
  partial: string;
  handle: NewFile;
  made: string | null;
}

/** Removes the file and the folders that were made for it. Never throws, and does not wait long for a slow or silent disk. */
async function removePartial({ directory, handle, id, made }: ReservedFile): Promise<void> {
  // Also where the signal of the writing is aborted.
  const files = filesOf(directory);
  const removing = files.remove(id + UNFINISHED).catch(() => undefined);
  handle.close();
  const removed = removing.then(() => (made === null ? undefined : files.removeFolders(folderOf(id), made)));
  await Promise.race([removed.catch(() => undefined), setTimeout(REMOVED_WITHIN_MS, undefined, { ref: false })]);
}

/** The first free name of this start: exclusive, so that two processes never write into one file. */
async function reserve(directory: string, head: BackupHead, signal?: AbortSignal): Promise<ReservedFile> {
  // The name of an index or an alias, as what calls itself a cluster told it.
  if (/[/\\\0]/.test(head.group) || ['', '.', '..'].includes(head.group))
    throw new AppError('refused', `${JSON.stringify(head.group)} can’t be the name of a backup’s folder.`, {
      hint: 'No cluster gives an index or an alias such a name: look at what answers at this address.',
    });
  const files = filesOf(directory, signal);
  try {
    const made = await files.makeFolder(head.group);
    for (let copy = 1; ; copy++) {
      const id = backupPath(head.group, head.startedAt, copy);
      if (await exists(files, id)) continue;
      try {
        const handle = await files.create(id + UNFINISHED);
        return { directory, files, id, partial: join(directory, id) + UNFINISHED, handle, made };
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    // The list follows no link, so that nothing leads out of the directory: a backup behind one would be found by nobody.
    if (codeOf(error) === 'ELOOP')
      throw new AppError(
        'refused',
        `${join(directory, head.group)} is a link, and backups behind a link are not listed.`,
        {
          hint: 'Make it a folder of its own, mount (or bind-mount) the other disk there, or move the whole backup directory to that disk.',
          cause: error,
        },
      );
    throw diskError(error, directory);
  }
}

/** Whole on the disk before it has its name; the name on the disk before anyone is told. Nothing is overwritten. */
async function giveName({ directory, files, handle, id }: ReservedFile, head: BackupHead) {
  for (let name = id, copy = 2; ; name = backupPath(head.group, head.startedAt, copy++)) {
    if (await exists(files, name)) continue;
    try {
      await handle.rename(id + UNFINISHED, name);
      return { id: name, file: join(directory, name) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

const folderOf = (id: string): string => id.slice(0, id.lastIndexOf('/'));

const exists = (files: Files, path: string): Promise<boolean> =>
  files.look(path).then(
    () => true,
    (error: unknown) => {
      if (isAppError(error)) throw error;
      return false;
    },
  );

function diskError(error: unknown, path: string): unknown {
  if (isAppError(error)) return error;
  const code = codeOf(error);
  switch (code) {
    case CHANGED:
      return new AppError('disk', `The folder of ${path} was replaced while the backup was written.`, {
        cause: error,
        hint: 'Nothing that looks like a backup was left. See who changes the backup directory, then back up again.',
      });
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new AppError('disk', `The disk of the backup directory is full (${path}).`, {
        cause: error,
        hint: 'Nothing that looks like a backup was left. Free space (`df -h`) or inodes (`df -i`), then back up again.',
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppError('disk', `The backup directory can't be written to (${code}, ${path}).`, {
        cause: error,
        hint: 'Give the user Restore Desk runs as the right to write there.',
      });
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('disk', `The backup directory is not there (${path}).`, {
        cause: error,
        hint: 'Mount or create it, then back up again.',
      });
    case undefined:
      return error;
    default:
      return new AppError('disk', `Writing ${path} failed (${code}).`, { cause: error });
  }
}
