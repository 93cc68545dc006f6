import type { JsonObject } from '../deep-merge.ts';
import type { Conversion } from './field/field-draft.ts';
import { REMOVED_FROM_ROOT, ROOT_RULES } from './root-rules.ts';
import { shortText } from './short-text.ts';

/** Converts a mapping without a type level. */
export function convertRoot(mapping: JsonObject, conversion: Conversion): JsonObject {
  const converted = new Map<string, unknown>();
  for (const [key, value] of Object.entries(mapping)) {
    const record = (to: unknown, why: string) =>
      conversion.changes.push({ path: key, from: shortText(value), to: shortText(to), why });
    if (Object.hasOwn(REMOVED_FROM_ROOT, key)) record(null, REMOVED_FROM_ROOT[key]!);
    else if (Object.hasOwn(ROOT_RULES, key))
      for (const [name, to] of ROOT_RULES[key]!(value, conversion, record)) converted.set(name, to);
    else converted.set(key, value);
  }
  return Object.fromEntries(converted);
}
