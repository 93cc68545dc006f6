import { isRawNumber } from '../json/exact.ts';

export type JsonObject = Record<string, unknown>;

/** False for a list, and for a number that is held as text (lib/json/exact.ts). */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value);

/**
 * A new object: `over` merged into `base`. Objects merge, everything else replaces, null removes. Neither argument is
 * changed. A key may be called `__proto__`.
 */
export function deepMerge(base: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else
      merged.set(
        key,
        isJsonObject(value) && isJsonObject(before)
          ? deepMerge(before, value)
          : isJsonObject(value)
            ? deepMerge({}, value)
            : value,
      );
  }
  return Object.fromEntries(merged);
}
