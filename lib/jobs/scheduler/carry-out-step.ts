import type { Job } from '../../contract/job.ts';
import type { RunTrigger } from '../../contract/schedule.ts';
import { toFailure } from '../../errors.ts';
import { notBackedUp } from '../../kinds/backup/not-backed-up.ts';
import { kinds } from '../../kinds/kinds.ts';
import { notInSnapshot } from '../../kinds/snapshot/not-in-snapshot.ts';
import { log } from '../../log.ts';
import { isDatabaseFailure } from '../store/job-store.ts';
import { noteRun } from '../store/schedule-runs.ts';
import { planStep, type PlannedStep, type StepToPlan } from './plan-step.ts';
import type { RunHost } from './run-host.ts';
import type { StepOutcome } from './run-steps.ts';
import { scheduleActor } from './schedule-actor.ts';
import { withWaits } from './with-waits.ts';

export interface StepToCarryOut extends StepToPlan {
  dueAt: number;
  trigger: RunTrigger;
  /** Counted from 0. */
  number: number;
}

/**
 * Plans one step of a run, starts its job and waits for its end; or continues with the job that an earlier process started. A
 * job that was interrupted is continued once, or started once again. Throws only where this process stops or the jobs' database
 * can't be used.
 */
export async function carryOutStep(host: RunHost, step: StepToCarryOut): Promise<StepOutcome> {
  const first = keyOf(step);
  try {
    const job = await begunOrPlanned(host, step, first);
    if ('note' in job) return { state: job.flawed ? 'partial' : 'good', why: job.note, ...NOTHING };
    return outcomeOf(job.status === 'interrupted' ? await onceMore(host, step, job, first) : job);
  } catch (error) {
    if (host.signal.aborted || isDatabaseFailure(error)) throw error;
    const { code, message, hint } = toFailure(error);
    if (code === 'defect')
      log().error({ schedule: step.schedule.spec.name, err: error }, 'The run of a schedule met a defect.');
    return { state: 'failed', why: hint ? `${message} ${hint}` : message, ...NOTHING };
  }
}

const NOTHING = { notBackedUp: [], cancelled: false };

type NothingToDo = Extract<PlannedStep, { work: null }>;

const keyOf = ({ dueAt, number, schedule }: StepToCarryOut): string => `schedule ${schedule.id} ${dueAt} ${number}`;

async function begunOrPlanned(host: RunHost, step: StepToCarryOut, key: string): Promise<Job | NothingToDo> {
  const begun = host.store().startedWith(key);
  return begun ? host.follow(begun.id) : planAndRun(host, step, key);
}

async function onceMore(host: RunHost, step: StepToCarryOut, job: Job, key: string): Promise<Job> {
  if (kinds.of(job.work).resume.allowed) return host.resume(job.id, newJobOf(step));
  const again = await begunOrPlanned(host, step, `${key} again`);
  return 'note' in again ? job : again;
}

const newJobOf = ({ dueAt, schedule }: StepToCarryOut) => ({
  actor: scheduleActor(schedule.spec.name),
  schedule: { id: schedule.id, dueAt },
});

const planAndRun = (host: RunHost, step: StepToCarryOut, key: string): Promise<Job | NothingToDo> =>
  withWaits(host, step, async () => {
    const planned = await planStep(host, step);
    if (planned.work === null) return planned;
    noteRun(host.store(), { schedule: step.schedule.id, dueAt: step.dueAt }, null);
    return host.run({ cluster: step.schedule.cluster, work: planned.work, key, ...newJobOf(step) });
  });

function outcomeOf(job: Job): StepOutcome {
  return {
    ...endOf(job),
    notBackedUp: [...notBackedUp(job), ...notInSnapshot(job)],
    cancelled: job.status === 'cancelled',
  };
}

function endOf(job: Job): Pick<StepOutcome, 'state' | 'why'> {
  const named = (what: string) => `Job ${job.id} (${job.title}) ${what}`;
  switch (job.status) {
    case 'succeeded': {
      const kind = kinds.of(job.work);
      const partial = kind.isPartial(job.result);
      return {
        state: partial ? 'partial' : 'good',
        why: partial ? named(`is partial: ${kind.outcome(job.result)}`) : null,
      };
    }
    case 'failed':
      return { state: 'failed', why: named(`failed: ${job.failure.message}`) };
    case 'cancelled':
      return { state: 'failed', why: named(`was cancelled by ${job.cancelledBy ?? 'its own process'}.`) };
    case 'interrupted':
      return { state: 'failed', why: named(`was interrupted: ${job.why}`) };
    default:
      return { state: 'failed', why: named('has not ended.') };
  }
}
