import type { Job, JobWork } from '../contract/job.ts';
import { AppError } from '../errors.ts';

export type RetryWork = Extract<JobWork, { kind: 'retry-rejected' }>;

/** Sends what a restore's job had rejected into the index it made, once more. Throws refused where it had nothing rejected. */
export function retryWork(job: Job): RetryWork {
  if (
    job.status !== 'succeeded' ||
    job.result.kind !== 'restore' ||
    job.result.rejectedFile === null ||
    (job.work.kind !== 'restore' && job.work.kind !== 'retry-rejected')
  ) {
    throw new AppError('refused', `Job ${job.id} has no rejected documents to retry.`);
  }
  return { kind: 'retry-rejected', plan: job.work.plan, earlier: job.result, of: job.id };
}

export const retryTitle = (job: string): string => `Retry the rejected documents of job ${job}`;
