import { hash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fingerprintOf } from '../../captures/fingerprint.ts';
import type { CaptureFacts, CaptureFile } from '../../captures/found.ts';
import { readCaptures } from '../../captures/read-captures.ts';
import { AppError, isAppError } from '../../errors.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import { READING } from '../phases.ts';
import { CapturedRows } from './add-captured.ts';
import { addIndices, createDatabase } from './database.ts';
import { countLostRequests, pairAnswers } from './pair-answers.ts';
import { PreparedCaptures } from './prepared-captures.ts';
import { Spool } from './spool.ts';

/** Change it when what is kept of a request changes, or how it is interpreted. */
const FORMAT = 3;
/** What was read for a plan is kept for the run and the next plan. */
const KEPT_MS = 24 * 3_600_000;

type PrepareRun = Pick<Run, 'signal' | 'report'>;

/**
 * The requests of captured files, sorted by time and interpreted, in a folder of their own below `directory`. Files that
 * were read before are not read again while they are the same. Throws `disk`, `cancelled`, `not_found`.
 */
export async function prepareCaptures(
  files: readonly CaptureFile[],
  directory: string,
  run: PrepareRun,
): Promise<PreparedCaptures> {
  const fingerprints: string[] = [];
  for (const file of files) fingerprints.push(await fingerprintOf(file, run.signal));
  const paths = keyOf(files.map(({ path }) => path));
  const key = `${paths}-${keyOf([FORMAT, fingerprints])}`;
  const folder = join(/* turbopackIgnore: true */ directory, key);
  await withDiskErrors(directory, async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await removeOld(directory);
    if (await exists(folder)) await utimes(folder, new Date(), new Date());
    else {
      await readInto(folder, files, run);
      await removeEarlier(directory, paths, key);
    }
  });
  return PreparedCaptures.open(folder);
}

const keyOf = (parts: unknown): string => hash('sha256', JSON.stringify(parts)).slice(0, 24);

/**
 * Copies of the same files when they were shorter: a capture that grows would fill the disk. A run that uses one has it open,
 * and keeps it until it ends.
 */
async function removeEarlier(directory: string, paths: string, key: string): Promise<void> {
  for (const name of await readdir(directory))
    if (name.startsWith(`${paths}-`) && name !== key && !name.endsWith('.partial'))
      await rm(join(/* turbopackIgnore: true */ directory, name), { recursive: true, force: true });
}

async function readInto(folder: string, files: readonly CaptureFile[], run: PrepareRun): Promise<void> {
  const partial = `${folder}.${randomUUID()}.partial`;
  await mkdir(partial, { mode: 0o700 });
  try {
    const database = createDatabase(PreparedCaptures.databaseIn(partial));
    try {
      await readAll(database, PreparedCaptures.spoolIn(partial), files, run);
    } finally {
      database.close();
    }
    await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
      // Another process has read the same files meanwhile.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function readAll(
  database: DatabaseSync,
  spoolFile: string,
  files: readonly CaptureFile[],
  { report, signal }: PrepareRun,
): Promise<void> {
  const meter = new Meter();
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const spool = new Spool(spoolFile);
  let done = 0;
  let facts: CaptureFacts[];
  let rows: CapturedRows;
  try {
    rows = new CapturedRows(
      database,
      spool,
      files.map(({ server }) => server),
    );
    facts = await readCaptures(files, (found) => rows.add(found), {
      signal,
      onBytes: (bytes) => {
        done += bytes;
        report(meter.progress({ ...READING, done, total, unit: 'bytes' }));
      },
    });
  } finally {
    spool.close();
  }
  addIndices(database);
  pairAnswers(database);
  const insertFile = database.prepare('INSERT INTO file VALUES (?, ?)');
  facts.forEach((fact, number) => insertFile.run(number, JSON.stringify(fact, bigintAsText)));
  const insertTally = database.prepare('INSERT INTO tally VALUES (?, ?)');
  const tally = { ...rows.tally, lost: countLostRequests(database) };
  for (const [name, count] of Object.entries(tally)) insertTally.run(name, count);
  database.exec('COMMIT');
}

const bigintAsText = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** Folders that no plan has used for a day, and those that were never complete. */
async function removeOld(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const folder = join(/* turbopackIgnore: true */ directory, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true });
  }
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function withDiskErrors<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (isAppError(cause) || code === undefined) throw cause;
    throw new AppError('disk', `The captured requests can’t be written to ${directory} (${code}).`, {
      hint: 'They need as much space as their files unpacked. Free space, then try again.',
      cause,
    });
  }
}
