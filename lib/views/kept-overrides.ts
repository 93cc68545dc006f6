import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configuration } from '../config.ts';
import type { RestoreChoices } from '../contract/api.ts';
import { AppError } from '../errors.ts';

export type Overrides = Pick<RestoreChoices, 'settings' | 'mappings'>;

/** Who comes back after a month types anew. */
const KEPT_FOR_MS = 30 * 86_400_000;
const MOST_FILES = 500;

const directory = () => join(configuration().dataDirectory, 'typed');

/**
 * Overrides too long for an address, kept under their own hash: the address carries that, so that going back, a reload
 * and a colleague find what was typed. Throws AppError disk.
 */
export function keepOverrides(cluster: string, { settings = '', mappings = '' }: Overrides): string {
  const text = JSON.stringify({ settings, mappings });
  const key = createHash('sha256').update(cluster).update('\0').update(text).digest('hex');
  const file = fileOf(cluster, key);
  try {
    mkdirSync(directory(), { recursive: true, mode: 0o700 });
    if (statSync(file, { throwIfNoEntry: false })) {
      utimesSync(file, new Date(), new Date());
      return key;
    }
    forgetOld();
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    chmodSync(`${file}.new`, 0o600);
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw new AppError('disk', 'What was typed can’t be kept in the data directory.', { hint: 'Is its disk full, or not writable? The command line takes overrides as arguments.', cause: error });
  }
  return key;
}

/** The choices with the overrides that their address only names. Throws AppError invalid_input, beside the field. */
export function withKeptOverrides(cluster: string, choices: RestoreChoices): RestoreChoices {
  if (choices.typed === undefined) return choices;
  const kept = keptOverrides(cluster, choices.typed);
  if (kept === null) throw new AppError('invalid_input', 'The overrides of this address are not kept any more.', { hint: 'Type or paste them again.', details: { fields: { settings: 'What was typed here is not kept any more: paste it again, or change anything to go on without.' } } });
  return { ...choices, ...kept };
}

export function keptOverrides(cluster: string, key: string): Overrides | null {
  if (!/^[0-9a-f]{64}$/.test(key)) return null;
  try {
    const { settings, mappings } = JSON.parse(readFileSync(fileOf(cluster, key), 'utf8')) as Overrides;
    return { ...(settings ? { settings } : {}), ...(mappings ? { mappings } : {}) };
  } catch {
    return null;
  }
}

const fileOf = (cluster: string, key: string) => join(directory(), `${cluster}-${key}.json`);

function forgetOld(): void {
  const files = readdirSync(directory()).map((name) => ({ path: join(directory(), name), at: statSync(join(directory(), name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  files.sort((a, b) => b.at - a.at);
  for (const [place, { path, at }] of files.entries()) if (place >= MOST_FILES - 1 || Date.now() - at > KEPT_FOR_MS) rmSync(path, { force: true });
}
