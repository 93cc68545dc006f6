import type { JsonLimits } from '../json/limits.ts';

/**
 * What the small entries may hold; docs/backup-file.md says how large real ones are. Beyond it a file is refused before
 * a value is made of it.
 */
export const DEFINITION_LIMITS: JsonLimits = {
  bytes: 8 * 1024 * 1024,
  depth: 256,
  values: 200_000,
  keyBytes: 32 * 1024 * 1024,
};

const MANIFEST_LIMITS: JsonLimits = {
  bytes: 1024 * 1024,
  depth: 256,
  values: 50_000,
  keyBytes: 8 * 1024 * 1024,
};

const COUNT_LIMITS: JsonLimits = { bytes: 1024, depth: 4, values: 20, keyBytes: 1024 };

export const ENTRY_LIMITS = {
  'index.json': DEFINITION_LIMITS,
  'num_objects.json': COUNT_LIMITS,
  'manifest.json': MANIFEST_LIMITS,
} as const;

export type SmallEntry = keyof typeof ENTRY_LIMITS;
