import type { IndexSummary } from '../contract/indices.ts';
import type { AliasMove, AliasState, Check } from '../contract/plan.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { AppError } from '../errors.ts';
import { describeState, sameState } from './alias-targets.ts';
import { leavingChecks } from './index-obstacles.ts';
import { makeSwitchPlan } from './make-switch-plan.ts';
import { muchSmaller } from './much-smaller.ts';
import { aliasWillBeGone, anotherIndex, indexIsGone, movedSince, nameChecks, targetChecks } from './switch-checks.ts';
import { beforeOf, type SwitchState } from './switch-facts.ts';

/** Exactly the memberships of before the last move. Pure. Throws refused where there is no index to show as the target. */
export function decideSwitchBack(facts: SwitchState, last: AliasMove, job: string | null): SwitchPlan {
  const { alias } = last;
  const before = beforeOf(facts, alias);
  const target = shownTarget(facts, last);
  const removesAlias = last.before.length === 0;
  const replaced = removesAlias ? [] : before.filter(({ index }) => index !== target.name);
  return makeSwitchPlan(facts, {
    alias,
    aliasFrom: 'undo',
    target,
    membership: last.before.find(({ index }) => index === target.name)?.membership ?? { alias },
    before,
    wanted: last.before,
    checks: [
      ...nameChecks(facts, alias),
      ...(facts.state !== null && !sameState(facts.state, last.after) ? [movedSince(last, facts.state)] : []),
      ...last.before.flatMap((was) => returnChecks(was, alias, facts)),
      ...leavingChecks(before, last.before, alias, facts),
      ...(removesAlias ? [aliasWillBeGone(alias)] : []),
      ...muchSmaller(target.name, target.documents, replaced, 'index'),
    ],
    restores: last.before,
    undoes: job,
  });
}

/** Whether the alias can be put on this index again: it must be there, and be the same one. */
function returnChecks(was: AliasState[number], alias: string, facts: SwitchState): Check[] {
  const index = facts.indices.find(({ name }) => name === was.index);
  if (!index) return [indexIsGone(was.index, alias)];
  return index.uuid === was.uuid ? targetChecks(index, facts) : [anotherIndex(was.index)];
}

/** The one a page draws as the target: where writes went, else the fullest, else any that has the name. */
function shownTarget(facts: SwitchState, { alias, before, after }: AliasMove): IndexSummary {
  const returning = before.flatMap(({ index, uuid }) =>
    facts.indices.filter((summary) => summary.name === index && summary.uuid === uuid),
  );
  const shown =
    returning.find((index) => before.find(({ uuid }) => uuid === index.uuid)?.membership.isWriteIndex) ??
    [...returning].sort((a, b) => (b.documents ?? -1) - (a.documents ?? -1))[0] ??
    facts.indices.find(({ name }) => name === (before[0] ?? after[0])?.index);
  if (shown) return shown;
  const names = before.length === 0 ? alias : describeState(before);
  // Nothing to draw as the target: the first reason why is the whole answer.
  throw new AppError('refused', `There is nothing to switch ${alias} back to: ${names} is gone.`, {
    hint: 'Restore the index from a backup, or switch to another index.',
    details: { alias },
  });
}
