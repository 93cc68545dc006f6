import type { MappingChange } from '../../contract/plan.ts';
import { deepMerge, isJsonObject, type JsonObject } from '../deep-merge.ts';
import { shortText } from './short-text.ts';

/** Merges the overrides into the converted mapping and adds what differs to `changes`. */
export function overrideMapping(
  converted: JsonObject,
  overrides: JsonObject,
  sourceType: string | null,
  changes: MappingChange[],
): JsonObject {
  // The shape of an override, which may be part of a mapping, doesn't show a type level: only the backup's own type name
  // is removed.
  const inner =
    sourceType !== null && sourceType !== 'properties' && Object.keys(overrides).length === 1
      ? overrides[sourceType]
      : undefined;
  const typeless = isJsonObject(inner) ? inner : overrides;
  for (const [path, from, to] of differences(converted, typeless, ''))
    changes.push({ path, from: shortText(from), to: shortText(to), why: 'your mapping' });
  return deepMerge(converted, typeless);
}

function differences(
  base: unknown,
  overrides: JsonObject,
  parentPath: string,
): [path: string, from: unknown, to: unknown][] {
  return Object.entries(overrides).flatMap(([key, value]): [string, unknown, unknown][] => {
    const path = parentPath === '' ? key : `${parentPath}.${key}`;
    const before = isJsonObject(base) && Object.hasOwn(base, key) ? base[key] : undefined;
    if (isJsonObject(value) && isJsonObject(before)) return differences(before, value, path);
    return JSON.stringify(before) === JSON.stringify(value) || (value === null && before === undefined)
      ? []
      : [[path, before, value]];
  });
}
