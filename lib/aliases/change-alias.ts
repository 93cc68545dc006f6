import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { ChangeAliasPlan, ChangeAliasResult } from '../kinds/change-alias/schema.ts';
import type { Run } from '../running/run.ts';
import { toAliasState } from './alias-targets.ts';
import { carryOutMove } from './carry-out-move.ts';
import { CHANGING } from './phases.ts';
import { changeActions } from './plan-alias-change.ts';
import { writeTargetOf } from './write-target.ts';

/** Adds the index to the alias, or removes it, as planned (`carryOutMove`). No index is deleted. */
export async function runAliasChange(
  cluster: Cluster,
  plan: ChangeAliasPlan,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<ChangeAliasResult> {
  const startedAt = performance.now();
  const { alias, change, target } = plan;
  const [before, planned] = [toAliasState(plan.before), toAliasState(plan.after)];
  const { opened, after, shown } = await carryOutMove(
    cluster,
    plan,
    {
      move: { alias, before, after: planned, actions: changeActions(alias, before, planned) },
      opens: plan.opensTarget ? [target.index] : [],
      phase: CHANGING,
    },
    run,
  );
  return {
    kind: 'change-alias',
    change,
    alias,
    index: target.index,
    uuid: target.uuid,
    opened,
    before,
    after,
    shown: shown ?? plan.shown,
    writes: { before: writeTargetOf(before), after: writeTargetOf(after) },
    seconds: (performance.now() - startedAt) / 1000,
  };
}
