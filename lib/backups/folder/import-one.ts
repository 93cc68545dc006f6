import { abortable } from '../../abortable.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { Verification } from '../../contract/backup.ts';
import { filesOf, type Files, type OpenedFile } from '../../files/files.ts';
import { codeOf } from '../../files/file-error.ts';
import { formatBytes, formatCount, plural } from '../../format.ts';
import { createTemporary, removeTemporary } from '../../importing/temporary-files.ts';
import { onlyZip } from '../../importing/only-zip.ts';
import { writeAll } from '../../importing/unpack.ts';
import type { ImportedFrom } from '../../kinds/import/schema.ts';
import type { Run } from '../../running/run.ts';
import type { ImportBudget } from './import-budget.ts';
import { verifyBackup } from './verify-backup.ts';

/** One backup: an entry of a zip of backups, or a file that is itself one. `name`: for people. `bytes`: declared. */
export type OneBackup = { name: string; id: string; bytes: number } & (
  { pieces: AsyncIterable<Buffer> } | { from: ImportedFrom; file: OpenedFile }
);

type ImportRun = Pick<Run, 'signal' | 'report' | 'log'>;

/** The backup is refused, and the others can still be imported. `unsupported`: of a newer format. */
export const isRefusal = (error: unknown): error is AppError =>
  isAppError(error) && ['backup_damaged', 'backup_incomplete', 'refused', 'unsupported'].includes(error.code);

const refused = (message: string) => new AppError('refused', message);

/**
 * Unpacks a backup to a temporary file of the backup directory's own disk, reads it to its end, and gives it its name. Throws
 * `backup_damaged`, `backup_incomplete`, `unsupported`, `refused` where a backup of that name exists, its folder can't be used or the
 * disk has too little space for it, `disk`, `cancelled`; then nothing of it remains.
 */
export async function importOne(
  directory: string,
  one: OneBackup,
  budget: ImportBudget,
  run: ImportRun,
): Promise<Verification> {
  const files = filesOf(directory, run.signal);
  await refuseOther(files, one).catch(rethrowUnusable);
  // An upload lies on this disk already.
  const isUpload = 'from' in one && one.from.kind === 'upload';
  budget.takeFile(one.bytes);
  const path = isUpload ? one.from.path : await unpack(directory, one, budget, run);
  try {
    const { facts } = await files.stat(path);
    const verification = await verify({ directory, path }, one.name, budget, run);
    await publish(directory, { path, ino: facts.ino }, one, run.signal).catch(rethrowUnusable);
    return { ...verification, id: one.id, file: `${directory}/${one.id}` };
  } finally {
    if (!isUpload) await removeTemporary(directory, path);
  }
}

/** Before gigabytes are unpacked. */
async function refuseOther(files: Files, { id, bytes }: OneBackup): Promise<void> {
  const existing = await sizeOf(files, id);
  if (existing !== null && existing !== bytes) throw exists(id);
}

const exists = (id: string) => refused(`A backup of the name ${id} exists, and is another one.`);

async function unpack(directory: string, one: OneBackup, budget: ImportBudget, run: ImportRun): Promise<string> {
  let written = 0;
  try {
    await requireSpace(directory, one, run.signal);
    const { path, handle } = await createTemporary(directory, 'unpacked', run.signal);
    try {
      const pieces = 'pieces' in one ? one.pieces : piecesOf(one.file, run.signal);
      const writing = writeAll({ handle }, onlyZip(pieces), (bytes) => {
        written = bytes;
        budget.report(one.name, bytes, one.bytes);
      });
      await abortable(writing, run.signal);
      return path;
    } catch (error) {
      await removeTemporary(directory, path);
      throw error;
    } finally {
      handle.close();
    }
  } catch (error) {
    budget.giveBackFile(one.bytes - written);
    throw error;
  }
}

