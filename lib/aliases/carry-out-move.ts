import type { ClusterIdentity } from '../contract/cluster.ts';
import type { DocumentsOfMove } from '../contract/documents-of-move.ts';
import type { AliasState, Check } from '../contract/plan.ts';
import type { Phase } from '../contract/progress.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countNow } from '../elasticsearch/read/count-through-aliases.ts';
import { assertNoRefusals } from '../running/assert-no-refusals.ts';
import { assertSameCluster } from '../running/assert-same-cluster.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { describeState } from './alias-targets.ts';
import { moveAlias } from './move-alias.ts';
import { openAndWait } from './open-and-wait.ts';
import { OPENING } from './phases.ts';
import { isAlreadyMoved, verifySwitchPlan, type PlannedMove } from './verify-switch-plan.ts';

type MoveRun = Pick<Run, 'signal' | 'report' | 'log'>;

interface PlanOfMove {
  cluster: ClusterIdentity;
  checks: readonly Check[];
  /** Documents that the alias shows now and afterwards. Plans of older versions lack it. */
  shown?: DocumentsOfMove | undefined;
}

interface Moved {
  /** A closed index was opened for it. */
  opened: boolean;
  after: AliasState;
  shown: DocumentsOfMove | undefined;
}

/**
 * Carries out a planned change of one alias, in one request, after checking the plan again. `opens`: closed indices, opened
 * first. Throws `plan_changed` where the alias or an index is no longer what the plan is based on: then nothing was changed,
 * except that an index may have been opened. Throws `cluster_error` where another client moved the alias right after.
 */
export async function carryOutMove(
  cluster: Cluster,
  plan: PlanOfMove,
  { move, opens, phase }: { move: PlannedMove; opens: readonly string[]; phase: Phase },
  run: MoveRun,
): Promise<Moved> {
  const { alias } = move;
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  if (await isAlreadyMoved(cluster, move, run.signal)) {
    run.log(`${alias} points to ${describeState(move.after)} already, as planned.`);
    return { opened: false, after: move.after, shown: plan.shown };
  }
  await verifySwitchPlan(cluster, move, run.signal);

  for (const index of opens) {
    reportStep(run, OPENING, index);
    await openAndWait(cluster, index, run);
  }
  if (opens.length > 0) await verifySwitchPlan(cluster, move, run.signal);

  reportStep(run, phase, alias);
  run.signal.throwIfAborted();
  const shownBefore = (await countNow(cluster, move.before, run.signal)) ?? plan.shown?.before ?? null;
  run.signal.throwIfAborted();
  const after = await moveAlias(cluster, move);
  run.log(`${alias} points to ${describeState(after)} now; it pointed to ${describeState(move.before)} before.`);
  return { opened: opens.length > 0, after, shown: { before: shownBefore, after: await countNow(cluster, after) } };
}

const reportStep = (run: MoveRun, phase: Phase, subject: string): void =>
  run.report(new Meter().progress({ ...phase, subject, done: 0, total: null, unit: 'steps' }));
