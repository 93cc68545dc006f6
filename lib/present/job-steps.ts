import type { JobStep } from '../contract/job-page.ts';
import type { Job } from '../contract/job.ts';
import type { Progress } from '../contract/progress.ts';
import { formatCount, formatPercent } from '../format.ts';
import { kinds } from '../kinds/kinds.ts';
import type { Step } from '../kinds/kind.ts';

/** The steps of a job in order, with their states. */
export function jobStepsOf(job: Job): JobStep[] {
  const steps = kinds.of(job.work).steps(job.work, job.status === 'succeeded' ? job.result : null);
  const progress = 'progress' in job ? job.progress : null;
  const at = progress === null ? -1 : steps.findIndex(({ phases }) => phases.includes(progress.phase));
  const first = steps.findIndex(({ doneByPlanning }) => !doneByPlanning);
  const reached = Math.max(at, job.status === 'queued' ? -1 : first);
  return steps.map((step, index) => ({
    title: step.title,
    state: step.doneByPlanning ? 'done' : stateOf(job, step, Math.sign(index - reached)),
    note: index === at && job.status === 'running' && progress ? progressNote(progress) : (step.note ?? null),
  }));
}

/** `side`: -1 for a step before the current one, 0 for the current one, 1 for a step after it. */
function stateOf(job: Job, step: Step, side: number): JobStep['state'] {
  switch (job.status) {
    case 'queued':
      return 'todo';
    case 'running':
      return side < 0 ? 'done' : side === 0 ? 'now' : 'todo';
    case 'succeeded':
      return step.skipped ? 'skipped' : 'done';
    case 'failed':
    case 'cancelled':
    case 'interrupted':
      return side < 0 ? 'done' : side === 0 ? 'failed' : 'todo';
    default:
      return job satisfies never;
  }
}

/** How far a step is; the bar's heading has the name of its index. */
const progressNote = (progress: Progress): string | null =>
  progress.unit === 'steps' && progress.total === null
    ? null
    : progress.total === null
      ? `${formatCount(progress.done)} ${progress.unit}`
      : formatPercent(progress.done, progress.total);
