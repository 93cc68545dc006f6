import { decideAll } from '../../carrying/decide-all.ts';
import { decideUndo } from '../../carrying/decide-undo.ts';
import { expectCounts, lookUpLimit } from '../../carrying/expect.ts';
import { EXAMINING } from '../../carrying/phases.ts';
import { readTarget } from '../../carrying/read-target.ts';
import { countUndoCandidates, undoCandidates } from '../../carrying/undo-candidates.ts';
import { undoFileOf } from '../../carrying/undo-file.ts';
import type { Check } from '../../contract/plan.ts';
import type { Job } from '../../contract/job.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatList, plural } from '../../format.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { Meter } from '../../running/meter.ts';
import { carryForward } from '../carry-forward/describe.ts';
import { addAlias, removeAlias } from '../carry-forward/planned-requests.ts';
import type { CarryForwardWork } from '../carry-forward/schema.ts';
import { isJobOf } from '../kind.ts';
import type { PlanKind } from '../run-kind.ts';
import type { UndoCarryForwardPlan } from './schema.ts';

export interface UndoCarryForwardRequest {
  /** The job to undo, and its directory. */
  job: string;
  directory: string;
  work: CarryForwardWork;
}

/** The request for a job. Throws `refused` where there is nothing to undo, or not yet. */
export function undoRequestOf(job: Job, directory: string): UndoCarryForwardRequest {
  if (!isJobOf(carryForward, job))
    throw new AppError('refused', `Job ${job.id} has not carried changes forward.`, {
      hint: 'Name the job of restore-desk carry-forward.',
    });
  if (job.status === 'queued' || job.status === 'running')
    throw new AppError('refused', `Job ${job.id} is not over yet.`, { hint: 'Cancel it first, or wait.' });
  return { job: job.id, directory, work: job.work };
}

/** What would be put back of what a job wrote. Changes nothing. Throws `not_found` where its undo file is gone. */
export const planUndoCarryForward: PlanKind<UndoCarryForwardRequest, UndoCarryForwardPlan> = async (
  { cluster },
  { job, directory, work },
  run,
) => {
  await assertSameCluster(cluster, work.plan, run.signal);
  const path = undoFileOf(directory);
  const total = await countUndoCandidates(path).catch((cause: unknown) => {
    if (!isAppError(cause) || cause.code !== 'not_found') throw cause;
    throw new AppError('not_found', `Job ${job} has written nothing, or its undo file is gone.`, { cause });
  });
  const { to, checks: targetChecks } = await readTarget(cluster, work.plan.to.index, run.signal);
  const checks: Check[] = [
    ...(to.uuid === work.plan.to.uuid ? [] : [isAnotherIndex(to.index)]),
    ...targetChecks,
    ...(to.aliases.length === 0 ? [] : [isLive(to.index, to.aliases)]),
  ];
  const refused = checks.filter(({ level }) => level === 'refuse');
  const nothing = { added: 0, changed: 0, deleted: 0, already: 0, conflicts: 0, leftOut: 0, lookedUp: 0 };
  const meter = new Meter();
  const report = (done: number) =>
    run.report(meter.progress({ ...EXAMINING, subject: to.index, done, total, unit: 'documents' }));
  const sides = { index: to.index, name: to.index, type: to.type };
  const decided = decideAll(undoCandidates(path, null), decideUndo(cluster, sides, run.signal), bytesOfCandidate);
  const expected = refused.length > 0 ? nothing : await expectCounts(decided, lookUpLimit(1), report);
  return {
    kind: 'undo-carry-forward',
    cluster: await cluster.identity(run.signal),
    plannedAt: new Date().toISOString(),
    checks,
    requests: [
      addAlias(to),
      { method: 'POST', path: `/${encodeURIComponent(to.index)}/_mget`, note: 'what it has now' },
      {
        method: 'POST',
        path: `/${to.loadingAlias}/_bulk?require_alias=true&pipeline=_none`,
        note: `${plural(total, 'document')} at most, each only if it is as the job wrote it`,
      },
      { method: 'POST', path: `/${encodeURIComponent(to.index)}/_refresh` },
      removeAlias(to),
    ],
    of: job,
    to,
    expected: { ...expected, total },
    fingerprint: fingerprintOf({
      kind: 'undo-carry-forward',
      cluster: work.plan.cluster.uuid,
      of: job,
      to: { index: to.index, uuid: to.uuid, aliases: to.aliases },
      refusals: refused.map(({ id }) => id),
    }),
  };
};

export const bytesOfCandidate = ({ previous }: { previous: Buffer | null }): number => previous?.length ?? 0;

const isAnotherIndex = (index: string): Check => ({
  id: 'target-recreated',
  level: 'refuse',
  title: `${index} was deleted and created again`,
  detail: 'What the job wrote is gone with the index that it wrote into.',
  hint: 'There is nothing to undo.',
});

const isLive = (index: string, aliases: readonly string[]): Check => ({
  id: 'live',
  level: 'warn',
  title: `${index} is live`,
  detail: `Searches through ${formatList(aliases)} see every document as it is put back.`,
});
