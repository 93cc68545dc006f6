import type { Job } from '../contract/job.ts';
import { kinds } from '../kinds/kinds.ts';
import { objectsOf } from '../kinds/objects.ts';
import { approvalOfJob } from './store/approvals.ts';
import { auditAttempt, auditOutcome, type AuditResult } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';

/** Adds the audit log's line for a job's end: before, after, and the planned requests. Throws AppError disk. */
export function auditJobEnd(store: JobStore, job: Job): void {
  const plan = kinds.of(job.work).plan(job.work);
  const id = auditAttempt(store, {
    cluster: job.cluster,
    action: `job: ${job.work.kind}`,
    actor: job.actor,
    address: job.actor.address,
    fingerprint: plan?.fingerprint ?? null,
    objects: objectsOf(job.work, job.status === 'succeeded' ? job.result : null),
    input: { title: job.title, subjects: job.subjects },
    requests: plan?.requests,
  });
  const outcome = outcomeOf(job);
  const note = [approvalNote(store, job.id), outcome.note].filter((sentence) => sentence !== undefined).join(' ');
  auditOutcome(store, id, { job: job.id, ...outcome, ...(note === '' ? {} : { note }) });
}

/** Who asked for the approval that the job used, and who gave it. */
function approvalNote(store: JobStore, job: string): string | undefined {
  const approval = approvalOfJob(store, job);
  return approval?.approvedBy ? `Requested by ${approval.requestedBy}, approved by ${approval.approvedBy}.` : undefined;
}

function outcomeOf(job: Job): AuditResult {
  switch (job.status) {
    case 'succeeded':
      return { outcome: 'done', ...kinds.of(job.work).auditDetails(job.result) };
    case 'failed':
      return { outcome: 'failed', failure: job.failure as NonNullable<AuditResult['failure']> };
    case 'cancelled':
      return { outcome: 'cancelled', note: `Cancelled by ${job.cancelledBy ?? job.actor.name}.` };
    case 'interrupted':
      return { outcome: 'failed', note: job.why };
    case 'queued':
    case 'running':
      return { outcome: 'failed', note: `Still ${job.status}.` };
    default:
      return job satisfies never;
  }
}
