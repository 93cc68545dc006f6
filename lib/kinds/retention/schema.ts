import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';
import { planBase } from '../../contract/plan.ts';
import { retentionRules, scheduleSelection } from '../../contract/schedule.ts';

/** A backup of one alias, and what becomes of it. */
export const decidedBackup = z.object({
  /** The id of a zip file in its source, or the name of a snapshot in its repository. */
  id: z.string(),
  /** When it was taken; null: unknown. */
  at: z.iso.datetime().nullable(),
  /** Of a zip file; null: it is a snapshot, which shares its files with others. */
  bytes: z.number().nullable(),
  /** False: it is deleted. */
  kept: z.boolean(),
  /** Why it is kept, each as words that stand beside it; empty: no rule keeps it. */
  because: z.array(z.string()),
});
export type DecidedBackup = z.infer<typeof decidedBackup>;

/** The backups of one alias, or of an index without one, newest first. */
export const decidedGroup = z.object({
  name: z.string(),
  /** Why all of it is kept, whatever the rules, as a sentence; null: the rules decide. */
  keepsAll: z.string().nullable(),
  backups: z.array(decidedBackup),
});
export type DecidedGroup = z.infer<typeof decidedGroup>;

const zipToDelete = z.object({
  backup: backupRef,
  /** As planned: a file that has another size or stamp is not deleted. */
  fileBytes: z.number(),
  stamp: z.string(),
});
export type PlannedZip = z.infer<typeof zipToDelete>;

const snapshotToDelete = z.object({
  repository: z.string(),
  snapshot: z.string(),
  /** Another snapshot of the same name has another one. */
  uuid: z.string(),
});
export type PlannedSnapshot = z.infer<typeof snapshotToDelete>;

/** A snapshot that this installation took. */
const rememberedSnapshot = z.object({
  uuid: z.string(),
  /** All that it is a backup of. */
  names: z.array(z.string()),
  /** Those for which this schedule decides about it; empty: it can't delete it. */
  decided: z.array(z.string()),
});
export type RememberedSnapshot = z.infer<typeof rememberedSnapshot>;

/** Another schedule that deletes backups in the same place: what its rules keep is kept. */
const otherRetention = z.object({
  /** Its name. */
  schedule: z.string(),
  what: scheduleSelection,
  rules: retentionRules,
  timeZone: z.string(),
});
export type OtherRetention = z.infer<typeof otherRetention>;

/** What the jobs' database knew, which the run needs to decide again. */
const rememberedKnowledge = z.object({
  /** Zip files that are known to be damaged or incomplete. */
  bad: z.array(
    z.object({
      /** Its `backupUri`. */
      backup: z.string(),
      job: z.string(),
      at: z.string(),
      bytes: z.number(),
      problem: z.string(),
      found: z.number().nullable(),
    }),
  ),
  /** Backups that passed a drill. `backup`: the `backupUri`, or the `drilledSnapshotKey`. */
  drilled: z.array(z.object({ backup: z.string(), at: z.string(), bytes: z.number() })),
  taken: z.array(rememberedSnapshot),
});
export type RememberedKnowledge = z.infer<typeof rememberedKnowledge>;

export const retentionPlan = z.object({
  kind: z.literal('retention'),
  ...planBase,
  /** The name of the schedule; null: none asked for it. */
  schedule: z.string().nullable(),
  what: scheduleSelection,
  /** Where the zip files are; of a plan for snapshots, whose zip files count as good backups too. null: nowhere. */
  source: z.string().nullable(),
  /** Its snapshots are deleted; null: zip files are. */
  repository: z.string().nullable(),
  rules: retentionRules,
  timeZone: z.string(),
  others: z.array(otherRetention),
  /** Aliases and indices that this run did not back up: everything of them is kept. */
  notBackedUp: z.array(z.string()),
  groups: z.array(decidedGroup),
  /** Backups that are kept and not listed in `groups`, which would be too long. */
  unlisted: z.number(),
  /** Backups in the same place that the schedule does not cover: they are kept. */
  outside: z.number(),
  /** Backups of the groups that are kept, each counted once. */
  kept: z.number(),
  /** Exactly what is deleted, oldest first. */
  backups: z.array(zipToDelete),
  snapshots: z.array(snapshotToDelete),
  /** Of the zip files that are deleted. */
  bytes: z.number(),
  remembered: rememberedKnowledge,
});
export type RetentionPlan = z.infer<typeof retentionPlan>;

export const retentionWork = z.object({ kind: z.literal('retention'), plan: retentionPlan });
export type RetentionWork = z.infer<typeof retentionWork>;

const deletedZip = z.object({ id: z.string(), fileBytes: z.number() });

export const retentionResult = z.object({
  kind: z.literal('retention'),
  /** `partial`: something could not be deleted. */
  status: z.enum(['done', 'partial']),
  deleted: z.array(deletedZip),
  snapshots: z.array(snapshotToDelete),
  /** Planned and not deleted, with the reason. `failed`: not because it is kept now, or was gone. */
  left: z.array(z.object({ id: z.string(), reason: z.string(), failed: z.boolean() })),
  /** Backups that still exist: the rules keep them, or they were left. */
  kept: z.number(),
  bytes: z.number(),
  /** The space of the zip files is free, as far as is known. */
  final: z.boolean(),
  /** What else there is to say; null: nothing. */
  note: z.string().nullable(),
  /** What is kept, with the reasons; only the newest of each alias where there are many. */
  groups: z.array(decidedGroup),
  /** Aliases of which everything is kept, whatever the rules. */
  keptWhole: z.array(z.object({ name: z.string(), because: z.string() })),
  seconds: z.number(),
});
export type RetentionResult = z.infer<typeof retentionResult>;

export const retentionCheckpoint = z.object({ deleted: z.array(deletedZip) });
export type RetentionCheckpoint = z.infer<typeof retentionCheckpoint>;
