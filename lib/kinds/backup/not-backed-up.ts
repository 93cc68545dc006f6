import type { Job } from '../../contract/job.ts';
import { isJobOf } from '../kind.ts';
import { backup } from './describe.ts';

/** What a backup job was to back up and did not: aliases and indices, each once; empty: nothing, or it was cancelled. Pure. */
export function notBackedUp(job: Job): string[] {
  if (!isJobOf(backup, job) || job.status === 'cancelled' || job.status === 'queued' || job.status === 'running')
    return [];
  const failures = job.status === 'succeeded' ? new Set(job.result.failures.map(({ index }) => index)) : null;
  return [
    ...new Set(
      job.work.plan.indices
        .filter(({ index }) => failures === null || failures.has(index))
        .flatMap(({ group, index, aliases }) => [group, index, ...aliases]),
    ),
  ];
}
