import { z } from 'zod';
import { clusterIdentity, type ClusterIdentity } from './cluster.ts';
import { aliasMembership } from './indices.ts';

/** One check before anything is changed. A plan with a `refuse` can't be applied. */
export const check = z.object({
  id: z.string(),
  level: z.enum(['ok', 'warn', 'refuse']),
  title: z.string(),
  detail: z.string(),
  /** What to do about it. */
  hint: z.string().optional(),
  /** The job that it is about: a page links to it. */
  job: z.string().optional(),
  /** Of a refusal: it may be otherwise in a while, so that a schedule tries again. */
  later: z.boolean().optional(),
});
export type Check = z.infer<typeof check>;

/** A request to the cluster, as in a runbook; `body` is JSON text. */
export const plannedRequest = z.object({
  method: z.string(),
  path: z.string(),
  body: z.string().optional(),
  note: z.string().optional(),
});
export type PlannedRequest = z.infer<typeof plannedRequest>;

/** The fields of every kind of plan. */
export const planBase = {
  cluster: clusterIdentity,
  plannedAt: z.iso.datetime(),
  checks: z.array(check),
  requests: z.array(plannedRequest),
  /** SHA-256 of the plan without its times: what is applied is what was displayed. */
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

/** An index that an alias points to at one moment; documents null: unknown. */
export const aliasTarget = z.object({
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  documents: z.number().nullable(),
  primaryBytes: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
  membership: aliasMembership,
  /** Of an alias with a filter or a search routing: the documents that it shows of this index; null: unknown. */
  shown: z.number().nullable().optional(),
});
export type AliasTarget = z.infer<typeof aliasTarget>;

/** All memberships of an alias at one moment. */
export const aliasState = z.array(z.object({ index: z.string(), uuid: z.string(), membership: aliasMembership }));
export type AliasState = z.infer<typeof aliasState>;

export const conflictMode = z.enum(['create', 'index', 'external_gte']);
export type ConflictMode = z.infer<typeof conflictMode>;

/** One move of an alias: enough to undo it. */
export interface AliasMove {
  alias: string;
  /** The index the move was about. */
  index: string;
  before: AliasState;
  after: AliasState;
}

/** A plan of any kind. `kind`: of the job that runs it. */
export interface Plan {
  readonly kind: string;
  readonly cluster: ClusterIdentity;
  readonly plannedAt: string;
  readonly checks: Check[];
  readonly requests: PlannedRequest[];
  readonly fingerprint: string;
}
