import type { Job } from '../contract/job.ts';
import type { JobStep } from '../contract/api.ts';
import type { Progress } from '../contract/progress.ts';
import { formatCount, formatDuration, formatPercent, plural } from '../format.ts';

interface Step {
  title: string;
  /** The phases an operation reports while it does this. */
  phase: RegExp;
  note?: string | null;
  /** Done when the job began: the plan did it. */
  before?: boolean;
}

/** What a job of this kind does, in order, and how far it is. A phase that matches no step leaves the last known one under way. */
export function jobStepsOf(job: Job, reached: string | null = phaseOf(job)): JobStep[] {
  const steps = stepsOf(job);
  const at = reached === null ? -1 : steps.findIndex((step) => step.phase.test(reached));
  const first = steps.findIndex((step) => !step.before);
  return steps.map((step, index) => ({
    title: step.title,
    state: step.before ? ('done' as const) : stateOf(job, index, Math.max(at, job.status === 'queued' ? -1 : first)),
    note: index === at && job.status === 'running' && job.progress ? progressNote(job.progress) : (step.note ?? null),
  }));
}

const phaseOf = (job: Job): string | null => ('progress' in job && job.progress ? job.progress.phase : null);

function stateOf(job: Job, index: number, at: number): JobStep['state'] {
  switch (job.status) {
    case 'queued':
      return 'todo';
    case 'running':
      return index < at ? 'done' : index === at ? 'now' : 'todo';
    case 'succeeded':
      return isSkipped(job, index) ? 'skipped' : 'done';
    case 'failed':
    case 'cancelled':
    case 'interrupted':
      return index < at ? 'done' : index === at ? 'failed' : 'todo';
    default:
      return job satisfies never;
  }
}

function isSkipped(job: Job & { status: 'succeeded' }, index: number): boolean {
  return (
    job.result.kind === 'restore' &&
    !job.result.switched &&
    stepsOf(job)[index]?.title.startsWith('Move the alias') === true
  );
}

function stepsOf(job: Job): Step[] {
  const { work } = job;
  switch (work.kind) {
    case 'backup':
      return [
        {
          title: `Read ${work.plan.indices.length === 1 ? work.plan.indices[0]!.index : `${formatCount(work.plan.indices.length)} indices`} as of one moment`,
          phase: /^(?!count|publish)/i,
        },
        {
          title: 'Count what was written against what was there, then publish each file in one step',
          phase: /^(count|publish)/i,
        },
      ];
    case 'restore':
    case 'retry-rejected': {
      const { plan } = work;
      const result = job.status === 'succeeded' && job.result.kind === 'restore' ? job.result : null;
      const steps: Step[] = [
        {
          title: plan.target.uuid === null ? 'Create the index' : 'Take up the index',
          phase: /^creat/i,
          note: plan.target.index,
        },
        {
          title:
            work.kind === 'restore'
              ? `Load ${plural(plan.backup.documents, 'document')}`
              : 'Send the rejected documents again',
          phase: /^(load|send)/i,
          note: result ? formatDuration(result.loadSeconds) : null,
        },
        { title: 'Put the settings back, make it searchable, wait for its shards', phase: /^(wait|refresh|sett)/i },
        {
          title: 'Compare count and content with the backup',
          phase: /^compar/i,
          note: result ? formatDuration(result.checkSeconds) : null,
        },
      ];
      if (work.kind === 'restore')
        steps.unshift({
          title: 'Read the backup to its end',
          phase: /^reading the backup/i,
          before: true,
          note: 'with the plan',
        });
      if (plan.switchAlias && plan.alias !== null)
        steps.push({ title: `Move the alias ${plan.alias} in one step`, phase: /^mov/i });
      return steps;
    }
    case 'switch':
      return [
        ...(work.plan.opensTarget
          ? [{ title: 'Open the index and wait for its shards', phase: /open|wait|shard/i }]
          : []),
        { title: `Move ${work.plan.alias} to ${work.plan.target.index} in one call`, phase: /./ },
      ];
    case 'clean-up':
      return [
        {
          title: `Delete ${work.plan.indices === 1 ? '1 index' : `${formatCount(work.plan.indices)} indices`}, each checked once more`,
          phase: /./,
        },
      ];
    case 'verify':
      return [{ title: 'Read the backup to its end: checksums, counts, every line', phase: /./ }];
    case 'delete-backup':
      return [{ title: `Delete ${work.id}`, phase: /./ }];
    default:
      return work satisfies never;
  }
}

/** How far a step is; which index it is about stands over the bar. */
export const progressNote = (progress: Progress): string | null =>
  progress.unit === 'steps' && progress.total === null
    ? null
    : progress.total === null
      ? `${formatCount(progress.done)} ${progress.unit}`
      : formatPercent(progress.done, progress.total);
