import { groupOfIndex } from '../contract/index-group.ts';
import type { AliasMove } from '../contract/plan.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { chooseMembership } from './choose-membership.ts';
import { countShownAfter } from './count-shown-after.ts';
import { decideSwitch } from './decide-switch.ts';
import { decideSwitchBack } from './decide-switch-back.ts';
import { requireAliasName } from './require-alias-name.ts';
import { currentTargets, readSwitchState } from './switch-state.ts';

/**
 * Plans which alias moves where. Throws `not_found` for a missing index, `refused` where the index name contains no alias,
 * and `invalid_input` for what can't be an alias; anything else that prevents the move is a check of the plan.
 */
export async function planSwitch(
  cluster: Cluster,
  { index, alias: givenAlias }: { index: string; alias?: string | undefined },
  signal?: AbortSignal,
): Promise<SwitchPlan> {
  const alias = givenAlias ?? groupOfIndex(index);
  if (!alias) {
    throw new AppError('refused', `The name ${index} contains no alias.`, {
      hint: 'Name the alias to switch. It is found by itself only for names like government-2018-01-08t10-20-30z-1a2b.',
      details: { index },
    });
  }
  const state = await readSwitchState(cluster, requireAliasName(alias), [index], signal);
  const { membership } = chooseMembership(alias, index, currentTargets(state, alias));
  return decideSwitch(await countShownAfter(cluster, state, [{ index, membership }], signal), {
    index,
    alias,
    aliasFrom: givenAlias === undefined ? 'index-name' : 'given',
  });
}

/** Plans the undo of a switch: restores the memberships before it, if the alias is still where that switch left it. */
export async function planSwitchBack(
  cluster: Cluster,
  { alias, last, job }: { alias: string; last: AliasMove; job?: string | null },
  signal?: AbortSignal,
): Promise<SwitchPlan> {
  const indices = [...last.before, ...last.after].map(({ index }) => index);
  const state = await readSwitchState(cluster, alias, indices, signal);
  return decideSwitchBack(await countShownAfter(cluster, state, last.before, signal), last, job ?? null);
}