/** By the declared size, before anything of it is written. */
async function requireSpace(directory: string, { bytes }: OneBackup, signal: AbortSignal): Promise<void> {
  const free = await filesOf(directory, signal).freeBytes();
  if (bytes > free)
    throw new AppError(
      'refused',
      `The disk of the backup directory has ${formatBytes(free)} free, and ${formatBytes(bytes)} are needed.`,
      { hint: 'Free space on it (`df -h`), then import this backup again.' },
    );
}

async function verify(
  place: { directory: string; path: string },
  name: string,
  budget: ImportBudget,
  { report, signal }: ImportRun,
): Promise<Verification> {
  // Its own sentences and progress name the temporary file.
  let declared = 0;
  let read = 0;
  const run: ImportRun = {
    signal,
    log: () => undefined,
    report: (progress) => {
      read = progress.bytes ?? read;
      report({ ...progress, subject: name });
    },
  };
  const verification = await verifyBackup({ ...place, followLinks: false }, run, ({ objectsBytes }) => {
    budget.takeDocuments(objectsBytes);
    declared = objectsBytes;
  }).catch((error: unknown) => {
    budget.giveBackDocuments(declared - read);
    throw error;
  });
  const { complete, documents, promised } = verification;
  if (complete) return verification;
  throw new AppError(
    'backup_incomplete',
    `It is incomplete: ${formatCount(documents)} of ${plural(promised, 'document')} are in it.`,
  );
}

async function publish(
  directory: string,
  temporary: { path: string; ino: number },
  { id }: OneBackup,
  signal: AbortSignal,
): Promise<void> {
  const files = filesOf(directory, signal);
  const slash = id.indexOf('/');
  const folder = slash < 0 ? null : id.slice(0, slash);
  const made = folder === null ? null : await files.makeFolder(folder);
  try {
    await files.publish(temporary.path, id, temporary.ino);
  } catch (error) {
    if (folder !== null && made !== null)
      // Without the signal, which may be aborted.
      await filesOf(directory)
        .removeFolders(folder, made)
        .catch(() => undefined);
    if (codeOf(error) !== 'EEXIST') throw error;
    throw (await areEqual(files, temporary.path, id))
      ? refused(`The same backup is already there (${id}).`)
      : exists(id);
  }
}

const MAY_NOT_WRITE: readonly string[] = ['EACCES', 'EPERM', 'EROFS'];

/** Listing follows no links, so a backup in a linked folder would never be listed. */
function rethrowUnusable(error: unknown): never {
  const code = codeOf(error);
  if (code === 'ELOOP')
    throw refused('Its folder in the backup directory is a link, and backups behind a link are not listed.');
  if (code !== undefined && MAY_NOT_WRITE.includes(code))
    throw refused(`Its place in the backup directory can’t be written to (${code}).`);
  // A backup gets its name in one step, which is only possible on one disk.
  if (code === 'EXDEV')
    throw refused('Its folder in the backup directory is on another disk than the directory itself.');
  if (code === 'ENOTDIR') throw refused('A file in the backup directory has the name of its folder.');
  throw error;
}

/** null: there is nothing of that name. Anything but a file counts as another backup. */
const sizeOf = async (files: Files, path: string): Promise<number | null> => {
  try {
    const { kind, facts } = await files.stat(path);
    return kind === 'file' ? facts.size : -1;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};

async function areEqual(files: Files, one: string, other: string): Promise<boolean> {
  const opened = await Promise.all([files.open(one), files.open(other)]);
  try {
    if (opened[0].facts.size !== opened[1].facts.size) return false;
    const others = piecesOf(opened[1]);
    for await (const piece of piecesOf(opened[0])) {
      const { value } = await others.next();
      if (value === undefined || !piece.equals(value)) return false;
    }
    return true;
  } finally {
    for (const file of opened) file.close();
  }
}

const PIECE_BYTES = 512 * 1024;

async function* piecesOf(file: OpenedFile, signal?: AbortSignal): AsyncGenerator<Buffer, undefined> {
  for (let at = 0; at < file.facts.size;) {
    const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, file.facts.size - at));
    const { bytesRead } = await file.read(piece, 0, piece.length, at, signal);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
