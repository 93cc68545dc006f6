import { createHash } from 'node:crypto';
import { lutimesSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { configuration } from '../config.ts';
import { AppError, isAppError } from '../errors.ts';
import { readRegularFileSync, writeNewSync } from '../files/regular-file.ts';
import { makeDirectorySync } from '../make-folder.ts';

/** Who comes back after a month types anew. */
const KEPT_FOR_MS = 30 * 86_400_000;
const MOST_FILES = 500;

const directory = () => join(configuration().dataDirectory, 'typed');

/**
 * What is too long for an address, kept under its own hash: the address carries that, so that going back, a reload and a
 * colleague find what was typed or ticked. Throws AppError disk.
 */
export function saveInput(cluster: string, typed: object): string {
  const text = JSON.stringify(typed);
  const key = createHash('sha256').update(cluster).update('\0').update(text).digest('hex');
  const file = fileOf(cluster, key);
  try {
    makeDirectorySync(directory(), 0o700);
    if (statSync(file, { throwIfNoEntry: false })) {
      lutimesSync(file, new Date(), new Date());
      return key;
    }
    forgetOld();
    writeNewSync(`${file}.new`, text, 0o600);
    renameSync(`${file}.new`, file);
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('disk', 'What was typed can’t be kept in the data directory.', {
      hint: 'Is its disk full, or not writable? The command line takes it as arguments.',
      cause: error,
    });
  }
  return key;
}

/** null: not kept any more, or never was. */
export function savedInput(cluster: string, key: string): unknown {
  if (!/^[0-9a-f]{64}$/.test(key)) return null;
  try {
    return JSON.parse(readRegularFileSync(fileOf(cluster, key)));
  } catch {
    return null;
  }
}

const fileOf = (cluster: string, key: string) => join(directory(), `${cluster}-${key}.json`);

function forgetOld(): void {
  const files = readdirSync(directory()).map((name) => ({
    path: join(directory(), name),
    at: statSync(join(directory(), name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  }));
  files.sort((a, b) => b.at - a.at);
  for (const [place, { path, at }] of files.entries())
    if (place >= MOST_FILES - 1 || Date.now() - at > KEPT_FOR_MS) rmSync(path, { force: true });
}
