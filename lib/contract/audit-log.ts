import { z } from 'zod';
import type { failure } from './job.ts';

export const auditLogFilter = z.object({
  outcome: z.enum(['any', 'attempted', 'done', 'refused', 'failed', 'cancelled']).default('any'),
  /** Part of an action, a name or what was asked for; or a plan's whole fingerprint. */
  text: z.string().max(255).optional(),
  /** Only lines older than this one: the next page. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
});
export type AuditLogFilterQuery = z.infer<typeof auditLogFilter>;

export type AuditOutcome = 'attempted' | 'done' | 'refused' | 'failed' | 'cancelled';

/** One line of the record of changes. Lines are added and their outcome is filled in; only their age deletes them. */
export interface AuditEntry {
  id: string;
  at: string;
  endedAt: string | null;
  cluster: string | null;
  /** "switch alias", or "job: restore" for how a job ended. */
  action: string;
  outcome: AuditOutcome;
  actor: string | null;
  role: string | null;
  address: string | null;
  /** Of the plan that was seen. */
  fingerprint: string | null;
  job: string | null;
  input: unknown;
  before: unknown;
  after: unknown;
  requests: unknown;
  failure: z.infer<typeof failure> | null;
  note: string | null;
}

/** The audit log is about to have no room. */
export const auditLogWarning = z.object({ title: z.string(), detail: z.string() });
export type AuditLogWarning = z.infer<typeof auditLogWarning>;

export interface AuditLogPage {
  takenAt: string;
  warnings: AuditLogWarning[];
  entries: AuditEntry[];
  more: boolean;
}
