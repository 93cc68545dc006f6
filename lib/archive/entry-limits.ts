import type { JsonLimits } from '../json/limits.ts';

/**
 * Limits of the small entries. A file beyond them is refused before it is parsed. docs/backup-file.md has the sizes of real
 * ones.
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
