import { z } from 'zod';
import { aliasState, skippedIndex } from './plans.ts';

export const indexBackupResult = z.object({
  index: z.string(),
  group: z.string(),
  /** Absolute path, and the id below the backup directory. */
  file: z.string(),
  id: z.string(),
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

/** Every document of the backup is in exactly one of these. */
export const buckets = z.object({
  indexed: z.number(),
  existing: z.number().describe('`create`: already there, left as it was'),
  newer: z.number().describe('`external_gte`: the target holds a newer version'),
  rejected: z.number(),
});
export type Buckets = z.infer<typeof buckets>;

export const rejectedDocument = z.object({
  /** Line of `objects` the source stands on, counted from 1. */
  line: z.number(),
  id: z.string(),
  status: z.number(),
  type: z.string(),
  reason: z.string(),
});
export type RejectedDocument = z.infer<typeof rejectedDocument>;

/** How the loaded index was compared with the backup. */
export const contentCheck = z.object({
  documents: z.number().describe('in the index after the load'),
  expected: z.number(),
  digest: z.string().nullable(),
  expectedDigest: z.string(),
  verdict: z.enum(['equal', 'different', 'additive', 'partial']),
  sentence: z.string(),
  seconds: z.number(),
});
export type ContentCheck = z.infer<typeof contentCheck>;

export const restoreResult = z.object({
  kind: z.literal('restore'),
  status: z.enum(['done', 'partial']),
  index: z.string(),
  indexUuid: z.string(),
  alias: z.string().nullable(),
  file: z.string(),
  documents: z.number().describe('of the backup'),
  promised: z.number().optional().describe('by the backup, which can hold fewer; results of older versions lack it'),
  bytes: z.number(),
  ...buckets.shape,
  check: contentCheck,
  switched: z.boolean(),
  /** Why the alias was not moved, where it was asked for. */
  notSwitched: z.string().nullable(),
  aliasBefore: aliasState.nullable(),
  aliasAfter: aliasState.nullable(),
  rejectedFile: z.string().nullable(),
  warnings: z.array(z.string()),
  loadSeconds: z.number(),
  checkSeconds: z.number(),
  seconds: z.number(),
});
export type RestoreResult = z.infer<typeof restoreResult>;

export const switchResult = z.object({
  kind: z.literal('switch'),
  alias: z.string(),
  index: z.string(),
  opened: z.boolean(),
  before: aliasState,
  after: aliasState,
  seconds: z.number(),
});
export type SwitchResult = z.infer<typeof switchResult>;

export const cleanUpResult = z.object({
  kind: z.literal('clean-up'),
  status: z.enum(['done', 'partial']),
  deleted: z.array(
    z.object({
      index: z.string(),
      uuid: z.string(),
      documents: z.number().nullable(),
      storeBytes: z.number().nullable(),
    }),
  ),
  /** Planned but not deleted, with the reason. */
  left: z.array(z.object({ index: z.string(), reason: z.string() })),
  bytes: z.number(),
  seconds: z.number(),
});
export type CleanUpResult = z.infer<typeof cleanUpResult>;
