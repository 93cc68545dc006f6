import type { JobRow } from '../contract/jobs-page.ts';
import type { Job } from '../contract/job.ts';
import { kinds } from '../kinds/kinds.ts';

export function jobRowOf(job: Job): JobRow {
  const kind = kinds.of(job.work);
  const { missing, warning } = problemsOf(job);
  return {
    id: job.id,
    title: job.title,
    kind: job.work.kind,
    label: kind.label,
    status: job.status,
    actor: job.actor,
    createdAt: job.createdAt,
    startedAt: 'startedAt' in job ? job.startedAt : null,
    endedAt: 'endedAt' in job ? job.endedAt : null,
    progress: 'progress' in job ? job.progress : null,
    partial: job.status === 'succeeded' && kind.isPartial(job.result),
    ...(missing === null ? {} : { missing }),
    ...(warning === null ? {} : { warning }),
    outcome: outcomeOf(job),
    follows: job.follows,
  };
}

/** What is wrong with a job that succeeded. */
function problemsOf(job: Job): { missing: number | null; warning: string | null } {
  if (job.status !== 'succeeded') return { missing: null, warning: null };
  const kind = kinds.of(job.work);
  return { missing: kind.missingDocuments(job.result), warning: kind.warning(job.result) };
}

/** How the job ended, in a sentence; null: it has not ended. */
export function outcomeOf(job: Job): string | null {
  switch (job.status) {
    case 'queued':
    case 'running':
      return null;
    case 'succeeded':
      return kinds.of(job.work).outcome(job.result, job.work);
    case 'failed':
      return job.failure.message;
    case 'cancelled':
      return `Cancelled by ${job.cancelledBy ?? job.actor.name} ${
        job.progress === null ? 'before it began' : `while: ${job.progress.label.toLowerCase()}`
      }.`;
    case 'interrupted':
      return job.why;
    default:
      return job satisfies never;
  }
}
