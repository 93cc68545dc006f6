import type { AuditOutcome } from '../../contract/audit-log.ts';
import { redact } from '../../config/redact.ts';
import type { Failure } from '../../errors.ts';
import { log } from '../../log.ts';
import { failureJson, LIMIT_BYTES, logFields, withinLimits, type AuditAttempt } from './audit-line.ts';
import { boundedJson, boundedText } from './bounded.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export type { AuditAttempt };

export interface AuditResult {
  outcome: Exclude<AuditOutcome, 'attempted'>;
  job?: string | null;
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
  const at = new Date().toISOString();
  const id = store.transact(() =>
    Number(
      store[SQL].prepare(
        'INSERT INTO record (at, cluster, action, outcome, actor_name, role, address, fingerprint, ' +
          `input, requests, note) VALUES (?, ?, ?, 'attempted', ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        at,
        attempt.cluster,
        attempt.action,
        attempt.actor?.name ?? null,
        attempt.actor?.role ?? null,
        attempt.address,
        attempt.fingerprint ?? null,
        boundedJson(attempt.input, LIMIT_BYTES.input),
        boundedJson(attempt.requests, LIMIT_BYTES.evidence),
        attempt.note ? boundedText(redact(attempt.note), LIMIT_BYTES.note) : null,
      ).lastInsertRowid,
    ),
  );
  log().info(logFields(id, attempt), 'attempted');
  return id;
}

/** Completes the line of an attempt. Throws AppError disk. */
export function auditOutcome(store: JobStore, id: number, outcome: AuditResult): void {
  const failure = failureJson(outcome.failure, LIMIT_BYTES.failure);
  store.transact(() => {
    store[SQL].prepare(
      'UPDATE record SET ended_at = ?, outcome = ?, job = coalesce(?, job), before = ?, after = ?, ' +
        'requests = coalesce(?, requests), failure = ?, note = coalesce(?, note) WHERE id = ?',
    ).run(
      new Date().toISOString(),
      outcome.outcome,
      outcome.job ? Number(outcome.job) : null,
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
