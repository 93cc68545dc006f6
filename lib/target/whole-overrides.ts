import { deepMerge, isJson, type Json } from './deep-merge.ts';

interface Overrides {
  settings?: Json | undefined;
  mappings?: Json | undefined;
}

/**
 * Overrides as they are meant: `{"settings": {…}, "mappings": {…}}`, which es_dump_restore takes and an index is told as,
 * is both at once, in whichever of the two places it was given. No setting and no root of a mapping is called so.
 */
export function parseOverrides<Wish extends Overrides>(wish: Wish): Wish {
  const [inSettings, inMappings] = [wish.settings, wish.mappings].map((given) =>
    given !== undefined && isWhole(given) ? given : null,
  );
  if (!inSettings && !inMappings) return wish;
  const settings = both(inSettings ? inSettings['settings'] : wish.settings, inMappings?.['settings']);
  const mappings = both(inSettings?.['mappings'], inMappings ? inMappings['mappings'] : wish.mappings);
  return { ...wish, settings, mappings };
}

function isWhole(given: Json): boolean {
  const parts = Object.entries(given);
  return parts.length > 0 && parts.every(([key, value]) => (key === 'settings' || key === 'mappings') && isJson(value));
}

const both = (first: unknown, second: unknown): Json | undefined =>
  isJson(first) ? (isJson(second) ? deepMerge(first, second) : first) : isJson(second) ? second : undefined;
