import type { DocumentsOfMove } from '../contract/documents-of-move.ts';
import { isNarrowed } from '../contract/documents-shown.ts';
import type { AliasMembership, IndexSummary } from '../contract/indices.ts';
import type { AliasState, AliasTarget, Check, PlannedRequest } from '../contract/plan.ts';
import { aliasActions, type AliasAction } from '../elasticsearch/admin/aliases.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { fingerprintOf } from '../running/fingerprint.ts';
import { sumOrNull } from '../sum-or-null.ts';
import { shownBy, toAliasState } from './alias-targets.ts';
import type { SwitchState } from './switch-state.ts';

/** The decision that a plan is made from. */
export interface SwitchDecision {
  alias: string;
  aliasFrom: SwitchPlan['aliasFrom'];
  target: IndexSummary;
  membership: AliasMembership;
  before: AliasTarget[];
  /** The alias after the move. */
  after: AliasState;
  checks: Check[];
  /** For an undo: the memberships to restore. */
  restores: AliasState | null;
  /** For an undo: the job that it undoes. */
  undoes: string | null;
}

/** Adds the requests and the fingerprint. */
export function makeSwitchPlan(state: SwitchState, decision: SwitchDecision): SwitchPlan {
  const { target, before, after } = decision;
  const closed = after
    .map(({ index }) => state.indices.find(({ name }) => name === index))
    .filter((index) => index !== undefined)
    .filter((index) => index.state === 'closed');
  return {
    kind: 'switch',
    cluster: state.cluster,
    plannedAt: state.takenAt,
    checks: decision.checks.length > 0 ? decision.checks : [readyCheck(target)],
    requests: switchRequests(state, decision, closed),
    fingerprint: fingerprintDecision(state, decision),
    alias: decision.alias,
    aliasFrom: decision.aliasFrom,
    target: {
      index: target.name,
      uuid: target.uuid,
      state: target.state,
      documents: target.documents,
      primaryBytes: target.primaryBytes,
      createdAt: target.createdAt,
    },
    membership: decision.membership,
    before,
    after: after.map(({ index }) => index),
    shown: shownByMove(state, before, after),
    opensTarget: closed.length > 0,
    restores: decision.restores,
    undoes: decision.undoes,
  };
}

/** The documents that the alias shows before and after the move. */
export const shownByMove = (
  { indices, shownAfter }: Pick<SwitchState, 'indices' | 'shownAfter'>,
  before: readonly AliasTarget[],
  after: AliasState,
): DocumentsOfMove => ({
  before: sumOrNull(before.map(shownBy)),
  after: sumOrNull(
    after.map(({ index, membership }) =>
      isNarrowed(membership)
        ? (shownAfter?.get(index) ?? null)
        : (indices.find(({ name }) => name === index)?.documents ?? null),
    ),
  ),
});

const readyCheck = ({ name }: IndexSummary): Check => ({
  id: 'ready',
  level: 'ok',
  title: 'Ready',
  detail: `${name} is open, complete and not blocked.`,
});

/** Opens closed indices and waits for their shards. */
export const openRequests = (closed: readonly Pick<IndexSummary, 'name'>[]): PlannedRequest[] =>
  closed.flatMap(({ name }): PlannedRequest[] => [
    {
      method: 'POST',
      path: `/${encodeURIComponent(name)}/_open`,
      note: 'searching an alias on a closed index fails',
    },
    {
      method: 'GET',
      path: `/_cluster/health/${encodeURIComponent(name)}?wait_for_status=yellow&timeout=60s`,
      note: 'until its shards are there',
    },
  ]);

/** Opens closed indices; then moves the alias in one request. */
function switchRequests(
  state: SwitchState,
  { alias, before, after }: SwitchDecision,
  closed: readonly IndexSummary[],
): PlannedRequest[] {
  return [
    ...openRequests(closed),
    {
      method: 'POST',
      path: '/_aliases',
      body: JSON.stringify({ actions: aliasActions(state.cluster, switchActions(alias, toAliasState(before), after)) }),
      note: 'all at once, or nothing',
    },
  ];
}

const fingerprintDecision = (state: SwitchState, { alias, target, before, after, checks }: SwitchDecision): string =>
  fingerprintOf({
    kind: 'switch',
    cluster: state.cluster.uuid,
    alias,
    // Without its documents, whose number changes while the index is written to. Too few of them is a check.
    target: { index: target.name, uuid: target.uuid, state: target.state },
    before: toAliasState(before),
    // Another key would change the fingerprints of stored plans.
    wanted: after,
    checks: checks.filter(({ level }) => level !== 'ok').map(({ level, id }) => `${level} ${id}`),
  });

/** The actions of one `_aliases` request that changes the alias from one state to the other. */
export function switchActions(alias: string, from: AliasState, to: AliasState): AliasAction[] {
  return [
    ...from
      .filter(({ index }) => !to.some((next) => next.index === index))
      .map(({ index }): AliasAction => ({ do: 'remove', index, alias })),
    ...to.map(({ index, membership }): AliasAction => ({ do: 'add', index, membership: { ...membership, alias } })),
  ];
}
