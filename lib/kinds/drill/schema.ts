import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';
import { comparedBy } from '../../contract/compared-by.ts';
import { failure } from '../../contract/job.ts';
import { planBase } from '../../contract/plan.ts';
import { probe } from '../../contract/schedule.ts';
import { restorePlan } from '../restore/schema.ts';
import { restoreSnapshotPlan } from '../restore-snapshot/schema.ts';

const bracket = z.object({ least: z.number(), most: z.number() });

/** What is tried, and how it is restored: as a restore into a new index would, without an alias and without replicas. */
const drilledSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('zip'),
    ref: backupRef,
    /** -1: unknown. */
    fileBytes: z.number(),
    takenAt: z.iso.datetime().nullable(),
    /** null: it can't be restored at all, and `damage` says why. */
    restore: restorePlan.nullable(),
    damage: failure.nullable(),
  }),
  z.object({ kind: z.literal('snapshot'), restore: restoreSnapshotPlan }),
]);
export type DrilledSource = z.infer<typeof drilledSource>;

export const drillPlan = z.object({
  kind: z.literal('drill'),
  /** `cluster`: the one that it runs on. */
  ...planBase,
  /** The uuid of the cluster of which it is a backup, where it runs on a drill cluster, too. */
  liveUuid: z.string(),
  /** The key of the drill cluster in the configuration; null: it runs on the job's own cluster. */
  on: z.string().nullable(),
  /** Of which it is a backup; null: of an index without an alias. */
  alias: z.string().nullable(),
  source: drilledSource,
  /** The index that it makes and deletes. */
  target: z.object({ index: z.string(), shards: z.number(), estimatedPrimaryBytes: z.number().nullable() }),
  documentsPerSecond: z.number().nullable(),
  probes: z.array(probe),
});
export type DrillPlan = z.infer<typeof drillPlan>;

export const drillWork = z.object({ kind: z.literal('drill'), plan: drillPlan });
export type DrillWork = z.infer<typeof drillWork>;

/** Not to continue from: a drill starts again. So that a killed drill's index is known. */
export interface DrillCheckpoint {
  /** Of the index that it made. */
  uuid: string;
}

const probeResult = z.object({
  name: z.string(),
  /** In the restored index; null: it was not answered completely. */
  hits: z.number().nullable(),
  /** "at least 10", "980 to 1,020, as the live alias has 1,000". */
  wanted: z.string(),
  ok: z.boolean(),
  /** Why it could not be answered, as a sentence; null: it was. */
  why: z.string().nullable(),
});
export type ProbeResult = z.infer<typeof probeResult>;

/** What a drill found out, also one that failed because of it (`details.soFar` of its failure). */
const found = {
  /** "/var/backups/…zip", "s3://…", "snapshot:<repository>/<snapshot>/<index>". */
  backup: z.string(),
  index: z.string(),
  /** Of the zip file; of a snapshot, in the restored index. null: not known. */
  documents: z.number().nullable(),
  /** Documents with the same id and content; by `counts`, their number where it is the expected one. null: not compared. */
  equal: z.number().nullable(),
  compared: comparedBy,
  /** Of a snapshot whose documents lie between two moments; null: of another. */
  bracket: bracket.nullable(),
  probes: z.array(probeResult),
  /** Of the documents, or of the shards of a snapshot; null: unknown. */
  bytes: z.number().nullable(),
  /** From the first request to the end of the comparison. */
  seconds: z.number(),
  /** Its documents per second were limited. */
  limited: z.boolean(),
  /** The index is deleted again. */
  deleted: z.boolean(),
  warnings: z.array(z.string()),
  /** Why the backup is not proven, as a sentence; null: it is. */
  problem: z.string().nullable(),
};
const drillFound = z.object(found);
export type DrillFound = z.infer<typeof drillFound>;

/** `partial`: it was restored, but there is nothing to compare it with; or its index is not deleted. A difference is a failure. */
export const drillResult = z.object({ kind: z.literal('drill'), status: z.enum(['done', 'partial']), ...found });
export type DrillResult = z.infer<typeof drillResult>;

/** What a failed drill has found out; null: it failed for a reason that says nothing of the backup. */
export const foundIn = (details: Readonly<Record<string, unknown>> | undefined): DrillFound | null =>
  drillFound.safeParse(details?.['soFar']).data ?? null;
