import { z } from 'zod';
import { aliasState, aliasTarget, planBase, settingChange } from '../../contract/plan.ts';
import { restoredCheck } from '../../contract/restored-check.ts';
import { shardMark } from '../../contract/shard-marks.ts';

/** Unchanged, with every key: a record of zod would drop a key called `__proto__`. */
const json = z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null);

const bracket = z.object({ least: z.number(), most: z.number() });

export const restoreSnapshotPlan = z.object({
  kind: z.literal('restore-snapshot'),
  ...planBase,
  snapshot: z.object({
    repository: z.string(),
    name: z.string(),
    /** Another snapshot of the same name has another one. */
    uuid: z.string(),
    /** The one index of it that is restored. */
    index: z.string(),
    /** When it was begun. */
    takenAt: z.iso.datetime().nullable(),
    /** In the server's words. */
    state: z.string(),
    version: z.string().nullable(),
    shards: z.number().nullable(),
    bytes: z.number().nullable(),
    proof: z.enum(['exact', 'bracketed', 'begun', 'unknown']),
    /** Why it is not exact; null: it is. */
    why: z.string().nullable(),
    before: z.array(shardMark).nullable(),
    after: z.array(shardMark).nullable(),
    /** That a search saw, or that there were at its beginning (`begun`); the same number twice: one is known. */
    documents: bracket.nullable(),
    digest: z.string().nullable(),
    /** The installation's job that took it; null: another tool or installation did. */
    job: z.string().nullable(),
    clusterUuid: z.string().nullable().optional().describe('of the cluster that it was taken in; null: not known'),
    place: z.string().nullable().optional().describe('type and location of its repository; null: not comparable'),
  }),
  target: z.object({
    index: z.string(),
    replicas: z.number(),
    /** Where the number of replicas comes from, as in "as the live index has". */
    replicasFrom: z.string(),
    /** While it is restored and proved (lib/contract/loading-alias.ts). */
    loadingAlias: z.string(),
  }),
  from: z
    .string()
    .optional()
    .describe('the key of the configured cluster whose snapshot it is; absent: of this cluster'),
  alias: z.string().nullable(),
  switchAlias: z.boolean(),
  before: z.array(aliasTarget),
  /** What the alias points to after the move; the uuid of the new index is empty. */
  after: aliasState,
  settings: z.object({
    /** Replaced while it is restored; flat keys. */
    restore: json,
    /** Not taken from the snapshot; a name may end with `*`. */
    ignored: z.array(z.string()),
    /** Set once it is proved, before the alias moves; flat keys. */
    afterwards: json,
    /** Blocks, set last: they would stop the move of the alias. */
    last: json,
    changes: z.array(settingChange),
  }),
  /** Since the snapshot, in the live index that it was taken of; null: unknown, or there is none. */
  since: z.object({ written: z.number(), replaced: z.number().nullable() }).nullable(),
});
export type RestoreSnapshotPlan = z.infer<typeof restoreSnapshotPlan>;

export const restoreSnapshotWork = z.object({ kind: z.literal('restore-snapshot'), plan: restoreSnapshotPlan });
export type RestoreSnapshotWork = z.infer<typeof restoreSnapshotWork>;

/** From which a run continues: the index that it began to restore. */
/** The uuid of the index that was begun; null: it was deleted again, so a resumed job starts from the beginning. */
export const restoreSnapshotCheckpoint = z.object({ uuid: z.string().nullable() });
export type RestoreSnapshotCheckpoint = z.infer<typeof restoreSnapshotCheckpoint>;

export const restoreSnapshotResult = z.object({
  kind: z.literal('restore-snapshot'),
  /** `partial`: the alias or a setting is not as planned. */
  status: z.enum(['done', 'partial']),
  snapshot: z.object({ repository: z.string(), name: z.string(), uuid: z.string(), index: z.string() }),
  index: z.string(),
  indexUuid: z.string(),
  alias: z.string().nullable(),
  documents: z.number(),
  bytes: z.number().nullable(),
  proof: restoreSnapshotPlan.shape.snapshot.shape.proof,
  check: restoredCheck,
  switched: z.boolean(),
  /** Why the alias was not moved, where the plan moves it. */
  notSwitched: z.string().nullable(),
  aliasBefore: aliasState.nullable(),
  aliasAfter: aliasState.nullable(),
  warnings: z.array(z.string()),
  seconds: z.number(),
});
export type RestoreSnapshotResult = z.infer<typeof restoreSnapshotResult>;
