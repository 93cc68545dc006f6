import { z } from 'zod';
import { aliasMembership } from '../../contract/indices.ts';
import { planBase } from '../../contract/plan.ts';
import { indexMarks, shardMark } from '../../contract/shard-marks.ts';
import { skippedIndex, type ShownBackupPlan } from '../backup/schema.ts';

const knownDigest = z.object({ digest: z.string(), marks: z.array(shardMark) });
export type KnownDigest = z.infer<typeof knownDigest>;

export const snapshotIndex = z.object({
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  documents: z.number().nullable(),
  primaryBytes: z.number().nullable(),
  shards: z.number(),
  /** Of each shard; plans of older versions lack it. */
  replicas: z.number().optional(),
  aliases: z.array(aliasMembership),
  /** The digest of an earlier snapshot: as long as nothing was written since its marks, it is not read again. */
  digested: knownDigest.optional(),
});
export type SnapshotIndex = z.infer<typeof snapshotIndex>;

export const snapshotPlan = z.object({
  kind: z.literal('snapshot'),
  ...planBase,
  repository: z.string(),
  /** The name of the snapshot. */
  snapshot: z.string(),
  by: z.string(),
  why: z.string().nullable(),
  /** A content digest of each index is read in the same quiet window. */
  digest: z.boolean(),
  indices: z.array(snapshotIndex),
  skipped: z.array(skippedIndex),
  documents: z.number().nullable(),
  primaryBytes: z.number().nullable(),
});
export type SnapshotPlan = z.infer<typeof snapshotPlan>;

/** As its page gets it: see the plan of a backup. */
export type ShownSnapshotPlan = SnapshotPlan & Pick<ShownBackupPlan, 'long'>;

export const snapshotWork = z.object({ kind: z.literal('snapshot'), plan: snapshotPlan });
export type SnapshotWork = z.infer<typeof snapshotWork>;

/** From which a run continues: the marks before the snapshot began. */
export const snapshotCheckpoint = z.object({ before: z.array(indexMarks) });
export type SnapshotCheckpoint = z.infer<typeof snapshotCheckpoint>;

export const provenIndex = z.object({
  index: z.string(),
  uuid: z.string(),
  proof: z.enum(['exact', 'bracketed']),
  /** Why it is not exact; null: it is. */
  why: z.string().nullable(),
  /** Right before the snapshot began and right after it ended; null: could not be read. */
  before: z.array(shardMark).nullable(),
  after: z.array(shardMark).nullable(),
  /** Documents that a search sees, without nested ones; null or missing: not exact, or not counted. */
  documents: z.number().nullable().optional(),
  /** Not exact: documents that a search saw when it was planned and after its end; missing in results of older versions. */
  counted: z.object({ before: z.number().nullable(), after: z.number().nullable() }).optional(),
  /** Of its documents, as a zip backup's; null: not read, or not exact. */
  digest: z.string().nullable(),
});
export type ProvenIndex = z.infer<typeof provenIndex>;

export const snapshotResult = z.object({
  kind: z.literal('snapshot'),
  /** `partial`: shards are missing, or indices were left out. */
  status: z.enum(['done', 'partial']),
  repository: z.string(),
  snapshot: z.string(),
  uuid: z.string(),
  /** In the server's word: SUCCESS or PARTIAL. */
  state: z.string(),
  proof: z.enum(['exact', 'bracketed']),
  indices: z.array(provenIndex),
  skipped: z.array(skippedIndex),
  shards: z.object({ total: z.number(), failed: z.number() }).nullable(),
  /** The shards that are missing, with the reason in words. */
  failures: z.array(z.object({ index: z.string(), shard: z.number(), reason: z.string() })),
  /** What it holds, and what it added to the repository; null: unknown. */
  bytes: z.number().nullable(),
  addedBytes: z.number().nullable(),
  seconds: z.number(),
});
export type SnapshotResult = z.infer<typeof snapshotResult>;

/** What the job that took a snapshot knows of it, which the server does not: the proof, the marks, the digests. */
export interface TakenSnapshot {
  job: string;
  plan: SnapshotPlan;
  result: SnapshotResult;
}
