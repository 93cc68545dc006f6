import type { AuditOutcome } from '../../contract/audit-log.ts';
import { redact } from '../../config/redact.ts';
import type { Failure } from '../../errors.ts';
import { log } from '../../log.ts';
import { failureJson, LIMIT_BYTES, logFields, withinLimits, type AuditAttempt } from './audit-line.ts';
import { boundedJson, boundedList, boundedText } from './bounded.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export type { AuditAttempt };

export interface AuditResult {
  outcome: Exclude<AuditOutcome, 'attempted'>;
  job?: string | null;
  /** The request for approval that was made. */
  approval?: string | null;
  before?: unknown;
  after?: unknown;
  requests?: unknown;
  failure?: Failure;
  note?: string;
}

/**
 * Called before anything is changed. Returns the line's id, for `auditOutcome`. Throws AppError disk: then nothing may
 * be changed.
 */
export function auditAttempt(store: JobStore, unlimited: AuditAttempt): number {
  const attempt = withinLimits(unlimited);
  const id = store.transact(() => insertLine(store, attempt, 'attempted'));
  log().info(logFields(id, attempt), 'attempted');
  return id;
}

/** A line of something that is done, within the transaction that does it. */
export function auditDone(store: JobStore, unlimited: AuditAttempt): void {
  const attempt = withinLimits(unlimited);
  log().info(logFields(insertLine(store, attempt, 'done'), attempt), 'done');
}

function insertLine(store: JobStore, attempt: AuditAttempt, outcome: 'attempted' | 'done'): number {
  const at = new Date().toISOString();
  return Number(
    store[SQL].prepare(
      'INSERT INTO record (at, ended_at, cluster, action, outcome, actor_name, role, address, fingerprint, objects, ' +
        'approval, input, requests, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(
      at,
      outcome === 'done' ? at : null,
      attempt.cluster,
      attempt.action,
      outcome,
      attempt.actor?.name ?? null,
      attempt.actor?.role ?? null,
      attempt.address,
      attempt.fingerprint ?? null,
      boundedList(attempt.objects ?? [], LIMIT_BYTES.objects),
      attempt.approval ? Number(attempt.approval) : null,
      boundedJson(attempt.input, LIMIT_BYTES.input),
      boundedJson(attempt.requests, LIMIT_BYTES.evidence),
      attempt.note ? boundedText(redact(attempt.note), LIMIT_BYTES.note) : null,
    ).lastInsertRowid,
  );
}

/** Completes the line of an attempt. Throws AppError disk. */
export function auditOutcome(store: JobStore, id: number, outcome: AuditResult): void {
  const failure = failureJson(outcome.failure, LIMIT_BYTES.failure);
  store.transact(() => {
    store[SQL].prepare(
      'UPDATE record SET ended_at = ?, outcome = ?, job = coalesce(?, job), ' +
        'approval = coalesce(?, approval), before = ?, after = ?, requests = coalesce(?, requests), failure = ?, note = coalesce(?, note) WHERE id = ?',
    ).run(
      new Date().toISOString(),
      outcome.outcome,
      outcome.job ? Number(outcome.job) : null,
      outcome.approval ? Number(outcome.approval) : null,
      boundedJson(outcome.before, LIMIT_BYTES.evidence),
      boundedJson(outcome.after, LIMIT_BYTES.evidence),
      boundedJson(outcome.requests, LIMIT_BYTES.evidence),
      failure,
      outcome.note ? boundedText(redact(outcome.note), LIMIT_BYTES.note) : null,
      id,
    );
  });
  log().info(
    {
      record: id,
      job: outcome.job ?? undefined,
      failure: outcome.failure
        ? { code: outcome.failure.code, message: boundedText(outcome.failure.message, LIMIT_BYTES.failure) }
        : undefined,
    },
    outcome.outcome,
  );
}
