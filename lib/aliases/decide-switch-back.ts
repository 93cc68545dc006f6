import type { IndexSummary } from '../contract/indices.ts';
import type { AliasMove, AliasState, Check } from '../contract/plan.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { AppError } from '../errors.ts';
import { describeState, isSameState } from './alias-targets.ts';
import { makeSwitchPlan, shownByMove } from './make-switch-plan.ts';
import { previousIndexChecks } from './previous-index-checks.ts';
import { documentLossChecks } from './document-loss-checks.ts';
import {
  removedAliasCheck,
  recreatedIndexCheck,
  missingIndexCheck,
  movedSinceCheck,
  nameChecks,
  targetChecks,
} from './switch-checks.ts';
import { currentTargets, type SwitchState } from './switch-state.ts';

/** Plans to restore the memberships before the last move. Pure. Throws `refused` where no index is left to show as target. */
export function decideSwitchBack(state: SwitchState, last: AliasMove, job: string | null): SwitchPlan {
  const { alias } = last;
  const before = currentTargets(state, alias);
  const target = chooseShownTarget(state, last);
  const removesAlias = last.before.length === 0;
  const replaced = removesAlias ? [] : before.filter(({ index }) => index !== target.name);
  return makeSwitchPlan(state, {
    alias,
    aliasFrom: 'undo',
    target,
    membership: last.before.find(({ index }) => index === target.name)?.membership ?? { alias },
    before,
    after: last.before,
    checks: [
      ...nameChecks(state, alias),
      ...(state.aliasState !== null && !isSameState(state.aliasState, last.after)
        ? [movedSinceCheck(last, state.aliasState)]
        : []),
      ...last.before.flatMap((previous) => restoredIndexChecks(previous, alias, state)),
      ...previousIndexChecks(before, last.before, alias, state),
      ...(removesAlias ? [removedAliasCheck(alias)] : []),
      ...(removesAlias
        ? []
        : documentLossChecks(alias, shownByMove(state, before, last.before), target, replaced, 'index')),
    ],
    restores: last.before,
    undoes: job,
  });
}

/** Whether the alias can be added to this index again: the index must exist and be the same one. */
function restoredIndexChecks(previous: AliasState[number], alias: string, state: SwitchState): Check[] {
  const index = state.indices.find(({ name }) => name === previous.index);
  if (!index) return [missingIndexCheck(previous.index, alias)];
  return index.uuid === previous.uuid ? targetChecks(index, state) : [recreatedIndexCheck(previous.index)];
}

/** The index a page shows as the target: the write index, else the largest by documents, else any index of that name. */
function chooseShownTarget(state: SwitchState, { alias, before, after }: AliasMove): IndexSummary {
  const existing = before.flatMap(({ index, uuid }) =>
    state.indices.filter((summary) => summary.name === index && summary.uuid === uuid),
  );
  const shown =
    existing.find((index) => before.find(({ uuid }) => uuid === index.uuid)?.membership.isWriteIndex) ??
    [...existing].sort((a, b) => (b.documents ?? -1) - (a.documents ?? -1))[0] ??
    state.indices.find(({ name }) => name === (before[0] ?? after[0])?.index);
  if (shown) return shown;
  const names = before.length === 0 ? alias : describeState(before);
  throw new AppError('refused', `There is nothing to switch ${alias} back to: ${names} no longer exists.`, {
    hint: 'Restore the index from a backup, or switch to another index.',
    details: { alias },
  });
}
