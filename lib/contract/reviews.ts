import { z } from 'zod';
import type { BreakGlassUse } from './break-glass.ts';
import type { failure } from './job.ts';
import { check, mappingChange, settingChange } from './plan.ts';

const indexDocuments = z.object({ index: z.string(), documents: z.number().nullable() });

/** What a second person approves. What is optional is missing in requests of older versions. */
export const planReview = z.object({
  checks: z.array(check),
  before: z.array(indexDocuments),
  after: z.array(indexDocuments),
  /** The backup that is restored. `id`: its name in the cluster's place of backups. */
  backup: z.object({ id: z.string(), takenAt: z.string().nullable(), documents: z.number() }).optional(),
  /** Environments of the other configured clusters that the documents come from. */
  originEnvironments: z.array(z.string()).optional(),
  /** Of those that they may come from besides: of a snapshot, where it is not known which cluster took it. */
  possibleOriginEnvironments: z.array(z.string()).optional(),
  /** What was chosen, and differs from what a plan does by itself. */
  choices: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  settings: z.array(settingChange).optional(),
  mappings: z.array(mappingChange).optional(),
  /** How many changes of settings and mappings are not listed. */
  changesLeftOut: z.number().optional(),
});
export type PlanReview = z.infer<typeof planReview>;

/** The number of a request for approval. */
export const approvalId = z.string().regex(/^[1-9]\d{0,14}$/);

export const APPROVAL_STATES = [
  'waiting',
  'approved',
  'declined',
  'withdrawn',
  'expired',
  /** The approver may no longer approve. */
  'removed',
  'used',
] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** A request for approval of one plan (by fingerprint), and its approval. It ends when it is used or has expired. */
export const approval = z.object({
  id: z.string(),
  cluster: z.string(),
  fingerprint: z.string(),
  summary: z.string(),
  /** null: requested in an older version. */
  review: planReview.nullable(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  expiresAt: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  /**
   * What is asked, when the plan is applied, whether the approver still may approve; null: nothing, it is valid until
   * it expires.
   */
  askedAgain: z.enum(['users', 'provider']).nullable(),
  usedByJob: z.string().nullable(),
  state: z.enum(APPROVAL_STATES),
  /** How it ended, as a sentence; null: it is open. */
  over: z.string().nullable(),
  /** Aliases, indices and backups of the plan; empty: requested in an older version. */
  objects: z.array(z.string()),
  /** When and by whom it was declined, withdrawn or ended, and why; null: it was not, or it is open. */
  end: z.object({ at: z.string(), by: z.string().nullable(), reason: z.string().nullable() }).nullable(),
});
export type Approval = z.infer<typeof approval>;

/** A person's last request for the same review, which does not count for the plan that is shown now. */
export const earlierRequest = z.object({
  approval,
  /** What differs between that plan and this one; empty: it is the same plan. */
  changes: z.array(z.string()),
});
export type EarlierRequest = z.infer<typeof earlierRequest>;

/** The approver, as the sign-in knew them at that time. */
export const approver = z.object({
  groups: z.array(z.string()),
  role: z.enum(['viewer', 'operator', 'admin']).nullable(),
  askedAgain: approval.shape.askedAgain,
});
export type Approver = z.infer<typeof approver>;

/** The name of the cluster, typed before documents of another one are written to it. */
export const clusterToType = z.object({
  name: z.string(),
  why: z.string().describe('a sentence; it names no other cluster'),
});
export type ClusterToType = z.infer<typeof clusterToType>;

/** What a plan needs before it becomes a job. */
export const guard = z.object({
  typeToConfirm: z.string().nullable().describe('an alias’s name; null: nothing is typed'),
  confirms: z.string().nullable().describe('what the name confirms: "moving government"'),
  typeCluster: clusterToType.optional().describe('absent: the name of the cluster is not typed'),
  approval: z.discriminatedUnion('state', [
    z.object({ state: z.literal('not-needed') }),
    z.object({
      state: z.literal('needed'),
      earlier: earlierRequest.optional(),
      others: z.array(approval).optional().describe('open requests of other people for the same plan'),
    }),
    z.object({ state: z.literal('requested'), approval }),
    z.object({ state: z.literal('given'), approval }),
  ]),
});
export type Guard = z.infer<typeof guard>;

/** An approval in the list. */
export interface ShownApproval extends Approval {
  /** The address of its review below the cluster's; null: not known, or the request is of another entry. */
  path: string | null;
  /** The key of the other cluster whose backup it is, if the reader has a role there; absent: none is known. */
  from?: string;
  /** Keys of the other clusters that the documents come from, of those on which the reader has a role. */
  origins: string[];
  /** From where they may come besides, in sentences; null: from nowhere else. */
  mayCome: string | null;
}

/** A cluster's open requests for approval, those that ended lately, and its break-glass uses. */
export interface ApprovalsPage {
  takenAt: string;
  approvals: ShownApproval[];
  /** Newest first. */
  ended: ShownApproval[];
  brokenGlass: BreakGlassUse[];
}

/** The plan of a request, made again. */
export type ApprovalPlan =
  | { state: 'same' | 'unknown' | 'reading' }
  /** `changes`: sentences; `review`: of the plan as it is now. */
  | { state: 'changed'; changes: string[]; review: PlanReview }
  /** It is the same plan, and a check refuses it. */
  | { state: 'refused'; reason: string; review: PlanReview }
  | { state: 'failed'; failure: z.infer<typeof failure> };
