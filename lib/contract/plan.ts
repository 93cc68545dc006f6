import { z } from 'zod';
import { clusterIdentity, type ClusterIdentity } from './cluster.ts';
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

/** What every plan has, whatever its kind. */
export const planBase = {
  cluster: clusterIdentity,
  plannedAt: z.iso.datetime(),
  checks: z.array(check),
  requests: z.array(plannedRequest),
  /** SHA-256 over what matters of the plan (not its times): what was seen is what is done. */
  fingerprint: z.string(),
};

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

/** What was done to an alias in one step: enough to undo it. */
export interface AliasMove {
  alias: string;
  /** The index the move was about. */
  index: string;
  before: AliasState;
  after: AliasState;
}

/** A plan of any kind. `kind` is the job kind that carries it out. */
export interface Plan {
  readonly kind: string;
  readonly cluster: ClusterIdentity;
  readonly plannedAt: string;
  readonly checks: Check[];
  readonly requests: PlannedRequest[];
  readonly fingerprint: string;
}
