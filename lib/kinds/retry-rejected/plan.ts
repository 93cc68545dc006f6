import type { Job } from '../../contract/job.ts';
import { AppError } from '../../errors.ts';
import { isJobOf } from '../kind.ts';
import { restore } from '../restore/describe.ts';
import { retryRejected } from './describe.ts';
import type { RetryWork } from './schema.ts';

/**
 * The work that sends the rejected documents of a restore, or of an earlier retry, again. It has the plan of that job.
 * Throws `refused` where the job has no rejected documents.
 */
export function retryRejectedWork(job: Job): RetryWork {
  if ((isJobOf(restore, job) || isJobOf(retryRejected, job)) && job.status === 'succeeded') {
    const { work, result } = job;
    if (result.rejectedFile !== null) return { kind: 'retry-rejected', plan: work.plan, earlier: result, of: job.id };
  }
  throw new AppError('refused', `Job ${job.id} has no rejected documents to retry.`);
}
