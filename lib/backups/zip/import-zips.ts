import { AppError, isAppError } from '../../errors.ts';
import type { OpenedFile } from '../../files/files.ts';
import { openForReading } from '../../files/place.ts';
import { plural } from '../../format.ts';
import { chooseEntries, displayName, type Refused } from '../../importing/choose-entries.ts';
import { importDiskError } from '../../importing/import-disk-error.ts';
import type { ImportLimits } from '../../importing/limits.ts';
import { openOuterZip, type OuterZip } from '../../importing/open-outer-zip.ts';
import { isUploadPath, removeLeftovers, removeTemporary } from '../../importing/temporary-files.ts';
import type { ImportResult } from '../../kinds/import/schema.ts';
import type { Run } from '../../running/run.ts';
import { ImportBudget } from './import-budget.ts';
import { importOne, isRefusal, type OneBackup } from './import-one.ts';
import type { ZipToImport } from '../source.ts';
import type { BackupStore } from './store.ts';
import { readEntryName } from '../../importing/entry-name.ts';

export type ImportRun = Pick<Run, 'signal' | 'report' | 'log'>;
type Found = Omit<ImportResult, 'kind' | 'status'>;

const ENTRIES_OF_BACKUP: readonly string[] = ['objects', 'index.json', 'num_objects.json'];

/** A file like one of a backup's may lie beside the backups in a zip. */
function isBackup({ entries }: OuterZip): boolean {
  const has = (wanted: string) => entries.some(({ name }) => name === wanted);
  if (has('objects') && has('index.json')) return true;
  return ENTRIES_OF_BACKUP.some(has) && !entries.some(({ name }) => /\.zip$/i.test(name));
}

/**
 * Imports the backups of each zip, one after the other: each is unpacked beside the others, read to its end, and only then gets
 * its name. What can't be imported is refused with the reason and doesn't stop the others. Throws `disk` where the directory
 * fails, `cancelled`, `not_found` where a zip no longer exists: what was imported by then is kept and named in `details.soFar`, and nothing else remains.
 */
export async function importZips(
  store: BackupStore,
  zips: readonly ZipToImport[],
  limits: ImportLimits,
  run: ImportRun,
): Promise<Found> {
  const found: Found = { imported: [], refused: [], leftOut: [] };
  const budget = new ImportBudget(
    limits,
    zips.reduce((sum, { bytes }) => sum + bytes, 0),
    run,
  );
  try {
    await removeLeftovers(store.staging, { signal: run.signal });
    for (const zip of zips) await importZip({ store, zip, limits, budget, run, found });
    return found;
  } catch (error) {
    throw withResult(importDiskError(error, store.staging), found);
  } finally {
    // Also after a cancellation, so without its signal.
    for (const { kind, path } of zips)
      if (kind === 'upload' && isUploadPath(path)) await removeTemporary(store.staging, path);
  }
}

/** In `details.soFar`: what was imported before stays there. */
function withResult(error: unknown, { imported, leftOut, refused }: Found): unknown {
  if (!isAppError(error)) return error;
  const { cause, code, details, hint, message } = error;
  const soFar = { imported: imported.map(({ id }) => id), refused, leftOut: leftOut.map(({ name }) => name) };
  return new AppError(code, message, {
    cause,
    ...(hint === undefined ? {} : { hint }),
    details: { ...details, soFar },
  });
}

interface ZipImport {
  store: BackupStore;
  zip: ZipToImport;
  limits: ImportLimits;
  budget: ImportBudget;
  run: ImportRun;
  found: Found;
}

async function importZip(context: ZipImport): Promise<void> {
  const { store, zip, limits, run } = context;
  const place = zip.place ?? { directory: store.staging, path: zip.path, followLinks: false };
  const file = await openForReading(place, run.signal);
  try {
    const outer = await openOuterZip(file, limits.maxFiles, run.signal);
    if (isBackup(outer)) await importItself(context, file);
    else await importEntries(context, outer);
  } catch (error) {
    if (!isRefusal(error) || run.signal.aborted) throw error;
    refuse(context, { name: displayName(zip.name), reason: reasonOf(error) });
  } finally {
    file.close();
  }
}

async function importItself(context: ZipImport, file: OpenedFile): Promise<void> {
  const name = displayName(context.zip.name);
  // Of an upload, the name is what a browser sent.
  const named = readEntryName(`./${context.zip.name}`);
  if (named.kind !== 'backup') {
    const reason = named.kind === 'refused' ? named.reason : 'The name of a backup ends in .zip.';
    refuse(context, { name, reason });
    return;
  }
  await importAndNote(context, { name, id: named.id, bytes: file.facts.size, from: context.zip, file });
}

async function importEntries(context: ZipImport, outer: OuterZip): Promise<void> {
  const { run, found, zip } = context;
  const { chosen, refused, leftOut } = chooseEntries(outer.entries, outer.isBundle);
  for (const each of refused) refuse(context, each);
  found.leftOut.push(...leftOut.map((name) => ({ zip: displayName(zip.name), name })));
  if (chosen.length === 0 && refused.length === 0)
    refuse(context, { name: displayName(zip.name), reason: 'It is neither a backup nor a zip of backups.' });
  for (const { name, id, entry } of chosen)
    await importAndNote(context, { name, id, bytes: entry.bytes, pieces: outer.read(entry, run.signal) });
}

async function importAndNote({ store, run, found, zip, budget }: ZipImport, one: OneBackup): Promise<void> {
  try {
    const verification = await importOne(store, one, budget, run);
    const { documents, fileBytes, objectsBytes, origin, digest } = verification;
    const numbers = { documents, fileBytes, objectsBytes, origin, digest };
    found.imported.push({ zip: displayName(zip.name), name: one.name, id: one.id, ...numbers });
    run.log(`Imported ${displayName(one.id)}: ${plural(documents, 'document')}, all there.`);
  } catch (error) {
    if (!isRefusal(error) || run.signal.aborted) throw error;
    refuse({ found, zip, run }, { name: one.name, reason: reasonOf(error) });
  }
}

/** Of damage, the hint says no more than the message. */
const reasonOf = ({ code, hint, message }: AppError): string =>
  hint === undefined || code === 'backup_damaged' || code === 'backup_incomplete' ? message : `${message} ${hint}`;

function refuse({ found, zip, run }: Pick<ZipImport, 'found' | 'zip' | 'run'>, { name, reason }: Refused): void {
  found.refused.push({ zip: displayName(zip.name), name, reason });
  run.log(`Refused ${name}: ${reason}`);
}
