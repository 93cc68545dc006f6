import { isNarrowed } from '../contract/documents-shown.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import type { AliasMove, AliasState } from '../contract/plan.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { countThrough } from '../elasticsearch/read/count-through-aliases.ts';
import { AppError } from '../errors.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { chooseMembership } from './choose-membership.ts';
import { decideSwitch } from './decide-switch.ts';
import { decideSwitchBack } from './decide-switch-back.ts';
import { requireAliasName } from './require-alias-name.ts';
import { currentTargets, readSwitchState, type SwitchState } from './switch-state.ts';

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

/** Adds what the alias will show of its next open indices, where a filter or a search routing leaves some out. */
async function countShownAfter(
  cluster: Cluster,
  state: SwitchState,
  after: readonly Pick<AliasState[number], 'index' | 'membership'>[],
  signal?: AbortSignal,
): Promise<SwitchState> {
  const shownAfter = new Map<string, number | null>();
  for (const { index, membership } of after) {
    const summary = state.indices.find(({ name }) => name === index);
    if (isNarrowed(membership) && summary?.documents != null)
      shownAfter.set(index, await countThrough(cluster, index, membership, signal));
  }
  return { ...state, shownAfter };
}
