import { backupManifest, type BackupManifest } from '../contract/backup.ts';
import { AppError } from '../errors.ts';
import { parseExact } from '../json/exact.ts';
import { exceededLimit, describeLimit } from '../json/limits.ts';
import { VALID, validateJson } from '../json/validate.ts';
import { backupDamaged } from './damaged.ts';
import { definitionParts } from './definition-parts.ts';
import { ENTRY_LIMITS, type SmallEntry } from './entry-limits.ts';

/** The small entries as bytes; null: no such entry. */
export interface SmallEntries {
  definition: Buffer;
  promised: Buffer;
  manifest: Buffer | null;
}

export interface ValidatedParts {
  /** Unchanged. */
  definition: Buffer;
  /** The number of documents in num_objects.json. */
  promised: number;
  /** JSON of a BackupManifest: the numbers of `parseExact` can't be sent between threads. */
  manifest: string | null;
}

/**
 * Validates the small entries. The definition is only checked, not parsed. Throws `backup_damaged` with the entry and what
 * is wrong with it, and `unsupported` for a newer format.
 */
export function readParts({ definition, promised, manifest }: SmallEntries): ValidatedParts {
  assertObject('index.json', definition);
  definitionParts(definition);
  return {
    definition,
    promised: parsePromised(parseObject('num_objects.json', promised)),
    manifest: manifest === null ? null : JSON.stringify(parseManifest(parseObject('manifest.json', manifest))),
  };
}

function parseObject(name: SmallEntry, bytes: Buffer): Record<string, unknown> {
  assertObject(name, bytes);
  return parseExact(bytes.toString('utf8')) as Record<string, unknown>;
}

function assertObject(name: SmallEntry, bytes: Buffer): void {
  const limits = ENTRY_LIMITS[name];
  const exceeded = exceededLimit(bytes, limits);
  if (exceeded !== null)
    throw backupDamaged(`The entry ${name} ${describeLimit(exceeded, limits)}, which no backup does`);
  if (validateJson(bytes, 0, bytes.length) !== VALID) throw backupDamaged(`The entry ${name} is not JSON`);
  if (!/^[ \t\r\n]*\{/.test(bytes.toString('latin1', 0, Math.min(bytes.length, MAX_LEADING_SPACE_BYTES))))
    throw backupDamaged(`The entry ${name} is not a JSON object`);
}

/** More white space before the object than any file has. */
const MAX_LEADING_SPACE_BYTES = 1024;

function parsePromised({ num_objects: promised }: Record<string, unknown>): number {
  if (typeof promised === 'number' && Number.isSafeInteger(promised) && promised >= 0) return promised;
  throw backupDamaged('num_objects.json does not say how many documents there are');
}

function parseManifest(value: Record<string, unknown>): BackupManifest {
  const { format } = value;
  if (typeof format === 'number' && format > 1)
    throw new AppError('unsupported', `This backup was written by a newer Restore Desk (format ${format}).`, {
      hint: 'Restore it with that version or a later one.',
    });
  const parsed = backupManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.').slice(0, 200);
  throw backupDamaged(`The entry manifest.json is not a manifest: its ${field} is missing or invalid`);
}
