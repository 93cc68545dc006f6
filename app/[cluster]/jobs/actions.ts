'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterConnection, type ConfiguredCluster } from '@/lib/config.ts';
import { directionOf, directionWords } from '@/lib/contract/direction.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import type { Actor, Job, JobWork } from '@/lib/contract/job.ts';
import { samePerson } from '@/lib/contract/person.ts';
import type { AliasState } from '@/lib/contract/plan.ts';
import { AppError } from '@/lib/errors.ts';
import { refuseUnguardedUndo } from '@/lib/jobs/apply-plan.ts';
import { jobs, runner } from '@/lib/jobs/jobs.ts';
import {
  refuseResumeIntoLiveIndex,
  refuseResumeOfAnothersCopy,
  restrictResumedWork,
} from '@/lib/jobs/restrict-resumed-work.ts';
import { changeAlias } from '@/lib/kinds/change-alias/describe.ts';
import type { ChangeAliasWork } from '@/lib/kinds/change-alias/schema.ts';
import { undoNeedsReview } from '@/lib/kinds/change-alias/undo-loss.ts';
import { kinds } from '@/lib/kinds/kinds.ts';
import { retryRejectedWork } from '@/lib/kinds/retry-rejected/plan.ts';
import { planSwitchBack } from '@/lib/kinds/switch/plan.ts';
import type { SwitchPlan, SwitchWork } from '@/lib/kinds/switch/schema.ts';
import { assertMayRestoreAgain } from '@/lib/pages/copy-source.ts';
import { followersOf, jobOn } from '@/lib/pages/load-job.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import { moveOf } from '@/lib/present/alias-status.ts';
import { kindNeeds } from './kind-needs.ts';

/** Two clicks see the same number of jobs after this one and start one job; a later try, after a failure, sees one more. */
const onceFor = (what: string, id: string, cluster: ConfiguredCluster) =>
  `${cluster.key} ${what} ${id} after ${followersOf(cluster, id).length}`;

const input = z.object({ cluster: jobAddress.shape.cluster, job: jobAddress.shape.id });

const cancelling = input.extend({
  /** It was asked whether another person's job is to be cancelled, and the answer was yes. */
  anothers: z.boolean().optional(),
  reason: z.string().trim().max(500).optional(),
});

export const cancelJob = defineAction(
  { name: 'cancel job', input: cancelling, needs: 'cancel-job' },
  ({ job: id, anothers, reason }, { cluster, actor }) => {
    const { actor: owner, work } = jobOn(cluster, id);
    if (!samePerson(owner.name, actor.name) && anothers !== true)
      throw new AppError('refused', `Job ${id} was started by ${owner.name}.`, {
        hint: `Nothing was cancelled. Cancel ${kinds.of(work).noun} only if you mean to end another person’s work.`,
        details: { owner: owner.name },
      });
    return { job: jobs.cancel(id, actor, reason || null).id };
  },
);

/** What is left to do of a job that ended. Throws refused. */
async function rest<W extends JobWork>(cluster: ConfiguredCluster, earlier: Job, work: W, actor: Actor): Promise<W> {
  const { store } = runner();
  refuseResumeOfAnothersCopy(store, cluster, earlier, actor);
  const left = restrictResumedWork(store, cluster, work, actor);
  await refuseResumeIntoLiveIndex(cluster, clusterConnection(cluster.key), left);
  return left;
}

export const resumeJob = defineAction(
  { name: 'resume job', input, needs: kindNeeds },
  async ({ job: id }, { cluster, actor, identity }) => {
    const earlier = jobOn(cluster, id);
    await assertMayRestoreAgain({ cluster, identity }, earlier.work);
    const work = await rest(cluster, earlier, jobs.requireResumable(id).work, actor);
    return { job: jobs.resume(id, actor, work).id };
  },
);

export const retryRejected = defineAction(
  { name: 'retry rejected documents', input, needs: 'restore' },
  async ({ job: id }, { cluster, actor, identity }) => {
    const earlier = jobOn(cluster, id);
    await assertMayRestoreAgain({ cluster, identity }, earlier.work);
    const work = await rest(cluster, earlier, retryRejectedWork(earlier), actor);
    return {
      job: jobs.start({
        cluster: cluster.key,
        actor,
        work,
        follows: id,
        key: onceFor('retry', id, cluster),
      }).id,
    };
  },
);

/** Only the newest move is undone: to return to what was before an older one is a switch like any other. */
function refuseOlderMove(job: Job, alias: string): void {
  const uuid = kinds.of(job.work).clusterUuid(job.work);
  const newest = uuid === null ? null : jobs.lastMove(uuid, alias);
  if (newest !== null && newest.job !== job.id)
    throw new AppError('refused', `${alias} has been switched again since, by job ${newest.job}.`, {
      hint: 'Undo that one, or switch to the index you want by its name.',
    });
}

/** One click accepts no loss: the review of the same change asks for it. Of a switch, the undo is always possible. */
function refuseUndoWithLoss({ work }: Job, { alias, after, shown }: SwitchPlan): void {
  if (work.kind !== changeAlias.kind) return;
  const { change, target } = (work as ChangeAliasWork).plan;
  if (!undoNeedsReview(after, shown ?? { before: null, after: null })) return;
  const review = `${change === 'add' ? 'removing' : 'adding'} ${target.index} ${change === 'add' ? 'from' : 'to'} ${alias}`;
  throw new AppError(
    'refused',
    after.length === 0 ? `Undoing this deletes the alias ${alias}.` : `Undoing this takes documents from ${alias}.`,
    { hint: `Review ${review}: it shows the loss, and asks you to accept it.`, details: { alias } },
  );
}

/** Where the undo of this job's move moves the alias, for the audit log. */
function nameOfUndo({ job: id }: { job: string }): string {
  const job = jobs.get(id);
  const move = job === null ? null : moveOf(job);
  if (job === null || move === null) return UNDO;
  const namesOf = (state: AliasState) => state.map(({ index }) => index);
  const direction = directionOf(namesOf(move.after), namesOf(move.before), isUndo(job));
  return `switch to ${directionWords(direction, move.before.length)}`;
}

const UNDO = 'undo switch';
const isUndo = (job: Job): boolean => kinds.of(job.work).alias?.isUndo(job.work) ?? false;

/** One click without approval or further questions: an alias can always be moved to where it was. */
export const undoSwitch = defineAction(
  { name: UNDO, nameOf: nameOfUndo, input, needs: 'switch' },
  async ({ job: id }, { cluster, actor }) => {
    const job = jobOn(cluster, id);
    const last = moveOf(job);
    if (last === null) throw new AppError('refused', `Job ${id} switched no alias, so there is nothing to undo.`);
    refuseOlderMove(job, last.alias);
    const request = { alias: last.alias, last, job: id, undoesUndo: isUndo(job) };
    const plan = await planSwitchBack(placeOf(cluster), request, planRun());
    const refusal = plan.checks.find(({ level }) => level === 'refuse');
    if (refusal) throw new AppError('refused', `${refusal.title}: ${refusal.detail}`, { hint: refusal.hint });
    refuseUndoWithLoss(job, plan);
    refuseUnguardedUndo(cluster, plan, actor);
    const work: SwitchWork = { kind: 'switch', plan };
    const key = onceFor('undo', id, cluster);
    return { job: jobs.start({ cluster: cluster.key, actor, work, follows: id, key }).id };
  },
);
