import { z } from 'zod';
import type { ByName } from './by-name.ts';
import { breakGlassUse } from './break-glass.ts';
import { jobRow } from './jobs-page.ts';
import { expectedRun, knownDocuments, lostBackups, verifiedState } from './backups-page.ts';
import { clusterHealth, healthStatus } from './cluster.ts';
import { incident } from './incident.ts';
import { failure } from './job.ts';
import { auditLogWarning } from './audit-log.ts';
import { drillState, provenRestores } from './drill-state.ts';
import { scheduleWarning } from './schedule-warning.ts';

/** An index that an alias points to, as its row displays it. */
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
  /** Of the alias; null: unknown, or not exact. */
  documents: z.number().nullable(),
  index: z.string().nullable(),
  verified: verifiedState.nullable(),
  /** Absent: none is known. */
  drill: drillState.optional(),
  /** It is this snapshot. Absent: it is a zip file. */
  snapshot: z
    .object({
      repository: z.string(),
      name: z.string(),
      /** The one index of the alias in it; null: there are several. */
      index: z.string().nullable(),
      documents: knownDocuments.nullable(),
    })
    .optional(),
  /**
   * How long restoring it takes, by a drill or by earlier restores; null: there were none of its size. Absent where it is not
   * needed.
   */
  restoreSeconds: z
    .object({ from: z.number(), to: z.number(), drilledAt: z.iso.datetime().optional() })
    .nullable()
    .optional(),
});
export type RowBackup = z.infer<typeof rowBackup>;

/**
 * When an alias lost its documents, as far as it was observed. `after`: the last observation with the documents, `at`: the
 * first one without; `until`: the one at which it had `to` documents.
 */
export const lossMoment = z.discriminatedUnion('known', [
  z.object({
    /** `between`: there was no observation for longer than usual. */
    known: z.enum(['exactly', 'between']),
    after: z.iso.datetime(),
    at: z.iso.datetime(),
    until: z.iso.datetime(),
    from: z.number(),
    to: z.number(),
    /** The alias points to another index since then. */
    moved: z.boolean(),
  }),
  /** They were missing when the observation began, or as long ago as it is kept. */
  z.object({ known: z.literal('before'), at: z.iso.datetime() }),
]);
export type LossMoment = z.infer<typeof lossMoment>;

/** Documents that the last good backup has and the alias lacks. */
export const loss = z.object({
  documents: z.number(),
  percent: z.number(),
  /** Whether the last good backup is of a live index or of another one; unknown: the file does not say. */
  backupOf: z.enum(['this index', 'another index', 'unknown']),
  /** When the alias's index was created, if it is not the one that was backed up; null: it is, or unknown. */
  since: z.iso.datetime().nullable(),
  /** The backup lies between two moments: it has at least as many as it is compared with. */
  atLeast: z.literal(true).optional(),
  /** The index to switch back to: it exists and has more documents. */
  before: z
    .object({
      index: z.string(),
      documents: z.number(),
      date: z.iso.datetime().nullable(),
      /** The last good backup is of this index. */
      backedUp: z.boolean(),
      /** When the alias was switched away from it, if that was observed. */
      leftAt: z.iso.datetime().optional(),
    })
    .nullable(),
  /** Absent: nothing was observed. */
  moment: lossMoment.optional(),
});
export type Loss = z.infer<typeof loss>;

