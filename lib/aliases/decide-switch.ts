import type { AliasState } from '../contract/plan.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { sameState } from './alias-targets.ts';
import { carryMembership } from './carry-membership.ts';
import { leavingChecks, outOfReachChecks } from './index-obstacles.ts';
import { makeSwitchPlan } from './make-switch-plan.ts';
import { muchSmaller } from './much-smaller.ts';
import { aliasIsNew, alreadyThere, nameChecks, severalIndices, targetChecks } from './switch-checks.ts';
import { beforeOf, indexNamed, type SwitchState } from './switch-facts.ts';

/** The alias on one index and on nothing else. Pure. Throws not_found for an index that isn't there. */
export function decideSwitch(
  facts: SwitchState,
  { index, alias, aliasFrom }: { index: string; alias: string; aliasFrom: 'given' | 'index-name' },
): SwitchPlan {
  const target = indexNamed(facts, index);
  const before = beforeOf(facts, alias);
  const replaced = before.filter((other) => other.index !== target.name);
  const carried = carryMembership(alias, target.name, before);
  const wanted: AliasState = [{ index: target.name, uuid: target.uuid, membership: carried.membership }];
  const nothingToDo = facts.state !== null && sameState(facts.state, wanted) && target.state === 'open';
  return makeSwitchPlan(facts, {
    alias,
    aliasFrom,
    target,
    membership: carried.membership,
    before,
    wanted,
    checks: [
      ...nameChecks(facts, alias),
      ...outOfReachChecks(alias, before),
      ...targetChecks(target, facts),
      ...leavingChecks(before, wanted, alias, facts),
      ...carried.checks,
      ...(nothingToDo ? [alreadyThere(alias, target.name)] : []),
      ...(before.length === 0 && facts.state !== null ? [aliasIsNew(alias)] : []),
      ...(before.length > 1 ? [severalIndices(alias, before, target.name)] : []),
      ...muchSmaller(target.name, target.documents, replaced, 'index'),
    ],
    restores: null,
    undoes: null,
  });
}
