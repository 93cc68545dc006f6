'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import type { ConfiguredCluster } from '@/lib/config.ts';
import { jobAddress } from '@/lib/contract/api.ts';
import type { Job } from '@/lib/contract/job.ts';
import { AppError } from '@/lib/errors.ts';
import { isPermission } from '@/lib/access/permissions.ts';
import { refuseUnplannedRedo } from '@/lib/jobs/apply-plan.ts';
import { desk, runner } from '@/lib/jobs/desk.ts';
import { takenUpAgain } from '@/lib/jobs/taken-up-again.ts';
import { kinds } from '@/lib/kinds/kinds.ts';
import { retryOf } from '@/lib/kinds/retry-rejected/plan.ts';
import { planSwitchBack } from '@/lib/kinds/switch/plan.ts';
import type { SwitchWork } from '@/lib/kinds/switch/schema.ts';
import { refuseForeignWork } from '@/lib/views/foreign-documents.ts';
import { followers, jobOn } from '@/lib/views/load-jobs.ts';
import { placeOf, planRun } from '@/lib/views/place.ts';
import { lastMoveOf } from '@/lib/views/last-move.ts';

/** Two clicks see the same number of jobs after this one and start one job; a later try, after a failure, sees one more. */
const onceFor = (what: string, id: string, cluster: ConfiguredCluster) =>
  `${cluster.key} ${what} ${id} after ${followers(cluster, id).length}`;

const input = z.object({ cluster: jobAddress.shape.cluster, job: jobAddress.shape.id });

export const cancelJob = defineAction(
  { name: 'cancel job', input, needs: 'cancel-job' },
  ({ job }, { cluster, actor }) => {
    jobOn(cluster, job);
    return { job: desk.cancel(job, actor).id };
  },
);

/** Needs what the kind of job needs: who may not delete a backup does not get there by resuming its deletion. */
const kindNeeds = ({ job }: { job: string }) => {
  const found = desk.get(job);
  const needed = found === null ? 'cancel-job' : kinds.of(found.work).permission.id;
  // A kind that this version does not know is refused by what it would do, which nothing here can.
  return isPermission(needed) ? needed : 'cancel-job';
};

export const resumeJob = defineAction(
  { name: 'resume job', input, needs: kindNeeds },
  async ({ job }, { cluster, actor, identity }) => {
    await refuseForeignWork({ cluster, identity }, jobOn(cluster, job).work);
    return { job: desk.resume(job, actor, (work) => takenUpAgain(runner().store, cluster, work, actor)).id };
  },
);

export const retryRejected = defineAction(
  { name: 'retry rejected documents', input, needs: 'restore' },
  async ({ job: id }, { cluster, actor, identity }) => {
    const earlier = jobOn(cluster, id);
    await refuseForeignWork({ cluster, identity }, earlier.work);
    const work = retryOf(earlier);
    return {
      job: desk.start({
        cluster: cluster.key,
        actor,
        work: takenUpAgain(runner().store, cluster, work, actor),
        follows: id,
        key: onceFor('retry', id, cluster),
      }).id,
    };
  },
);

/** Only the newest move is undone: the way back to what was before an older one is a switch like any other. */
function refuseOlderMove(job: Job, alias: string): void {
  const uuid = kinds.of(job.work).clusterUuid(job.work);
  const newest = uuid === null ? null : desk.lastMove(uuid, alias);
  if (newest !== null && newest.job !== job.id)
    throw new AppError('refused', `${alias} has been moved again since, by job ${newest.job}.`, {
      hint: 'Undo that one, or switch to the index you want by its name.',
    });
}

/** One click, no approval: the way back is always open. */
export const undoSwitch = defineAction(
  { name: 'switch back', input, needs: 'switch' },
  async ({ job: id }, { cluster, actor }) => {
    const job = jobOn(cluster, id);
    const last = lastMoveOf(job);
    if (last === null) throw new AppError('refused', `Job ${id} moved no alias, so there is nothing to undo.`);
    refuseOlderMove(job, last.alias);
    const undoesUndo = kinds.of(job.work).alias?.isUndo(job.work) ?? false;
    const request = { alias: last.alias, last, job: id, undoesUndo };
    const plan = await planSwitchBack(placeOf(cluster), request, planRun());
    const refusal = plan.checks.find(({ level }) => level === 'refuse');
    if (refusal) throw new AppError('refused', `${refusal.title}: ${refusal.detail}`, { hint: refusal.hint });
    refuseUnplannedRedo(cluster, plan, actor);
    const work: SwitchWork = { kind: 'switch', plan };
    const key = onceFor('undo', id, cluster);
    return { job: desk.start({ cluster: cluster.key, actor, work, follows: id, key }).id };
  },
);
