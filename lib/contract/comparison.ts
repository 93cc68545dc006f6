import { z } from 'zod';
import { backupRef } from './backup.ts';
import { DIFFERENCE_BUCKETS } from './difference.ts';
import { readMarks } from './shard-marks.ts';

export const differenceBucket = z.enum(DIFFERENCE_BUCKETS);

/**
 * The cluster of a side that is not the job's own. `key`: of the configuration; null: it is not configured here, or not for this person.
 * `name`: as the configuration has it. It is not stored, so that a person without a role there does not read it; null: unknown.
 */
export const sideCluster = z.object({
  key: z.string().nullable(),
  name: z.string().nullable(),
  uuid: z.string(),
});
export type SideCluster = z.infer<typeof sideCluster>;

const indexSide = z.object({
  kind: z.literal('index'),
  index: z.string(),
  uuid: z.string(),
  /** The alias by which it was named; null: by its own name. */
  alias: z.string().nullable(),
  /** When it was planned; null: unknown. */
  documents: z.number().nullable(),
  primaryBytes: z.number().nullable(),
  shards: z.number(),
  /** Left out: the job's own. */
  cluster: sideCluster.optional(),
});
export type IndexSide = z.infer<typeof indexSide>;

const backupSide = z.object({
  kind: z.literal('backup'),
  backup: backupRef,
  /** The index it was taken of, and its uuid; null: the file does not say. */
  index: z.string().nullable(),
  uuid: z.string().nullable(),
  /** Of the cluster it was taken of; null or left out: not known. */
  clusterUuid: z.string().nullable().optional(),
  /** The alias or index it is filed under. */
  group: z.string(),
  takenAt: z.iso.datetime().nullable(),
  documents: z.number(),
  objectsBytes: z.number(),
  /** The sequence numbers between which it was read; null: the file does not say. */
  marks: readMarks.nullable(),
});
export type BackupSide = z.infer<typeof backupSide>;

/** One side of a comparison, as it was planned. */
export const comparedSide = z.discriminatedUnion('kind', [indexSide, backupSide]);
export type ComparedSide = z.infer<typeof comparedSide>;

/** See `BucketCounts`. */
export const bucketCounts = z.object({
  equal: z.number(),
  sameValues: z.number(),
  changed: z.number(),
  onlyLeft: z.number(),
  onlyRight: z.number(),
});
