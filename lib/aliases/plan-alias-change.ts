import { isNarrowed } from '../contract/documents-shown.ts';
import type { AliasState, AliasTarget, Check, PlannedRequest } from '../contract/plan.ts';
import { aliasActions, type AliasAction } from '../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { ChangeAliasPlan } from '../kinds/change-alias/schema.ts';
import { fingerprintOf } from '../running/fingerprint.ts';
import { toAliasState, toAliasTargets } from './alias-targets.ts';
import { refusingLoss, removalLossChecks } from './alias-change-checks.ts';
import { isSameMembership } from './choose-membership.ts';
import { countShownAfter } from './count-shown-after.ts';
import {
  decideAliasChange,
  writesOf,
  type AliasChangeRequest,
  type DecidedAliasChange,
} from './decide-alias-change.ts';
import { openRequests, shownByMove, switchActions } from './make-switch-plan.ts';
import { requireAliasName } from './require-alias-name.ts';
import { readSwitchState, type SwitchState } from './switch-state.ts';

/**
 * Plans to add one index to an alias, or to remove one from it. Throws `not_found` for a missing index, and `invalid_input`
 * for what can't be an alias; anything else that prevents the change is a check of the plan.
 */
export async function planAliasChange(
  cluster: Cluster,
  request: AliasChangeRequest,
  signal?: AbortSignal,
): Promise<ChangeAliasPlan> {
  const state = await readSwitchState(cluster, requireAliasName(request.alias), [request.index], signal);
  const decided = decideAliasChange(state, request);
  return makePlan(await countShownAfter(cluster, state, decided.after, signal), decided, request.acceptsLoss ?? true);
}

/** Only what changes is sent: the other indices of the alias are not touched. */
export const changeActions = (alias: string, before: AliasState, after: AliasState): AliasAction[] =>
  switchActions(alias, before, after).filter(
    (action) =>
      action.do === 'remove' ||
      !before.some(
        ({ index, membership }) => index === action.index && isSameMembership(membership, action.membership),
      ),
  );

function makePlan(state: SwitchState, decided: DecidedAliasChange, acceptsLoss: boolean): ChangeAliasPlan {
  const { alias, change, target, before, after } = decided;
  const shown = shownByMove(state, before, after);
  const found = [...decided.checks, ...(change === 'remove' ? removalLossChecks(alias, shown) : [])];
  const checks = change === 'add' || acceptsLoss ? found : refusingLoss(found);
  const opensTarget = change === 'add' && target.state === 'closed';
  return {
    kind: 'change-alias',
    cluster: state.cluster,
    plannedAt: state.takenAt,
    checks: checks.length > 0 ? checks : [readyCheck(decided)],
    requests: requestsOf(state, decided, opensTarget),
    fingerprint: fingerprintOf({
      kind: 'change-alias',
      cluster: state.cluster.uuid,
      alias,
      change,
      // Without its documents, whose number changes while the index is written to.
      target: { index: target.name, uuid: target.uuid, state: target.state },
      before: toAliasState(before),
      after,
      checks: checks.filter(({ level }) => level !== 'ok').map(({ level, id }) => `${level} ${id}`),
    }),
    change,
    alias,
    target: {
      index: target.name,
      uuid: target.uuid,
      state: target.state,
      documents: target.documents,
      primaryBytes: target.primaryBytes,
      createdAt: target.createdAt,
    },
    membership: decided.membership,
    before,
    after: targetsAfter(state, after),
    shown,
    writes: writesOf(decided),
    keepsWrites: decided.keepsWrites,
    canKeepWrites: decided.canKeepWrites,
    opensTarget,
  };
}

/** With the documents that the alias will show of each. */
const targetsAfter = (state: SwitchState, after: AliasState): AliasTarget[] =>
  toAliasTargets(after, state.indices).map((target) =>
    isNarrowed(target.membership) ? { ...target, shown: state.shownAfter?.get(target.index) ?? null } : target,
  );

const readyCheck = ({ change, alias, target }: DecidedAliasChange): Check => ({
  id: 'ready',
  level: 'ok',
  title: 'Ready',
  detail:
    change === 'add'
      ? `${target.name} is open, complete and not blocked.`
      : `${alias} has other indices, and writes through it go where they went.`,
});

function requestsOf(state: SwitchState, decided: DecidedAliasChange, opensTarget: boolean): PlannedRequest[] {
  const { alias, before, after, target } = decided;
  const actions = changeActions(alias, toAliasState(before), after);
  if (actions.length === 0) return [];
  return [
    ...(opensTarget ? openRequests([target]) : []),
    {
      method: 'POST',
      path: '/_aliases',
      body: JSON.stringify({ actions: aliasActions(state.cluster, actions) }),
      note: actions.length > 1 ? 'all at once, or nothing' : 'the other indices of the alias are not touched',
    },
  ];
}
