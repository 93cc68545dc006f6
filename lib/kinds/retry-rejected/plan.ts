import type { Job } from '../../contract/job.ts';
import { AppError } from '../../errors.ts';
import { isJobOf } from '../kind.ts';
import { restore } from '../restore/describe.ts';
import { retryRejected } from './describe.ts';
import type { RetryWork } from './schema.ts';

/**
 * Sends what a restore's job had rejected into the index it made, once more. It needs no plan of its own: that restore's
 * is carried on. Throws `refused` where nothing had been rejected.
 */
export function retryOf(job: Job): RetryWork {
  if ((isJobOf(restore, job) || isJobOf(retryRejected, job)) && job.status === 'succeeded') {
    const { work, result } = job;
    if (result.rejectedFile !== null) return { kind: 'retry-rejected', plan: work.plan, earlier: result, of: job.id };
  }
  throw new AppError('refused', `Job ${job.id} has no rejected documents to retry.`);
}
