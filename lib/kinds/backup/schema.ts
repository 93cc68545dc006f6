import type { ByWord } from '../../contract/by-name.ts';
import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';
import { folderSource } from '../../contract/backup-ref.ts';
import { planBase } from '../../contract/plan.ts';
import { upgradeWith } from '../upgrade.ts';

export const indexBackupPlan = z.object({
  index: z.string(),
  uuid: z.string(),
  group: z.string(),
  documents: z.number().nullable(),
  primaryBytes: z.number().nullable(),
  shards: z.number(),
  aliases: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type IndexBackupPlan = z.infer<typeof indexBackupPlan>;

/** An index of the selection that can't be backed up now; the others are backed up without it. */
export const skippedIndex = z.object({
  index: z.string(),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
});
export type SkippedIndex = z.infer<typeof skippedIndex>;

export const backupPlan = z.object({
  kind: z.literal('backup'),
  ...planBase,
  /** Where the backups go: the `source` of their refs. */
  source: z.string(),
  indices: z.array(indexBackupPlan),
  skipped: z.array(skippedIndex),
  documents: z.number().nullable(),
  primaryBytes: z.number().nullable(),
});
export type BackupPlan = z.infer<typeof backupPlan>;

/** A plan as its page gets it: of a long one the first indices, checks and requests, and in `long` their numbers. Totals and fingerprint are of all. */
export const shownBackupPlan = backupPlan.extend({
  long: z.object({ indices: z.number(), checks: z.number(), requests: z.number(), refused: z.boolean() }).optional(),
});
export type ShownBackupPlan = z.infer<typeof shownBackupPlan>;

export const indexBackupResult = z.object({
  index: z.string(),
  group: z.string(),
  backup: backupRef,
  fileBytes: z.number(),
  documents: z.number(),
  bytes: z.number().describe('of objects, inflated'),
  digest: z.string(),
  seconds: z.number(),
  warnings: z.array(z.string()),
});
export type IndexBackupResult = z.infer<typeof indexBackupResult>;

export const backupResult = z.object({
  kind: z.literal('backup'),
  status: z.enum(['done', 'partial']),
  backups: z.array(indexBackupResult),
  failures: z.array(skippedIndex),
  documents: z.number(),
  bytes: z.number(),
  seconds: z.number(),
});
export type BackupResult = z.infer<typeof backupResult>;

export const backupWork = z.preprocess(
  upgradeWith((work) => {
    const plan = work['plan'] as ByWord<unknown> | undefined;
    // Older versions stored the directory.
    if (typeof plan?.['directory'] === 'string') work['plan'] = { source: folderSource(plan['directory']), ...plan };
  }),
  z.object({
    kind: z.literal('backup'),
    plan: backupPlan,
    /** Options of the command line. */
    tuning: z.object({ parallel: z.number().optional(), level: z.number().optional() }).optional(),
  }),
);
export type BackupWork = z.infer<typeof backupWork>;

/** Parses a stored result, also one of an older version. */
export const storedBackupResult = z.preprocess(
  upgradeWith((result) => {
    if (Array.isArray(result['backups'])) result['backups'] = result['backups'].map(withRef);
  }),
  backupResult,
);

/** Older versions stored the path, and the id below the directory. */
function withRef(stored: unknown): unknown {
  const { file, id } = stored as { file?: unknown; id?: unknown };
  if (typeof file !== 'string' || typeof id !== 'string') return stored;
  return { backup: { source: folderSource(file.slice(0, -id.length - 1)), id }, ...(stored as object) };
}
