import type { UnfinishedJob } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { kinds } from '../kinds/kinds.ts';
import { noSuchJob, type JobStore } from './store/job-store.ts';

/**
 * A job that can be resumed or started again. Throws not_found, refused. Kinds that must be planned again are refused:
 * an old plan knows neither the cluster as it is now nor the name that must be typed. So are jobs that another one has
 * resumed, where beginning again would do something twice.
 */
export function requireResumable(store: JobStore, id: string): UnfinishedJob {
  const job = store.get(id);
  if (!job) throw noSuchJob(id);
  if (job.status === 'queued' || job.status === 'running')
    throw new AppError('refused', `Job ${id} is not over yet.`, { hint: 'Cancel it first, or wait.' });
  const { resume } = kinds.of(job.work);
  if (!resume.allowed) {
    const { message, hint } = resume.refusal(id);
    throw new AppError('refused', message, { hint });
  }
  if (job.status === 'succeeded')
    throw new AppError('refused', `Job ${id} succeeded: there is nothing to resume.`, {
      hint: 'Make a new plan to do it once more.',
    });
  if (resume.neverAgain && !job.resumable && store.checkpoint(id) !== null)
    throw new AppError('refused', `Job ${id} can’t go on where it stopped, and must not begin again.`, {
      hint: 'Resume the newest of the jobs that went on with it. Is there none, or has what it reads changed? Then plan again, from where it stopped.',
    });
  return job;
}
