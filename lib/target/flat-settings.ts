import { isRawNumber } from '../json/exact.ts';
import { isJson } from './deep-merge.ts';

export type FlatSettings = Record<string, unknown>;

/**
 * Settings as they are written by people and servers (nested, flat, half of each, with or without `index.`) as flat
 * keys that all start with `index.`. Lists that Elasticsearch 1 and 2 wrote as `filter.0`, `filter.1` become lists; a
 * number kept as text is that text, which is what a server keeps of any setting.
 */
export function flattenSettings(settings: unknown): FlatSettings {
  // A Map: a setting called `__proto__` is data like any other.
  const flat = new Map<string, unknown>();
  const walk = (value: unknown, path: string): void => {
    if (isJson(value))
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
    else if (path !== '')
      flat.set(
        path.startsWith('index.') || path.startsWith('archived.') ? path : `index.${path}`,
        isRawNumber(value) ? JSON.stringify(value) : value,
      );
  };
  walk(settings, '');
  return Object.fromEntries(joinNumbered(flat));
}

function joinNumbered(flat: Map<string, unknown>): Map<string, unknown> {
  const lists = new Map<string, Map<number, unknown>>();
  for (const [key, value] of flat) {
    const match = /^(.*)\.(\d+)$/s.exec(key);
    if (match && !Array.isArray(value))
      lists.set(match[1]!, (lists.get(match[1]!) ?? new Map<number, unknown>()).set(Number(match[2]), value));
  }
  for (const [key, items] of lists) {
    const whole = items.size > 0 && !flat.has(key) && [...items.keys()].every((position) => position < items.size);
    if (!whole) continue;
    for (const position of items.keys()) flat.delete(`${key}.${position}`);
    flat.set(
      key,
      [...items].sort(([a], [b]) => a - b).map(([, value]) => value),
    );
  }
  return flat;
}

/** A name as a person types it: `blocks.write` and `index.blocks.write` are one. */
export const fullName = (name: string): string =>
  name.startsWith('index.') || name.startsWith('archived.') ? name : `index.${name}`;

/** A value as a plan shows it. */
export const settingText = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
