import { parseExact } from '../json/exact.ts';
import { eachMember } from '../json/members.ts';
import { skipSpace } from '../json/skip-value.ts';
import { stringOf } from '../json/text.ts';
import { backupDamaged } from './damaged.ts';

/** Offsets of a value in the bytes of index.json. */
export interface Part {
  start: number;
  end: number;
}

/** Where settings and mappings are in the bytes of a definition; null: missing, or null. */
export interface DefinitionParts {
  settings: Part | null;
  mappings: Part | null;
}

/** Expects a JSON object. Does not parse its values. Throws `backup_damaged` where it is not a definition. */
export function definitionParts(bytes: Buffer): DefinitionParts {
  const found = new Map<string, Part>();
  // Of a duplicate key the last one counts, as in JSON.parse.
  eachMember(bytes, skipSpace(bytes, 0, bytes.length), bytes.length, (member) => {
    const key = stringOf(bytes, member.keyStart - 1, member.keyEnd + 1);
    if (key === 'settings' || key === 'mappings') found.set(key, { start: member.valueStart, end: member.valueEnd });
  });
  if (found.size === 0) throw backupDamaged('index.json has neither settings nor mappings');
  const part = (key: 'settings' | 'mappings'): Part | null => {
    const { start, end } = found.get(key) ?? { start: 0, end: 0 };
    if (start === end || bytes[start] === 0x6e) return null;
    if (bytes[start] !== 0x7b) throw backupDamaged(`The ${key} in index.json are not a JSON object`);
    return { start, end };
  };
  return { settings: part('settings'), mappings: part('mappings') };
}

/** Settings and mappings as values; numbers keep their digits (`parseExact`). */
export function parseDefinition(bytes: Buffer): { settings: unknown; mappings: unknown } {
  const { settings, mappings } = definitionParts(bytes);
  const valueOf = (part: Part | null): unknown =>
    part === null ? {} : parseExact(bytes.toString('utf8', part.start, part.end));
  return { settings: valueOf(settings), mappings: valueOf(mappings) };
}
