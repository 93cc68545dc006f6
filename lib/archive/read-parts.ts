import { backupManifest, type BackupManifest } from '../contract/backup.ts';
import { AppError } from '../errors.ts';
import { parseExact } from '../json/exact.ts';
import { exceededLimit, limitWords } from '../json/limits.ts';
import { VALID, validateJson } from '../json/validate.ts';
import { definitionParts } from './definition-parts.ts';
import { ENTRY_LIMITS, type SmallEntry } from './entry-limits.ts';

/** The small entries as bytes; null: there is none. */
export interface SmallEntries {
  definition: Buffer;
  promised: Buffer;
  manifest: Buffer | null;
}

export interface ValidatedParts {
  /** As it came. */
  definition: Buffer;
  /** How many documents there should be. */
  promised: number;
  /** JSON text of a BackupManifest: a number kept as text doesn't travel between threads. */
  manifest: string | null;
}

/**
 * What a look at a backup needs of its small entries. Of the definition no value is made: it is only checked. Throws
 * `backup_damaged` with the entry and what is wrong with it, `unsupported`.
 */
export function readParts({ definition, promised, manifest }: SmallEntries): ValidatedParts {
  needObject('index.json', definition);
  definitionParts(definition);
  return {
    definition,
    promised: promisedIn(valueOf('num_objects.json', promised)),
    manifest: manifest === null ? null : JSON.stringify(manifestIn(valueOf('manifest.json', manifest))),
  };
}

function valueOf(name: SmallEntry, bytes: Buffer): Record<string, unknown> {
  needObject(name, bytes);
  return parseExact(bytes.toString('utf8')) as Record<string, unknown>;
}

function needObject(name: SmallEntry, bytes: Buffer): void {
  const limits = ENTRY_LIMITS[name];
  const exceeded = exceededLimit(bytes, limits);
  if (exceeded !== null) throw damaged(`The entry ${name} ${limitWords(exceeded, limits)}: no backup’s does`);
  if (validateJson(bytes, 0, bytes.length) !== VALID) throw damaged(`The entry ${name} is not JSON`);
  if (!/^[ \t\r\n]*\{/.test(bytes.toString('latin1', 0, Math.min(bytes.length, FIRST_BYTES))))
    throw damaged(`The entry ${name} is not a JSON object`);
}

/** White space before an object, if there is any at all, is shorter. */
const FIRST_BYTES = 1024;

function promisedIn({ num_objects: promised }: Record<string, unknown>): number {
  if (typeof promised === 'number' && Number.isSafeInteger(promised) && promised >= 0) return promised;
  throw damaged('num_objects.json does not say how many documents there are');
}

function manifestIn(value: Record<string, unknown>): BackupManifest {
  const { format } = value;
  if (typeof format === 'number' && format > 1)
    throw new AppError('unsupported', `This backup was written by a newer Restore Desk (format ${format}).`, {
      hint: 'Restore it with that version or a later one.',
    });
  const parsed = backupManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.').slice(0, 200);
  throw damaged(`The entry manifest.json is not a manifest: its ${field} is missing, or is nothing that it can be`);
}

const damaged = (what: string) =>
  new AppError('backup_damaged', `${what}.`, { hint: 'Use another copy of this backup, or an older one.' });