export const overviewAlias = z.object({
  alias: z.string(),
  /** The newest targets; `moreTargets` counts the others. */
  targets: z.array(rowTarget),
  moreTargets: z.number().optional(),
  /** How many of all targets are red, and how many closed: searches fail, or miss documents. */
  unsearchable: z.object({ red: z.number(), closed: z.number() }),
  /** That the alias shows. */
  documents: z.number().nullable(),
  /** Those of its indices, which are compared with backups, where a filter or a search routing may leave some out. */
  documentsInIndices: z.number().nullable().optional(),
  storeBytes: z.number().nullable(),
  /** Older and newer generations that the alias does not point to. */
  others: z.object({ open: z.number(), closed: z.number() }),
  condition: z.object({
    level: z.enum(['ok', 'warn', 'bad', 'unknown', 'idle']),
    word: z.string(),
    sentence: z.string(),
  }),
  /** How many are known, good or not, of any cluster. */
  backups: z.number(),
  /** How many of them are of another cluster: they are not compared with. */
  otherCluster: z.number().optional(),
  /** The last good backup; of an alias that lost documents the one that it is compared with. null: none is known. */
  backup: rowBackup.nullable(),
  /** The last good backup of each kind, where it is another one than `backup`. Absent: none. */
  otherBackups: z.array(rowBackup).optional(),
  /** Documents now minus those in the last good backup; null: one of them is unknown. */
  change: z.number().nullable(),
  /**
   * No good backup, or the last one is older than the last run of its schedule should have been, or without a schedule older
   * than the cluster's limit; null: unknown, because backups could not be read.
   */
  overdue: z.boolean().nullable(),
  /** The run since which there is no good backup. Absent: it is not overdue, or not by a schedule. */
  expectedRun: expectedRun.optional(),
  /** Absent: unknown, because the jobs' database can't be used. */
  proven: provenRestores.optional(),
  loss: loss.nullable(),
  /** The last good backup that says a number is much smaller than the one before it (`backup`), which may be the better one. */
  shrunk: z
    .object({
      from: z.number(),
      to: z.number(),
      backup: z.string(),
      takenAt: z.iso.datetime(),
      /** `backup` is this snapshot. Absent: it is a zip file. */
      snapshot: z.object({ repository: z.string(), name: z.string() }).optional(),
      /** The alias has good snapshots, some of which may not say a number. */
      besideSnapshots: z.literal(true).optional(),
    })
    .nullable(),
});
export type OverviewAlias = z.infer<typeof overviewAlias>;

const optionBackup = rowBackup.omit({ index: true });

/** An alias that was in use at its last backup, and that no index has now. */
export const missingAlias = z.object({
  alias: z.string(),
  /** An index has its name: a write to a missing alias creates one. Then the alias can't be made. */
  nameIsIndex: z.boolean(),
  /** The last good backup, and the last one of the other kind. */
  backup: optionBackup,
  otherBackups: z.array(optionBackup).optional(),
  /** An existing index to point it to: the one that was backed up, else the newest of its name; null: none. */
  index: z.object({ name: z.string(), documents: z.number().nullable() }).nullable(),
});
export type MissingAlias = z.infer<typeof missingAlias>;

/** A name in a sentence, and what has it. */
export const namedObject = z.object({ name: z.string(), of: z.enum(['index', 'alias']) });
export type NamedObject = z.infer<typeof namedObject>;

/** A change between two checks of the cluster by the server, or a time without an answer. */
export const clusterChange = z.object({
  id: z.string(),
  /** The check that found it; `after`: the check before it. */
  at: z.iso.datetime(),
  after: z.iso.datetime(),
  level: z.enum(['warn', 'bad', 'idle']),
  sentence: z.string(),
  /** The first of the nodes, aliases and indices that it is about; absent in those of older versions. */
  subjects: z.array(z.string()).optional(),
  /** The indices and aliases in the sentence; absent in those of older versions. */
  named: z.array(namedObject).optional(),
  /** The job of Restore Desk that did it; null: not a job. */
  job: z.string().nullable(),
  /** A time without an answer of the cluster, from `at`, which lasts or is over. */
  outage: z.enum(['lasts', 'over']).optional(),
});
export type ClusterChange = z.infer<typeof clusterChange>;

/** A state of the health, from the first to the last observation of it. */
export const healthSpan = z.object({
  /** `no answer`: the cluster was silent or not reachable; `unknown`: it answered with a refusal. */
  state: z.enum(['green', 'yellow', 'red', 'no answer', 'unknown']),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Whether another state was observed shortly before `from`; unknown: it was not watched then. */
  begins: z.enum(['seen', 'unknown']),
});
export type HealthSpan = z.infer<typeof healthSpan>;

/**
 * A change of an alias's documents: observed at the second time, and not yet at the first; null: unknown from then on. In
 * seconds since 1970.
 */
