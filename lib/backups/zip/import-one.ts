import { abortable } from '../../abortable.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { Verification } from '../../contract/backup.ts';
import { filesOf, type OpenedFile } from '../../files/files.ts';
import { openForReading } from '../../files/place.ts';
import { formatCount, plural } from '../../format.ts';
import { createTemporary, removeTemporary } from '../../importing/temporary-files.ts';
import { onlyZip } from '../../importing/only-zip.ts';
import { writeAll } from '../../importing/unpack.ts';
import type { ImportedFrom } from '../../kinds/import/schema.ts';
import type { Run } from '../../running/run.ts';
import type { ImportBudget } from './import-budget.ts';
import type { BackupStore } from './store.ts';
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
 * Unpacks a backup to a temporary file, reads it to its end, and gives it its name. Throws
 * `backup_damaged`, `backup_incomplete`, `unsupported`, `refused` where a backup of that name exists, its folder can't be used or the
 * disk has too little space for it, `disk`, `cancelled`; then nothing of it remains.
 */
export async function importOne(
  store: BackupStore,
  one: OneBackup,
  budget: ImportBudget,
  run: ImportRun,
): Promise<Verification> {
  await refuseOther(store, one, run.signal);
  const directory = store.staging;
  // An upload lies on this disk already.
  const isUpload = 'from' in one && one.from.kind === 'upload';
  budget.takeFile(one.bytes);
  const path = isUpload ? one.from.path : await unpack(store, one, budget, run);
  try {
    const { facts } = await filesOf(directory, run.signal).stat(path);
    const verification = await verify({ directory, path }, one.name, budget, run);
    if ((await store.take({ path, ino: facts.ino }, one.id, run.signal)) === 'exists')
      throw (await areEqual(store, path, one.id, run.signal))
        ? refused(`The same backup is already there (${one.id}).`)
        : exists(one.id);
    return { ...verification, id: one.id, file: store.pathOf(one.id) };
  } finally {
    if (!isUpload) await removeTemporary(directory, path);
  }
}

/** Before gigabytes are unpacked. */
async function refuseOther(store: BackupStore, { id, bytes }: OneBackup, signal: AbortSignal): Promise<void> {
  const existing = await store.stat(id, signal);
  if (existing !== null && existing.bytes !== bytes) throw exists(id);
}

const exists = (id: string) => refused(`A backup of the name ${id} exists, and is another one.`);

async function unpack(store: BackupStore, one: OneBackup, budget: ImportBudget, run: ImportRun): Promise<string> {
  const directory = store.staging;
  let written = 0;
  try {
    await store.requireSpace(one.bytes, run.signal);
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

async function areEqual(store: BackupStore, path: string, id: string, signal: AbortSignal): Promise<boolean> {
  const one = await openForReading({ directory: store.staging, path, followLinks: false }, signal);
  try {
    const other = await openForReading(store.file(id, { displayed: true }), signal).catch(ifNoFile);
    if (other === null) return false;
    try {
      if (one.facts.size !== other.facts.size) return false;
      const others = piecesOf(other);
      for await (const piece of piecesOf(one)) {
        const { value } = await others.next();
        if (value === undefined || !piece.equals(value)) return false;
      }
      return true;
    } finally {
      other.close();
    }
  } finally {
    one.close();
  }
}

/** A folder, or a link, has the name. */
function ifNoFile(error: unknown): null {
  if (isAppError(error) && error.code === 'not_found') return null;
  throw error;
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
