import type { AliasMembership, IndexSummary } from '../contract/indices.ts';
import type { AliasState, AliasTarget, Check, PlannedRequest } from '../contract/plan.ts';
import { aliasActions, type AliasAction } from '../elasticsearch/admin/aliases.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { fingerprintOf } from '../running/fingerprint.ts';
import { stateOf } from './alias-targets.ts';
import type { SwitchState } from './switch-facts.ts';

/** What was decided about a move. */
export interface Decision {
  alias: string;
  aliasFrom: SwitchPlan['aliasFrom'];
  target: IndexSummary;
  membership: AliasMembership;
  before: AliasTarget[];
  wanted: AliasState;
  checks: Check[];
  restores: AliasState | null;
  undoes: string | null;
}

/** A decision as a plan: with its requests and its fingerprint. */
export function makeSwitchPlan(facts: SwitchState, decided: Decision): SwitchPlan {
  const { target, before, wanted } = decided;
  const closed = wanted
    .map(({ index }) => facts.indices.find(({ name }) => name === index))
    .filter((index) => index !== undefined)
    .filter((index) => index.state === 'closed');
  return {
    kind: 'switch',
    cluster: facts.cluster,
    plannedAt: facts.takenAt,
    checks: decided.checks.length > 0 ? decided.checks : [ready(target)],
    requests: switchRequests(facts, decided, closed),
    fingerprint: fingerprint(facts, decided),
    alias: decided.alias,
    aliasFrom: decided.aliasFrom,
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
    after: wanted.map(({ index }) => index),
    opensTarget: closed.length > 0,
    restores: decided.restores,
    undoes: decided.undoes,
  };
}

const ready = ({ name }: IndexSummary): Check => ({
  id: 'ready',
  level: 'ok',
  title: 'Ready',
  detail: `${name} is open, whole and under no block.`,
});

/** Closed indices are opened and waited for; then the alias moves in one call. */
function switchRequests(
  facts: SwitchState,
  { alias, before, wanted }: Decision,
  closed: readonly IndexSummary[],
): PlannedRequest[] {
  return [
    ...closed.flatMap(({ name }): PlannedRequest[] => [
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
    ]),
    {
      method: 'POST',
      path: '/_aliases',
      body: JSON.stringify({ actions: aliasActions(facts.cluster, switchActions(alias, stateOf(before), wanted)) }),
      note: 'all at once, or nothing',
    },
  ];
}

const fingerprint = (facts: SwitchState, { alias, target, before, wanted, checks }: Decision): string =>
  fingerprintOf({
    kind: 'switch',
    cluster: facts.cluster.uuid,
    alias,
    // Not its documents: an index that is still written to has other ones every second. Too few of them is a check.
    target: { index: target.name, uuid: target.uuid, state: target.state },
    before: stateOf(before),
    wanted,
    checks: checks.filter(({ level }) => level !== 'ok').map(({ level, id }) => `${level} ${id}`),
  });

/** From one state to the other in one call. */
export function switchActions(alias: string, from: AliasState, to: AliasState): AliasAction[] {
  return [
    ...from
      .filter(({ index }) => !to.some((wanted) => wanted.index === index))
      .map(({ index }): AliasAction => ({ do: 'remove', index, alias })),
    ...to.map(({ index, membership }): AliasAction => ({ do: 'add', index, membership: { ...membership, alias } })),
  ];
}
