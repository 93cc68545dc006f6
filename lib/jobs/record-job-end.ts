import type { Job } from '../contract/job.ts';
import { recordAttempt, recordOutcome, type RecordedOutcome } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';

/** The record's line for how a job ended: before, after and the requests its plan named. */
export function recordJobEnd(store: JobStore, job: Job): void {
  const plan = 'plan' in job.work ? job.work.plan : null;
  const id = recordAttempt(store, {
    cluster: job.cluster,
    action: `job: ${job.work.kind}`,
    actor: job.actor,
    address: job.actor.address,
    fingerprint: plan?.fingerprint ?? null,
    input: { title: job.title, subjects: job.subjects },
    requests: plan?.requests,
  });
  recordOutcome(store, id, { job: job.id, ...outcomeOf(job) });
}

function outcomeOf(job: Job): RecordedOutcome {
  switch (job.status) {
    case 'succeeded':
      return { outcome: 'done', ...beforeAndAfter(job) };
    case 'failed':
      return { outcome: 'failed', failure: job.failure as NonNullable<RecordedOutcome['failure']> };
    case 'cancelled':
      return { outcome: 'failed', note: 'Cancelled.' };
    case 'interrupted':
      return { outcome: 'failed', note: job.why };
    case 'queued':
    case 'running':
      return { outcome: 'failed', note: `Still ${job.status}.` };
    default:
      return job satisfies never;
  }
}

function beforeAndAfter(job: Extract<Job, { status: 'succeeded' }>): Pick<RecordedOutcome, 'before' | 'after'> {
  const { result } = job;
  switch (result.kind) {
    case 'switch':
      return { before: result.before, after: result.after };
    case 'restore':
      return {
        before: result.aliasBefore,
        after: {
          alias: result.aliasAfter,
          index: result.index,
          uuid: result.indexUuid,
          indexed: result.indexed,
          existing: result.existing,
          newer: result.newer,
          rejected: result.rejected,
        },
      };
    case 'clean-up':
      return { before: result.deleted, after: { left: result.left } };
    case 'backup':
      return { after: result.backups.map(({ id, documents, digest }) => ({ id, documents, digest })) };
    case 'verify':
      return {
        after: {
          id: result.verification.id,
          documents: result.verification.documents,
          digest: result.verification.digest,
        },
      };
    case 'delete-backup':
      return { before: { id: result.id, fileBytes: result.fileBytes } };
    default:
      return result satisfies never;
  }
}
