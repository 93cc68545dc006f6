import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { SwitchPlan, SwitchResult } from '../kinds/switch/schema.ts';
import type { Run } from '../running/run.ts';
import { toAliasState } from './alias-targets.ts';
import { carryOutMove } from './carry-out-move.ts';
import { MOVING } from './phases.ts';
import type { PlannedMove } from './verify-switch-plan.ts';

/** Moves the alias as planned (`carryOutMove`). The previous index stays as it is. */
export async function runSwitch(
  cluster: Cluster,
  plan: SwitchPlan,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<SwitchResult> {
  const startedAt = performance.now();
  const move = plannedMove(plan);
  const opens = plan.opensTarget ? move.after.map(({ index }) => index) : [];
  const { opened, after, shown } = await carryOutMove(cluster, plan, { move, opens, phase: MOVING }, run);
  return {
    kind: 'switch',
    alias: plan.alias,
    index: plan.target.index,
    opened,
    before: move.before,
    after,
    ...(shown === undefined ? {} : { shown }),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

const plannedMove = ({ alias, before, membership, restores, target }: SwitchPlan): PlannedMove => ({
  alias,
  before: toAliasState(before),
  after: restores ?? [{ index: target.index, uuid: target.uuid, membership }],
});
