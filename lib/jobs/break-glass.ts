import type { Actor } from '../contract/job.ts';
import type { PlannedRequest } from '../contract/plan.ts';
import { log } from '../log.ts';
import { auditAttempt, auditOutcome } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';

interface BreakGlassInput {
  cluster: string;
  actor: Actor;
  fingerprint: string;
  /** Names of what the plan is about. */
  objects: readonly string[];
  title: string;
  reason: string;
  requests: readonly PlannedRequest[];
}

/**
 * Adds a line to the audit log, which pages display, and a warning to the server's log. Returns the line's id. Throws
 * AppError disk.
 */
export function auditBreakGlass(
  store: JobStore,
  { cluster, actor, fingerprint, objects, title, reason, requests }: BreakGlassInput,
): number {
  const id = auditAttempt(store, {
    cluster,
    action: 'break glass',
    actor,
    address: actor.address,
    fingerprint,
    objects,
    note: reason,
    input: { title },
    requests,
  });
  log().warn(
    { cluster, actor: actor.name, fingerprint, reason },
    'BREAK GLASS: an alias is switched without the approval of a second person',
  );
  return id;
}

/** Called when its job has an id. Throws AppError disk. */
export const linkBreakGlassToJob = (store: JobStore, line: number, job: string): void =>
  auditOutcome(store, line, { outcome: 'done', job });
