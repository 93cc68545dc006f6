import { parseQuery } from '../carrying/carry-query.ts';
import type { ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import { rememberDisplayedPlan } from '../jobs/displayed-plans.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { restoredFrom } from '../jobs/restored-from.ts';
import { carryForward } from '../kinds/carry-forward/describe.ts';
import { planCarryForward } from '../kinds/carry-forward/plan.ts';
import type { CarryForwardAsked, UndoCarryForwardAsked } from '../kinds/carry-forward/review.ts';
import type { CarryForwardPlan } from '../kinds/carry-forward/schema.ts';
import { compare } from '../kinds/compare/describe.ts';
import { isJobOf } from '../kinds/kind.ts';
import { undoCarryForward } from '../kinds/undo-carry-forward/describe.ts';
import { planUndoCarryForward, undoRequestOf } from '../kinds/undo-carry-forward/plan.ts';
import type { UndoCarryForwardPlan } from '../kinds/undo-carry-forward/schema.ts';
import { singleFlight } from '../live/single-flight.ts';
import { aliasOf } from '../present/job-detail.ts';
import { lastSwitchTo } from './last-switch.ts';
import { jobOn } from './load-job.ts';
import { placeOf, planRun } from './place.ts';

/** Plans what a comparison's differences would change, once for all pages that ask at the same time. Throws AppError. */
export async function planCarryForwardFor(
  cluster: ConfiguredCluster,
  asked: CarryForwardAsked,
): Promise<CarryForwardPlan> {
  const job = jobOn(cluster, asked.comparison);
  if (!isJobOf(compare, job) || job.status !== 'succeeded')
    throw new AppError('not_found', `Job ${asked.comparison} has compared nothing.`, { hint: 'Compare again.' });
  const { work, result } = job;
  const query = asked.query === undefined || asked.query.trim() === '' ? undefined : parseQuery(asked.query);
  const plan = await singleFlight(JSON.stringify(['carry', cluster.key, asked]), cluster.name, (signal) =>
    planCarryForward(
      placeOf(cluster),
      {
        comparison: { job: job.id, directory: jobs.directory(job.id), work, result },
        to: asked.to,
        changes: asked.changes,
        query,
        restoredFrom: (uuid) => restoredFrom(runner().store, work.cluster.uuid, uuid),
        switchedAt: (from, to) => switchedAt(work.cluster.uuid, from, to),
      },
      planRun(signal),
    ),
  );
  return rememberDisplayedPlan(plan, { kind: carryForward.kind, cluster: cluster.key, asked });
}

/** When the alias of the restore that created `to` moved to it from `from`; null: not known here. */
function switchedAt(clusterUuid: string, from: string, to: string): string | null {
  const id = jobs.jobsByCreatedIndex(clusterUuid)?.get(to);
  const restore = id === undefined ? null : jobs.get(id);
  const alias = restore === null ? null : aliasOf(restore);
  const last = alias === null ? null : lastSwitchTo(alias, to);
  return last?.move.before.some(({ uuid }) => uuid === from) ? last.at : null;
}

/** The same for the undo of a job. Throws AppError. */
export async function planUndoCarryForwardFor(
  cluster: ConfiguredCluster,
  asked: UndoCarryForwardAsked,
): Promise<UndoCarryForwardPlan> {
  const request = undoRequestOf(jobOn(cluster, asked.job), jobs.directory(asked.job));
  const plan = await singleFlight(JSON.stringify(['undo-carry', cluster.key, asked]), cluster.name, (signal) =>
    planUndoCarryForward(placeOf(cluster), request, planRun(signal)),
  );
  return rememberDisplayedPlan(plan, { kind: undoCarryForward.kind, cluster: cluster.key, asked });
}
