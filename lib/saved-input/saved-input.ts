import { createHash } from 'node:crypto';
import { lutimesSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { configuration } from '../config.ts';
import { AppError, isAppError } from '../errors.ts';
import { readRegularFileSync, writeNewSync } from '../files/regular-file.ts';
import { makeDirectorySync } from '../make-folder.ts';

const RETAINED_MS = 30 * 86_400_000;
const MAX_FILES = 500;

const directory = () => join(configuration().dataDirectory, 'typed');

/**
 * Saves form input that is too long for an address; returns its key, a hash. The address has the key, so Back, a reload
 * and a colleague get the same input. Throws AppError disk.
 */
export function saveInput(cluster: string, input: object): string {
  const text = JSON.stringify(input);
  const key = createHash('sha256').update(cluster).update('\0').update(text).digest('hex');
  const file = fileOf(cluster, key);
  try {
    makeDirectorySync(directory(), 0o700);
    if (statSync(file, { throwIfNoEntry: false })) {
      lutimesSync(file, new Date(), new Date());
      return key;
    }
    deleteOld();
    writeNewSync(`${file}.new`, text, 0o600);
    renameSync(`${file}.new`, file);
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('disk', 'Your input can’t be saved in the data directory.', {
      hint: 'Is its disk full, or not writable? The command line accepts it as arguments.',
      cause: error,
    });
  }
  return key;
}

/** null: deleted by now, or never saved. */
export function readSavedInput(cluster: string, key: string): unknown {
  if (!/^[0-9a-f]{64}$/.test(key)) return null;
  try {
    return JSON.parse(readRegularFileSync(fileOf(cluster, key)));
  } catch {
    return null;
  }
}

const fileOf = (cluster: string, key: string) => join(directory(), `${cluster}-${key}.json`);

function deleteOld(): void {
  const files = readdirSync(directory()).map((name) => ({
    path: join(directory(), name),
    at: statSync(join(directory(), name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  }));
  files.sort((a, b) => b.at - a.at);
  for (const [place, { path, at }] of files.entries())
    if (place >= MAX_FILES - 1 || Date.now() - at > RETAINED_MS) rmSync(path, { force: true });
}
