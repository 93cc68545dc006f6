import { z } from 'zod';
import type { ByName } from './by-name.ts';
import { breakGlassUse } from './break-glass.ts';
import { jobRow, verifiedState } from './api.ts';
import { clusterHealth, healthStatus } from './cluster.ts';
import { failure } from './job.ts';
import { auditLogWarning } from './audit-log.ts';

/** What an alias points to, as its row shows it. */
export const rowTarget = z.object({
  index: z.string(),
  state: z.enum(['open', 'closed']),
  health: healthStatus.nullable(),
  documents: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
});

export const rowBackup = z.object({
  id: z.string(),
  takenAt: z.iso.datetime(),
  documents: z.number().nullable(),
  index: z.string().nullable(),
  verified: verifiedState.nullable(),
});
export type RowBackup = z.infer<typeof rowBackup>;

/** Documents that the last good backup has and the alias has not. */
export const loss = z.object({
  documents: z.number(),
  percent: z.number(),
  /** Which index the last good backup is of: one that is live, or not; unknown where the file does not say. */
  backupOf: z.enum(['this index', 'another index', 'unknown']),
  /** When the index behind the alias was created, where it is another one than was backed up; null: unknown, too. */
  since: z.iso.datetime().nullable(),
  /** The index to switch back to: still there, and with more documents. */
  before: z.object({ index: z.string(), documents: z.number(), date: z.iso.datetime().nullable() }).nullable(),
});
export type Loss = z.infer<typeof loss>;

export const overviewAlias = z.object({
  alias: z.string(),
  /** The newest of them. */
  targets: z.array(rowTarget),
  moreTargets: z.number().optional(),
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  /** Older and newer generations that the alias does not point to. */
  others: z.object({ open: z.number(), closed: z.number() }),
  condition: z.object({
    level: z.enum(['ok', 'warn', 'bad', 'unknown', 'idle']),
    word: z.string(),
    sentence: z.string(),
  }),
  /** How many there are that are known, good or not. */
  backups: z.number(),
  /** The last good one; null: none is known. */
  backup: rowBackup.nullable(),
  /** Documents now, less those in the last good backup; null: one of them is unknown. */
  change: z.number().nullable(),
  /** No good backup, or the last one is older than the cluster's limit; null: unknown, because backups could not be read. */
  overdue: z.boolean().nullable(),
  loss: loss.nullable(),
  /** The last good backup itself is much smaller than the one before it: that one may be what is wanted. */
  shrunk: z.object({ from: z.number(), to: z.number(), backup: z.string(), takenAt: z.iso.datetime() }).nullable(),
});
export type OverviewAlias = z.infer<typeof overviewAlias>;

/** Something that happened between two looks of the server at the cluster. */
export const clusterChange = z.object({
  id: z.string(),
  /** The look that saw it, and the one before it, which did not. */
  at: z.iso.datetime(),
  after: z.iso.datetime(),
  level: z.enum(['warn', 'bad', 'idle']),
  sentence: z.string(),
  /** The job of Restore Desk that did it; null: somebody or something else. */
  job: z.string().nullable(),
});
export type ClusterChange = z.infer<typeof clusterChange>;

export const sample = z.object({
  at: z.iso.datetime(),
  status: healthStatus.nullable().describe('null: no answer'),
  documents: z.custom<ByName<number | null>>().describe('by alias; null: unknown'),
});
export type Sample = z.infer<typeof sample>;

/** How many aliases the first page lists, unless more are asked for. */
export const overviewQuery = z.object({ rows: z.coerce.number().int().min(1).max(600).default(200) });

/** Each part stands for itself: one that failed says why, and leaves the others alone. */
const part = <T extends z.ZodType>(value: T) =>
  z.object({ value: value.nullable(), takenAt: z.iso.datetime().nullable(), failure: failure.nullable() });

export const overview = z.object({
  takenAt: z.iso.datetime(),
  health: part(clusterHealth),
  /** Only their numbers; `/indices` has the rest. Documents of the open ones that can be counted, and how many can't. */
  indices: part(
    z.object({
      open: z.number(),
      closed: z.number(),
      outside: z.number(),
      documents: z.number(),
      uncounted: z.number(),
      storeBytes: z.number().nullable(),
    }),
  ),
  backups: z.object({
    directory: z.string(),
    count: z.number(),
    takenAt: z.iso
      .datetime()
      .nullable()
      .describe('when what is compared with was listed; null: there is nothing to compare with'),
    problem: z.string().nullable(),
    missing: z.boolean(),
    unread: z.array(z.string()),
  }),
  /** The first of them, those in trouble before the others. */
  aliases: z.array(overviewAlias),
  /** Of all there are, where only the first are listed. */
  aliasTotals: z.object({ all: z.number(), lost: z.number(), overdue: z.number() }).optional(),
  jobs: part(z.object({ running: z.array(jobRow), last: jobRow.nullable() })),
  recordWarnings: z.array(auditLogWarning),
  /** In the last day. */
  brokenGlass: z.array(breakGlassUse),
  changes: z.array(clusterChange).describe('newest first'),
  samples: z.array(sample).describe('the last 15 minutes, oldest first'),
});
export type Overview = z.infer<typeof overview>;
