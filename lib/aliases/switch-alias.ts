import type { DocumentsOfMove } from '../contract/documents-of-move.ts';
import type { AliasState } from '../contract/plan.ts';
import type { Phase } from '../contract/progress.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countNow } from '../elasticsearch/read/count-through-aliases.ts';
import type { SwitchPlan, SwitchResult } from '../kinds/switch/schema.ts';
import { assertNoRefusals } from '../running/assert-no-refusals.ts';
import { assertSameCluster } from '../running/assert-same-cluster.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { describeState, toAliasState } from './alias-targets.ts';
import { moveAlias } from './move-alias.ts';
import { openAndWait } from './open-and-wait.ts';
import { MOVING, OPENING } from './phases.ts';
import { isAlreadyMoved, verifySwitchPlan, type PlannedMove } from './verify-switch-plan.ts';

type SwitchRun = Pick<Run, 'signal' | 'report' | 'log'>;

/**
 * Moves the alias as planned, in one request, after checking the plan again. The previous index stays as it is. Throws
 * `plan_changed` where the alias or the target is no longer what the plan is based on: then nothing was changed, except
 * that a closed target may have been opened. Throws `cluster_error` where another client moved the alias right after.
 */
export async function runSwitch(cluster: Cluster, plan: SwitchPlan, run: SwitchRun): Promise<SwitchResult> {
  const startedAt = performance.now();
  const { alias, opensTarget } = plan;
  const move = plannedMove(plan);
  const result = (opened: boolean, after: AliasState, shown: DocumentsOfMove | undefined): SwitchResult => ({
    kind: 'switch',
    alias,
    index: plan.target.index,
    opened,
    before: move.before,
    after,
    ...(shown === undefined ? {} : { shown }),
    seconds: (performance.now() - startedAt) / 1000,
  });

  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  if (await isAlreadyMoved(cluster, move, run.signal)) {
    run.log(`${alias} points to ${describeState(move.after)} already: it was switched as planned.`);
    return result(false, move.after, plan.shown);
  }
  await verifySwitchPlan(cluster, move, run.signal);

  if (opensTarget) {
    for (const { index } of move.after) {
      reportStep(run, OPENING, index);
      await openAndWait(cluster, index, run);
    }
    await verifySwitchPlan(cluster, move, run.signal);
  }

  reportStep(run, MOVING, alias);
  run.signal.throwIfAborted();
  const shownBefore = (await countNow(cluster, move.before, run.signal)) ?? plan.shown?.before ?? null;
  run.signal.throwIfAborted();
  const after = await moveAlias(cluster, move);
  run.log(`${alias} points to ${describeState(after)} now; it pointed to ${describeState(move.before)} before.`);
  return result(opensTarget, after, { before: shownBefore, after: await countNow(cluster, after) });
}

const plannedMove = ({ alias, before, membership, restores, target }: SwitchPlan): PlannedMove => ({
  alias,
  before: toAliasState(before),
  after: restores ?? [{ index: target.index, uuid: target.uuid, membership }],
});

const reportStep = (run: SwitchRun, phase: Phase, subject: string): void =>
  run.report(new Meter().progress({ ...phase, subject, done: 0, total: null, unit: 'steps' }));
