import type { Actor } from '../contract/job.ts';
import type { PlannedRequest } from '../contract/plan.ts';
import { log } from '../log.ts';
import { auditAttempt, auditOutcome } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';

interface Breaking {
  cluster: string;
  actor: Actor;
  fingerprint: string;
  title: string;
  reason: string;
  requests: readonly PlannedRequest[];
}

/** Loud: a line of its own in the record, a warning in the log, and from the record onto the pages. */
export function auditBreakGlass(
  store: JobStore,
  { cluster, actor, fingerprint, title, reason, requests }: Breaking,
): number {
  const id = auditAttempt(store, {
    cluster,
    action: 'break glass',
    actor,
    address: actor.address,
    fingerprint,
    note: reason,
    input: { title },
    requests,
  });
  log().warn(
    { cluster, actor: actor.name, fingerprint, reason },
    'BREAK GLASS: an alias is moved without the approval of a second person',
  );
  return id;
}

/** Once its job has a number. */
export const linkBreakGlassToJob = (store: JobStore, line: number, job: string): void =>
  auditOutcome(store, line, { outcome: 'done', job });
