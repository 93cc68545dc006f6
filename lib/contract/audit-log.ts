import { z } from 'zod';
import type { failure } from './job.ts';

export const auditLogFilter = z.object({
  outcome: z.enum(['any', 'attempted', 'done', 'refused', 'failed', 'cancelled']).default('any'),
  /** Part of an action, a person's name, or a name of what was changed; the number of a job; a plan's fingerprint. */
  text: z.string().max(255).optional(),
  /** Only lines older than this one: the next page. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
});
export type AuditLogFilterQuery = z.infer<typeof auditLogFilter>;

export type AuditOutcome = 'attempted' | 'done' | 'refused' | 'failed' | 'cancelled';

/** One line of the audit log. Lines are added, and their outcome is filled in; they are deleted by age alone. */
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
  /** Of the displayed plan. */
  fingerprint: string | null;
  /** Names of the aliases, indices and backups that it is about; empty: a line of an older version, or about none. */
  objects: string[];
  job: string | null;
  input: unknown;
  before: unknown;
  after: unknown;
  requests: unknown;
  failure: z.infer<typeof failure> | null;
  note: string | null;
}

/** The audit log is large, or its disk is almost full. */
export const auditLogWarning = z.object({ title: z.string(), detail: z.string() });
export type AuditLogWarning = z.infer<typeof auditLogWarning>;

export interface AuditLogPage {
  takenAt: string;
  warnings: AuditLogWarning[];
  entries: AuditEntry[];
  more: boolean;
}
