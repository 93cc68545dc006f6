import { groupOfIndex } from '../contract/index-group.ts';
import type { AliasMove } from '../contract/plan.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import { decideSwitch } from './decide-switch.ts';
import { decideSwitchBack } from './decide-switch-back.ts';
import { requireAliasName } from './require-alias-name.ts';
import { readSwitchState } from './switch-facts.ts';

/**
 * Which alias moves where. Throws not_found for an index that isn't there, refused where no alias can be told from its
 * name, invalid_input for what can't be an alias; anything else that stands in the way is a check of the plan.
 */
export async function planSwitch(
  cluster: Cluster,
  wish: { index: string; alias?: string | undefined },
  signal?: AbortSignal,
): Promise<SwitchPlan> {
  const alias = wish.alias ?? groupOfIndex(wish.index);
  if (!alias) {
    throw new AppError('refused', `No alias can be told from the name ${wish.index}.`, {
      hint: 'Name the alias to move. It is found by itself only for names like government-2018-01-08t10-20-30z-1a2b.',
      details: { index: wish.index },
    });
  }
  return decideSwitch(await readSwitchState(cluster, requireAliasName(alias), [wish.index], signal), {
    index: wish.index,
    alias,
    aliasFrom: wish.alias === undefined ? 'index-name' : 'given',
  });
}

/** Undoes a switch: exactly the memberships of before, if the alias is still where that switch left it. */
export async function planSwitchBack(
  cluster: Cluster,
  wish: { alias: string; last: AliasMove; job?: string | null },
  signal?: AbortSignal,
): Promise<SwitchPlan> {
  return decideSwitchBack(
    await readSwitchState(
      cluster,
      wish.alias,
      [...wish.last.before, ...wish.last.after].map(({ index }) => index),
      signal,
    ),
    wish.last,
    wish.job ?? null,
  );
}
