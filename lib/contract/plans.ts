import { z } from 'zod';
import { clusterIdentity } from './cluster.ts';
import { aliasMembership } from './indices.ts';

/** One thing looked at before anything is changed. A plan with a `refuse` can't be applied. */
export const check = z.object({
  id: z.string(),
  level: z.enum(['ok', 'warn', 'refuse']),
  title: z.string(),
  detail: z.string(),
  /** What to do about it. */
  hint: z.string().optional(),
});
export type Check = z.infer<typeof check>;

/** An API call as the runbook would write it; body is JSON text. */
export const plannedRequest = z.object({
  method: z.string(),
  path: z.string(),
  body: z.string().optional(),
  note: z.string().optional(),
});
export type PlannedRequest = z.infer<typeof plannedRequest>;

const planBase = {
  cluster: clusterIdentity,
  plannedAt: z.iso.datetime(),
  checks: z.array(check),
  requests: z.array(plannedRequest),
  /** SHA-256 over what matters of the plan (not its times): what was seen is what is done. */
  fingerprint: z.string(),
};

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

/** An index that was asked for but can't be backed up now; the others go on without it. */
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
  directory: z.string(),
  indices: z.array(indexBackupPlan),
  skipped: z.array(skippedIndex),
  documents: z.number().nullable(),
  primaryBytes: z.number().nullable(),
});
export type BackupPlan = z.infer<typeof backupPlan>;

export const settingChange = z.object({
  name: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  action: z.enum(['dropped', 'neutralised', 'overridden', 'tuned', 'added']),
  why: z.string(),
});
export type SettingChange = z.infer<typeof settingChange>;

export const mappingChange = z.object({
  path: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  why: z.string(),
});
export type MappingChange = z.infer<typeof mappingChange>;

/** What an alias points to at one moment; documents null: unknown. */
export const aliasTarget = z.object({
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  documents: z.number().nullable(),
  primaryBytes: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
  membership: aliasMembership,
});
export type AliasTarget = z.infer<typeof aliasTarget>;

/** One setting of an alias's whole membership list: what a switch did, and what undoes it. */
export const aliasState = z.array(z.object({ index: z.string(), uuid: z.string(), membership: aliasMembership }));
export type AliasState = z.infer<typeof aliasState>;

export const conflictMode = z.enum(['create', 'index', 'external_gte']);
export type ConflictMode = z.infer<typeof conflictMode>;

const json = z.record(z.string(), z.unknown());

export const restorePlan = z.object({
  kind: z.literal('restore'),
  ...planBase,
  backup: z.object({
    /** Absolute path. */
    file: z.string(),
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
  }),
  target: z.object({
    index: z.string(),
    /** null: to be created. */
    uuid: z.string().nullable(),
    /** Documents in it now; null for a new one. */
    documents: z.number().nullable(),
    shards: z.number(),
    replicas: z.number(),
    estimatedPrimaryBytes: z.number(),
    /** The mapping type a bulk needs on Elasticsearch 6; null from 7 on. */
    type: z.string().nullable(),
    /** What documents go in through (lib/contract/loading-alias.ts). */
    loadingAlias: z.string(),
  }),
  alias: z.string().nullable(),
  switchAlias: z.boolean(),
  before: z.array(aliasTarget),
  /** What the alias is to point to afterwards; the uuid of an index still to be made is empty. */
  after: aliasState,
  onConflict: conflictMode,
  allowPartial: z.boolean(),
  settings: z.object({
    /** What the index is created with, flat keys. */
    create: json,
    /** What is put back after the load, flat keys; null unsets. */
    afterLoad: json,
    kept: json,
    changes: z.array(settingChange),
  }),
  mappings: z.object({ create: json, changes: z.array(mappingChange) }),
  /** A resumed run: the index half filled before and the documents of the file already answered for. */
  resume: z.object({ documents: z.number() }).nullable(),
});
export type RestorePlan = z.infer<typeof restorePlan>;

export const switchPlan = z.object({
  kind: z.literal('switch'),
  ...planBase,
  alias: z.string(),
  /** How the alias was found. */
  aliasFrom: z.enum(['given', 'index-name', 'undo']),
  target: aliasTarget.omit({ membership: true }),
  /** What the alias carries on the target afterwards: filter, routing, write flag. */
  membership: aliasMembership,
  before: z.array(aliasTarget),
  after: z.array(z.string()),
  opensTarget: z.boolean(),
  /** A switch back: every membership as it was before, several indices too; empty: the alias did not exist. */
  restores: aliasState.nullable().optional(),
  /** Undo of this job, where it is a switch back. */
  undoes: z.string().nullable(),
});
export type SwitchPlan = z.infer<typeof switchPlan>;

export const cleanUpRules = z.object({
  /** Newest unaliased indices kept per group: the way back. */
  keep: z.number().int().min(0).max(1000).default(1),
  /** Only indices older than this. */
  olderThanMs: z.number().int().nonnegative().nullable().default(null),
  /** Only these groups; empty: every alias. */
  aliases: z.array(z.string()).default([]),
});
export type CleanUpRules = z.infer<typeof cleanUpRules>;

export const cleanUpEntry = z.object({
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
  goes: z.boolean(),
  /** Ends the sentence "goes because …" or "stays because …". */
  because: z.string(),
});
export type CleanUpEntry = z.infer<typeof cleanUpEntry>;

export const cleanUpPlan = z.object({
  kind: z.literal('clean-up'),
  ...planBase,
  rules: cleanUpRules,
  groups: z.array(z.object({ alias: z.string(), entries: z.array(cleanUpEntry) })),
  /** Of no alias, by alias or by name: never cleaned up, but said, the largest first. None where aliases were chosen. */
  outside: z.array(cleanUpEntry.pick({ index: true, uuid: true, documents: true, storeBytes: true })).default([]),
  /** Totals of what goes. Bytes null: at least one is unknown. */
  indices: z.number(),
  documents: z.number().nullable(),
  bytes: z.number().nullable(),
});
export type CleanUpPlan = z.infer<typeof cleanUpPlan>;
