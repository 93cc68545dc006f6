import type { AliasState } from '../contract/plan.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { isSameState } from './alias-targets.ts';
import { chooseMembership } from './choose-membership.ts';
import { makeSwitchPlan, shownByMove } from './make-switch-plan.ts';
import { otherAliasChecks } from './other-alias-checks.ts';
import { previousIndexChecks, unsupportedAliasChecks } from './previous-index-checks.ts';
import { documentLossChecks } from './document-loss-checks.ts';
import { newAliasCheck, unchangedCheck, nameChecks, severalIndicesCheck, targetChecks } from './switch-checks.ts';
import { currentTargets, findTargetIndex, type SwitchState } from './switch-state.ts';

/** Plans to move the alias to one index and remove it from all others. Pure. Throws `not_found` for a missing index. */
export function decideSwitch(
  state: SwitchState,
  { index, alias, aliasFrom }: { index: string; alias: string; aliasFrom: 'given' | 'index-name' },
): SwitchPlan {
  const target = findTargetIndex(state, index);
  const before = currentTargets(state, alias);
  const replaced = before.filter((other) => other.index !== target.name);
  const chosen = chooseMembership(alias, target.name, before);
  const after: AliasState = [{ index: target.name, uuid: target.uuid, membership: chosen.membership }];
  const nothingToDo = state.aliasState !== null && isSameState(state.aliasState, after) && target.state === 'open';
  return makeSwitchPlan(state, {
    alias,
    aliasFrom,
    target,
    membership: chosen.membership,
    before,
    after,
    checks: [
      ...nameChecks(state, alias),
      ...unsupportedAliasChecks(alias, before),
      ...targetChecks(target, state),
      ...otherAliasChecks(alias, target),
      ...previousIndexChecks(before, after, alias, state),
      ...chosen.checks,
      ...(nothingToDo ? [unchangedCheck(alias, target.name)] : []),
      ...(before.length === 0 && state.aliasState !== null ? [newAliasCheck(alias)] : []),
      ...(before.length > 1 ? [severalIndicesCheck(alias, before, target.name)] : []),
      ...documentLossChecks(alias, shownByMove(state, before, after), target, replaced, 'index'),
    ],
    restores: null,
    undoes: null,
  });
}