export type CountChange = [after: number, at: number, documents: number | null];

/** The documents of the listed aliases over the last 24 hours, as changes, oldest first. What was not watched is unknown. */
export const documentHistory = z.object({
  /** Beginning and end of each time in which the cluster was observed, in seconds since 1970. */
  watched: z.array(z.tuple([z.number(), z.number()])),
  counts: z.custom<ByName<CountChange[]>>(),
});
export type DocumentHistory = z.infer<typeof documentHistory>;

/** All aliases together. `documents`: every index once. */
export const aliasTotals = z.object({
  all: z.number(),
  lost: z.number(),
  overdue: z.number(),
  /** As expected, not overdue, and the last drill did not fail. */
  healthy: z.number(),
  documents: z.number().nullable(),
  /** Documents now minus those of 24 hours ago; null: one of them is unknown. */
  dayChange: z.number().nullable(),
  /** The last good backups: how many there are, how many of them were verified, and the oldest. */
  backedUp: z.number(),
  verified: z.number(),
  oldest: z.object({ alias: z.string(), takenAt: z.iso.datetime() }).nullable(),
  /**
   * Aliases of which a drill has restored a backup, and when the oldest of their last proven restores was. null: the drills are
   * unknown.
   */
  proven: z.number().nullable(),
  oldestProof: z.iso.datetime().nullable(),
});
export type AliasTotals = z.infer<typeof aliasTotals>;

/** An alias that was restored after a loss, and points to what was restored. */
const restoredIncident = z.object({
  alias: z.string(),
  /** The restore; `backup`: the id of its file, null: it was a snapshot. */
  job: z.string(),
  backup: z.string().nullable(),
  switchedAt: z.iso.datetime(),
  /** null: the incident is open. `unknown`: what remains unknown, as they wrote it. */
  closed: z.object({ by: z.string(), at: z.iso.datetime(), unknown: z.string().nullable() }).nullable(),
});
export type RestoredIncident = z.infer<typeof restoredIncident>;

/** `rows`: how many aliases are listed. */
export const overviewQuery = z.object({ rows: z.coerce.number().int().min(1).max(600).default(200) });

/** Each part fails on its own: `failure` says why, and the others are not affected. */
const part = <T extends z.ZodType>(value: T) =>
  z.object({ value: value.nullable(), takenAt: z.iso.datetime().nullable(), failure: failure.nullable() });

export const overview = z.object({
  takenAt: z.iso.datetime(),
  health: part(clusterHealth),
  /** `documents`: of open indices that can be counted; `uncounted`: how many open indices can't. */
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
    lost: lostBackups.nullable().optional(),
  }),
  /** The first ones, those with problems before the others. */
  aliases: z.array(overviewAlias),
  /** The first by name; `missingAliasCount` counts all. */
  missingAliases: z.array(missingAlias),
  missingAliasCount: z.number(),
  /** Of all aliases, also where only the first are listed. */
  aliasTotals: aliasTotals,
  jobs: part(z.object({ running: z.array(jobRow), recent: z.array(jobRow) })),
  /** Of each schedule the last run, where it was not good. */
  scheduleWarnings: part(z.array(scheduleWarning)),
  auditLogWarnings: z.array(auditLogWarning),
  /**
   * Where more incidents are open than a page lists first: those that this page says by itself, listed or not. Absent: the jobs’
   * database can’t be read.
   */
  noticed: z.array(incident).optional(),
  /** Of the last days, until the alias loses documents again. */
  restored: z.array(restoredIncident),
  /** In the last day. */
  brokenGlass: z.array(breakGlassUse),
  changes: z.array(clusterChange).describe('newest first'),
  history: documentHistory,
  /**
   * The last 30 days of backups of each listed alias, to `until`: a digit for each day, its place in DAY_STATES; empty:
   * unknown. Only where all aliases are as expected.
   */
  backupDays: z.object({ until: z.iso.date(), states: z.custom<ByName<string>>() }),
  healthSpans: z.array(healthSpan).describe('what was observed of the health, oldest first'),
});
export type Overview = z.infer<typeof overview>;
