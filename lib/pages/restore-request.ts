import type { ByWord } from '../contract/by-name.ts';
import type { RestoreChoices } from '../kinds/restore/review.ts';
import { DEFINITION_LIMITS } from '../archive/entry-limits.ts';
import { AppError } from '../errors.ts';
import { parseExact } from '../json/exact.ts';
import { exceededLimit, describeLimit } from '../json/limits.ts';
import { isJsonObject } from '../target/deep-merge.ts';

/**
 * The request for `planRestore`, from the choices on the page. Throws AppError invalid_input with the invalid fields.
 */
export function restoreRequestOf(choices: RestoreChoices) {
  const fields: ByWord<string> = {};
  const settings = jsonOf(choices.settings, 'settings', fields);
  const mappings = jsonOf(choices.mappings, 'mappings', fields);
  if (Object.keys(fields).length > 0)
    throw new AppError('invalid_input', 'An override can’t be read.', {
      hint: 'Read the messages beside the fields.',
      details: { fields },
    });
  return {
    alias: choices.alias || undefined,
    into: choices.into || undefined,
    settings,
    mappings,
    switchAlias: choices.switchAlias !== 'no',
    onConflict: choices.onConflict,
    allowPartial: choices.allowPartial === 'yes',
    allowIncomplete: choices.allowIncomplete === 'yes',
    dropSettings: (choices.drop ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    shards: choices.shards ? Number(choices.shards) : undefined,
    replicas: choices.replicas ? Number(choices.replicas) : undefined,
  };
}

function jsonOf(text: string | undefined, field: string, fields: ByWord<string>): ByWord<unknown> | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const exceeded = exceededLimit(Buffer.from(text), DEFINITION_LIMITS);
  if (exceeded !== null) {
    fields[field] = `This ${describeLimit(exceeded, DEFINITION_LIMITS)}.`;
    return undefined;
  }
  try {
    const value = parseExact(text);
    if (isJsonObject(value)) return value;
    fields[field] = 'A JSON object is needed: { … }.';
  } catch (error) {
    fields[field] = `This is not JSON: ${error instanceof Error ? error.message : 'it can’t be read'}.`;
  }
  return undefined;
}
