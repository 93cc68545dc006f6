import { isRawNumber } from '../json/exact.ts';

export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value);

/** `over` laid over `base`: objects merge, everything else replaces, null removes. Neither is changed; `__proto__` is a key like any other. */
export function deepMerge(base: Json, over: Json): Json {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else
      merged.set(
        key,
        isJson(value) && isJson(before) ? deepMerge(before, value) : isJson(value) ? deepMerge({}, value) : value,
      );
  }
  return Object.fromEntries(merged);
}
