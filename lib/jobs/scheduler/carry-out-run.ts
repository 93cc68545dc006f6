import type { Schedule } from '../../contract/schedule.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import { AppError, toFailure } from '../../errors.ts';
import { chooseDrillBackups } from '../../kinds/drill/choose-backups.ts';
import { resolveSelection } from '../../scheduling/covers.ts';
import { backupKnowledge } from '../backup-knowledge.ts';
import { auditAttempt, auditOutcome } from '../store/audit-log.ts';
import { isDatabaseFailure } from '../store/job-store.ts';
import { endRun, saveSteps } from '../store/schedule-runs.ts';
import { scheduleById } from '../store/schedules.ts';
import { carryOutStep } from './carry-out-step.ts';
import { originOf } from './schedule-places.ts';
import { withWaits } from './with-waits.ts';
import type { RunHost, RunToCarryOut, ScheduledCluster } from './run-host.ts';
import { endingOf, runSteps, type RunEnding, type RunSteps, type StepOutcome } from './run-steps.ts';
import { scheduleActor } from './schedule-actor.ts';

/**
 * Carries out a run to its end, from wherever an earlier process left it. It starts jobs and nothing else: no approval is
 * needed, and no alias is moved. Returns how it ended. Throws only where this process stops, or the jobs' database can't be used.
 */
export async function carryOutRun(host: RunHost, run: RunToCarryOut): Promise<RunEnding> {
  const schedule = scheduleById(host.store(), run.schedule);
  if (!schedule) throw new AppError('not_found', `There is no schedule ${run.schedule}.`);
  const ending = await endingOfRun(host, schedule, run);
  finishRun(host, schedule, run, ending);
  return ending;
}

async function endingOfRun(host: RunHost, schedule: Schedule, run: RunToCarryOut): Promise<RunEnding> {
  const cluster = host.clusterOf(schedule.cluster);
  if (cluster === null) return { state: 'failed', why: `The cluster "${schedule.cluster}" is no longer configured.` };
  const saved = runSteps.safeParse(run.steps);
  let steps: RunSteps;
  try {
    steps = saved.success ? saved.data : await firstSteps(host, schedule, cluster, run);
  } catch (error) {
    if (host.signal.aborted || isDatabaseFailure(error)) throw error;
    const { hint, message } = toFailure(error);
    return { state: 'failed', why: hint ? `${message} ${hint}` : message };
  }
  saveSteps(host.store(), run, steps);
  while (steps.outcomes.length < steps.steps.length && !steps.outcomes.some(({ cancelled }) => cancelled)) {
    const outcome = await outcomeOfNext(host, { schedule, cluster, run, steps });
    steps = { ...steps, outcomes: [...steps.outcomes, outcome] };
    saveSteps(host.store(), run, steps);
  }
  return endingOf(steps);
}

interface Next {
  schedule: Schedule;
  cluster: ScheduledCluster;
  run: RunToCarryOut;
  steps: RunSteps;
}

function outcomeOfNext(host: RunHost, { cluster, run, schedule, steps }: Next): Promise<StepOutcome> | StepOutcome {
  const number = steps.outcomes.length;
  const step = steps.steps[number]!;
  const whyNot = step.kind === 'retention' ? whyNotDeleted(host, schedule, steps) : null;
  if (whyNot !== null) return { state: 'good', why: whyNot, notBackedUp: [], cancelled: false };
  const notBackedUp = steps.outcomes.flatMap((outcome) => outcome.notBackedUp);
  const { dueAt, trigger } = run;
  return carryOutStep(host, { schedule, cluster, step, number, dueAt, trigger, notBackedUp });
}

/** null: old backups may be deleted. */
function whyNotDeleted(host: RunHost, { id }: Schedule, { outcomes }: RunSteps): string | null {
  if (outcomes.some(({ state }) => state === 'failed')) return 'No old backup was deleted.';
  const now = scheduleById(host.store(), id);
  return !now || now.removed ? 'The schedule was removed meanwhile: no old backup was deleted.' : null;
}

async function firstSteps(
  host: RunHost,
  schedule: Schedule,
  cluster: ScheduledCluster,
  { dueAt, trigger }: RunToCarryOut,
): Promise<RunSteps> {
  const { kind, retention, what } = schedule.spec;
  const wait = { schedule, dueAt, trigger };
  if (kind !== 'drill')
    return {
      steps: [{ kind }, ...(retention === null ? [] : [{ kind: 'retention' as const }])],
      outcomes: [],
      missing: what.all ? [] : await withWaits(host, wait, () => missingOf(host, schedule)),
    };
  const { backups, missing } = await withWaits(host, wait, () =>
    chooseDrillBackups(
      host.place(schedule.cluster),
      { what: schedule.spec.what, from: originOf(schedule, cluster), which: schedule.spec.drill?.which ?? 'newest' },
      backupKnowledge(host.store()),
      host.signal,
    ),
  );
  return {
    steps: backups.map((chosen) => ({ kind: 'drill' as const, ...chosen })),
    outcomes: [],
    missing: missing.map(({ why }) => why),
  };
}

/** What the schedule names and the cluster does not have, in sentences. */
async function missingOf(host: RunHost, { cluster, spec }: Schedule): Promise<string[]> {
  const indices = await listIndices(host.place(cluster).cluster, host.signal);
  const { missing, unmatched } = resolveSelection(spec.what, indices);
  return [
    ...missing.map((name) => `The cluster has no ${name}.`),
    ...unmatched.map((pattern) => `No index matches ${pattern}.`),
  ];
}

/** Saves how the run ended, once, with a line of the audit log: a run that failed while it was planned has no job that has one. */
export function finishRun(
  host: Pick<RunHost, 'store'>,
  schedule: Schedule,
  run: Pick<RunToCarryOut, 'schedule' | 'dueAt'>,
  ending: RunEnding,
): void {
  const store = host.store();
  store.transact(() => {
    if (!endRun(store, run, ending)) return;
    const line = auditAttempt(store, {
      cluster: schedule.cluster,
      action: 'schedule run ended',
      actor: scheduleActor(schedule.spec.name),
      address: null,
      objects: [schedule.spec.name],
      input: { schedule: schedule.spec.name, due: new Date(run.dueAt).toISOString() },
    });
    auditOutcome(store, line, {
      outcome: ending.state === 'failed' ? 'failed' : 'done',
      ...(ending.why === null ? {} : { note: ending.why }),
    });
  });
}
