import { randomBytes } from 'node:crypto';
import type { JobWork } from '../../contract/job.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Schedule } from '../../contract/schedule.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import { AppError } from '../../errors.ts';
import { planBackup } from '../../kinds/backup/plan.ts';
import { assertRoomForDrill, planDrill } from '../../kinds/drill/plan.ts';
import type { DrilledBackupRef, DrillRequest } from '../../kinds/drill/request.ts';
import { kinds } from '../../kinds/kinds.ts';
import { planRetention } from '../../kinds/retention/plan.ts';
import type { PlanRun } from '../../kinds/run-kind.ts';
import { planSnapshot } from '../../kinds/snapshot/plan.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { resolveSelection } from '../../scheduling/covers.ts';
import { backupKnowledge } from '../backup-knowledge.ts';
import { runningDrill } from '../drill-jobs.ts';
import { placeOn } from '../place-on.ts';
import { removeDrillLeftovers } from '../remove-drill-leftovers.ts';

import { lastDigests, takenSnapshot } from '../taken-snapshots.ts';
import { chooseAgain } from './choose-again.ts';
import { sourceOf } from './schedule-places.ts';
import { savedOtherRetentions } from './other-retentions.ts';
import { retentionPlaces } from './retention-places.ts';
import type { RunHost, ScheduledCluster } from './run-host.ts';
import type { RunStep } from './run-steps.ts';
import { scheduleActor } from './schedule-actor.ts';

export interface StepToPlan {
  schedule: Schedule;
  cluster: ScheduledCluster;
  step: RunStep;
  /** Aliases and indices that earlier steps of the run did not back up. */
  notBackedUp: readonly string[];
}

/** The work of one step; or that there is nothing to do, and what is to be said of that. `flawed`: there should have been. */
export type PlannedStep = { work: JobWork } | { work: null; note: string | null; flawed: boolean };

/** Throws AppError refused where a check refuses, and whatever planning throws. */
export async function planStep(host: RunHost, step: StepToPlan): Promise<PlannedStep> {
  const planned = await workOf(host, step);
  if (planned.work === null) return planned;
  const { work } = planned;
  const kind = kinds.of(work);
  if (step.cluster.readOnly && kind.permission.changesCluster && kind.runsOn(work) === null)
    throw new AppError('refused', `${step.cluster.name} is configured as read-only.`, {
      hint: 'A schedule changes nothing on it.',
    });
  return planned;
}

const toDo = (work: { kind: string; plan: Plan }): PlannedStep => ({ work });

async function workOf(host: RunHost, given: StepToPlan): Promise<PlannedStep> {
  const run: PlanRun = { signal: host.signal, report: () => undefined, log: () => undefined };
  const { step } = given;
  switch (step.kind) {
    case 'backup': {
      const request = { ...(await selectionOf(host, given)), source: sourceOf(given.schedule, given.cluster) };
      const plan = checked(await planBackup(host.place(given.schedule.cluster), request, run));
      return toDo({ kind: 'backup', plan });
    }
    case 'snapshot': {
      const { name } = scheduleActor(given.schedule.spec.name);
      const place = host.place(given.schedule.cluster);
      const { uuid } = await place.cluster.identity(host.signal);
      const request = {
        ...(await selectionOf(host, given)),
        repository: given.schedule.spec.to!,
        by: name,
        why: name,
        // With digests, a drill of the snapshot compares content, and not only counts.
        digest: true,
        digested: lastDigests(host.store(), uuid),
      };
      const plan = checked(await planSnapshot(place, request, run));
      return toDo({ kind: 'snapshot', plan });
    }
    case 'retention':
      return retentionWork(host, given, run);
    case 'drill':
      return drillWork(host, given, step, run);
    default:
      return step satisfies never;
  }
}

/** What the schedule names and the cluster has now. */
async function selectionOf(host: RunHost, { schedule }: StepToPlan) {
  if (schedule.spec.what.all) return { all: true };
  const indices = await listIndices(host.place(schedule.cluster).cluster, host.signal);
  const { aliases, indices: names } = resolveSelection(schedule.spec.what, indices);
  if (aliases.length + names.length > 0) return { aliases, indices: names };
  throw new AppError('not_found', 'The cluster has none of the aliases and indices that the schedule names.', {
    hint: 'Change what the schedule works on.',
  });
}

/** What keeps a run from deleting: somebody has to mend it. */
const FLAWS = new Set(['unread', 'unreadable-schedule', 'read-only']);

async function retentionWork(
  host: RunHost,
  { cluster, notBackedUp, schedule }: StepToPlan,
  run: PlanRun,
): Promise<PlannedStep> {
  const { spec } = schedule;
  if (spec.retention === null) return { work: null, note: null, flawed: false };
  const plan = await planRetention(
    host.place(schedule.cluster),
    {
      schedule: spec.name,
      what: spec.what,
      ...retentionPlaces(spec, cluster.backupSource),
      rules: spec.retention,
      timeZone: spec.timeZone,
      knowledge: backupKnowledge(host.store()),
      others: savedOtherRetentions(host.store(), schedule.cluster, spec, cluster.backupSource),
      notBackedUp,
    },
    run,
  );
  const warnings = plan.checks.filter(({ level }) => level === 'warn');
  if (plan.backups.length + plan.snapshots.length === 0)
    return {
      work: null,
      note: warnings.length === 0 ? null : warnings.map(({ detail, title }) => `${title}. ${detail}`).join(' '),
      flawed: warnings.some(({ id }) => FLAWS.has(id)),
    };
  return toDo({ kind: 'retention', plan: checked(plan) });
}

async function drillWork(
  host: RunHost,
  { cluster, schedule }: StepToPlan,
  step: Extract<RunStep, { kind: 'drill' }>,
  run: PlanRun,
): Promise<PlannedStep> {
  const { drill } = schedule.spec;
  const store = host.store();
  const on = cluster.drillCluster;
  const place = placeOn(schedule.cluster, on, host.place);
  const { uuid } = await place.cluster.identity(host.signal);
  await removeDrillLeftovers(store, uuid, place.cluster, host.signal);
  const planOf = async (backup: DrilledBackupRef) => {
    const request: DrillRequest = {
      backup,
      alias: step.alias,
      documentsPerSecond: drill?.documentsPerSecond ?? null,
      probes: drill?.probes ?? [],
      // By chance: another installation on the cluster may have the same schedule.
      key: randomBytes(6).toString('hex'),
      takenBy: (snapshot) => takenSnapshot(store, snapshot),
      on,
      otherDrill: (clusterUuid) => runningDrill(store, clusterUuid),
      isReadOnly: (clusterUuid) => host.isReadOnly(clusterUuid),
    };
    await assertRoomForDrill(place, request, run);
    return planDrill(place, request, run);
  };
  const plan = await planOf(step.backup).catch(async (error: unknown) =>
    planOf(await chooseAgain(host, { schedule, cluster, chosen: step, error })),
  );
  return toDo({ kind: 'drill', plan: checked(plan) });
}

function checked<P extends Plan>(plan: P): P {
  assertNoRefusals(plan);
  return plan;
}
