import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';
import { buckets, contentCheck } from '../../contract/load-outcome.ts';
import { addRefOfFile, upgradeWith } from '../upgrade.ts';
import { aliasState, aliasTarget, conflictMode, mappingChange, planBase, settingChange } from '../../contract/plan.ts';

/** Unchanged, with every key and number; a record of zod would drop a key called `__proto__`. */
const json = z.custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null);

export const restorePlan = z.object({
  kind: z.literal('restore'),
  ...planBase,
  backup: z.object({
    ref: backupRef,
    fileBytes: z.number(),
    origin: z.enum(['restore-desk', 'es_dump_restore']),
    index: z.string().nullable().describe('the index it was made from, where known'),
    takenAt: z.iso.datetime().nullable(),
    documents: z.number(),
    promised: z.number(),
    objectsBytes: z.number(),
    sha256: z.string(),
    digest: z.string(),
    versioned: z.boolean(),
    sourceVersion: z.string().nullable(),
    clusterUuid: z.string().nullable().optional().describe('of the cluster that it was made from; null: not known'),
  }),
  target: z.object({
    index: z.string(),
    /** null: to be created. */
    uuid: z.string().nullable(),
    /** Alias and four characters, which may be typed instead of the name; null, or absent in older plans: only the name. */
    short: z.string().nullable().optional(),
    /** The aliases that point to it now, without Restore Desk's own; a new index has none. */
    aliases: z.array(z.string()).default([]),
    /** Documents in it now; null for a new one. */
    documents: z.number().nullable(),
    shards: z.number(),
    replicas: z.number(),
    estimatedPrimaryBytes: z.number(),
    /** The mapping type a bulk needs on Elasticsearch 6; null from 7 on. */
    type: z.string().nullable(),
    /** The alias that bulks are sent to (lib/contract/loading-alias.ts). */
    loadingAlias: z.string(),
  }),
  from: z.string().optional().describe('the key of the configured cluster whose backup it is; absent: of this cluster'),
  alias: z.string().nullable(),
  switchAlias: z.boolean(),
  before: z.array(aliasTarget),
  /** What the alias points to after the move; the uuid of a new index is empty. */
  after: aliasState,
  onConflict: conflictMode,
  allowPartial: z.boolean(),
  settings: z.object({
    /** The index is created with these; flat keys. */
    create: json,
    /** Set after the load; flat keys, null unsets. */
    afterLoad: json,
    kept: json,
    changes: z.array(settingChange),
  }),
  mappings: z.object({ create: json, changes: z.array(mappingChange) }),
  /** How many documents the index has that an unfinished run of the same restore created; null: no run is resumed. */
  resume: z.object({ documents: z.number() }).nullable(),
});
export type RestorePlan = z.infer<typeof restorePlan>;

export const restoreResult = z.object({
  kind: z.literal('restore'),
  status: z.enum(['done', 'partial']),
  index: z.string(),
  indexUuid: z.string(),
  alias: z.string().nullable(),
  backup: backupRef,
  documents: z.number().describe('of the backup'),
  promised: z.number().optional().describe('by the backup, which can hold fewer; results of older versions lack it'),
  bytes: z.number(),
  ...buckets.shape,
  check: contentCheck,
  addedTo: z
    .object({ documents: z.number().nullable(), aliases: z.array(z.string()) })
    .optional()
    .describe('of an index that existed before, or was live: its documents and aliases when this was planned'),
  switched: z.boolean(),
  /** Why the alias was not moved, where the plan moves it. */
  notSwitched: z.string().nullable(),
  aliasBefore: aliasState.nullable(),
  aliasAfter: aliasState.nullable(),
  rejectedFile: z.string().nullable(),
  warnings: z.array(z.string()),
  earlier: z
    .object({ documents: z.number(), bytes: z.number(), seconds: z.number().nullable() })
    .nullable()
    .optional()
    .describe('what earlier runs of a resumed restore had loaded; the seconds below are of the last run alone'),
  loadSeconds: z.number(),
  checkSeconds: z.number(),
  seconds: z.number(),
});
export type RestoreResult = z.infer<typeof restoreResult>;

/** Older versions stored the backup's path. */
export const withRefInPlan = upgradeWith((work) => addRefOfFile(work, ['plan', 'backup'], 'ref'));
const withRefInResult = upgradeWith((result) => addRefOfFile(result, [], 'backup'));

export const restoreWork = z.preprocess(withRefInPlan, z.object({ kind: z.literal('restore'), plan: restorePlan }));
export type RestoreWork = z.infer<typeof restoreWork>;

/** Parses a stored result, also one of an older version. */
export const storedRestoreResult = z.preprocess(withRefInResult, restoreResult);
