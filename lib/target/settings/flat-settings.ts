import { isRawNumber } from '../../json/exact.ts';
import { isJsonObject } from '../deep-merge.ts';

/** By full name, which starts with `index.` or `archived.`. */
export type FlatSettings = Record<string, unknown>;

/**
 * Flattens settings that are nested, flat or both, with or without `index.`. Keys that Elasticsearch 1 and 2 wrote as
 * `filter.0`, `filter.1` become one list. A number that is held as text (lib/json/exact.ts) becomes that text, as a
 * server stores every setting.
 */
export function flattenSettings(settings: unknown): FlatSettings {
  // A Map, because a setting may be called `__proto__`.
  const flat = new Map<string, unknown>();
  const collect = (value: unknown, path: string): void => {
    if (isJsonObject(value))
      for (const [key, inner] of Object.entries(value)) collect(inner, path === '' ? key : `${path}.${key}`);
    else if (path !== '') flat.set(fullSettingName(path), isRawNumber(value) ? JSON.stringify(value) : value);
  };
  collect(settings, '');
  return Object.fromEntries(joinNumberedKeys(flat));
}

function joinNumberedKeys(flat: Map<string, unknown>): Map<string, unknown> {
  const lists = new Map<string, Map<number, unknown>>();
  for (const [key, value] of flat) {
    const match = /^(.*)\.(\d+)$/s.exec(key);
    if (match && !Array.isArray(value))
      lists.set(match[1]!, (lists.get(match[1]!) ?? new Map<number, unknown>()).set(Number(match[2]), value));
  }
  for (const [key, items] of lists) {
    const isComplete = !flat.has(key) && [...items.keys()].every((position) => position < items.size);
    if (!isComplete) continue;
    for (const position of items.keys()) flat.delete(`${key}.${position}`);
    flat.set(
      key,
      [...items].sort(([a], [b]) => a - b).map(([, value]) => value),
    );
  }
  return flat;
}

/** The full name for a name that may lack its `index.`: `blocks.write` and `index.blocks.write` are one setting. */
export const fullSettingName = (name: string): string =>
  name.startsWith('index.') || name.startsWith('archived.') ? name : `index.${name}`;

/** A value as a plan shows it; null: not set. */
export const settingText = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
