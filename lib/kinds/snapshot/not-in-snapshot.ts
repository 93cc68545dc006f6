import type { Job } from '../../contract/job.ts';
import { isJobOf } from '../kind.ts';
import { snapshot } from './describe.ts';

/** The indices that a snapshot job was to save whole and did not, with their aliases, each once; empty: none, or it was cancelled. Pure. */
export function notInSnapshot(job: Job): string[] {
  if (!isJobOf(snapshot, job) || job.status === 'cancelled' || job.status === 'queued' || job.status === 'running')
    return [];
  const missing = job.status === 'succeeded' ? new Set(job.result.failures.map(({ index }) => index)) : null;
  return [
    ...new Set(
      job.work.plan.indices
        .filter(({ index }) => missing === null || missing.has(index))
        .flatMap(({ index, aliases }) => [index, ...aliases.map(({ alias }) => alias)]),
    ),
  ];
}
