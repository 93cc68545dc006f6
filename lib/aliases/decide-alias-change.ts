import type { AliasMembership, IndexSummary } from '../contract/indices.ts';
import type { AliasState, AliasTarget, Check } from '../contract/plan.ts';
import { toAliasState } from './alias-targets.ts';
import {
  addsNothingCheck,
  alreadyInCheck,
  besideOthersCheck,
  lastIndexCheck,
  notInCheck,
  remainingChecks,
  writeChecks,
} from './alias-change-checks.ts';
import { chooseMembership, withoutWriteFlag } from './choose-membership.ts';
import { otherAliasChecks } from './other-alias-checks.ts';
import { previousIndexChecks, unsupportedAliasChecks } from './previous-index-checks.ts';
import { nameChecks, newAliasCheck, targetChecks } from './switch-checks.ts';
import { currentTargets, findTargetIndex, type SwitchState } from './switch-state.ts';
import { writeTargetOf } from './write-target.ts';

export interface AliasChangeRequest {
  change: 'add' | 'remove';
  alias: string;
  index: string;
  /** The only index so far gets the write flag, so that writes still reach it. */
  keepWrites?: boolean | undefined;
  /** False: a removal that deletes the alias or takes documents from it is refused. Default: the caller asks for a tick. */
  acceptsLoss?: boolean;
}

export interface DecidedAliasChange extends Required<Pick<AliasChangeRequest, 'change' | 'alias'>> {
  target: IndexSummary;
  membership: AliasMembership;
  before: AliasTarget[];
  after: AliasState;
  canKeepWrites: boolean;
  keepsWrites: boolean;
  checks: Check[];
}

/** Which index the alias gets or loses, and what must be known before. Pure. Throws `not_found` for a missing index. */
export const decideAliasChange = (state: SwitchState, request: AliasChangeRequest): DecidedAliasChange =>
  request.change === 'add' ? decideAddition(state, request) : decideRemoval(state, request);

function decideAddition(state: SwitchState, request: AliasChangeRequest): DecidedAliasChange {
  const { alias, index, keepWrites = false } = request;
  const target = findTargetIndex(state, index);
  const before = currentTargets(state, alias);
  const now = toAliasState(before);
  const isIn = now.some((each) => each.index === target.name);
  const chosen = chooseMembership(alias, target.name, before);
  const membership = withoutWriteFlag(chosen.membership);
  // The server takes the only index of an alias as its write index, until there is a second one.
  const canKeepWrites = !isIn && now.length === 1 && now[0]!.membership.isWriteIndex === undefined;
  const keepsWrites = canKeepWrites && keepWrites;
  const kept = keepsWrites ? now.map((each) => ({ ...each, membership: written(each.membership) })) : now;
  const after = isIn ? now : inOrder([...kept, { index: target.name, uuid: target.uuid, membership }]);
  return {
    change: 'add',
    alias,
    target,
    membership,
    before,
    after,
    canKeepWrites,
    keepsWrites,
    checks: [
      ...nameChecks(state, alias),
      ...unsupportedAliasChecks(alias, before),
      ...(isIn ? [alreadyInCheck(alias, target.name)] : additionChecks(state, alias, target, before)),
      ...(isIn ? [] : chosen.checks),
      ...writeChecks(alias, now, after, canKeepWrites && !keepsWrites),
    ],
  };
}

const written = (membership: AliasMembership): AliasMembership => ({ ...membership, isWriteIndex: true });

/** As `readAlias` lists them. */
const inOrder = (state: AliasState): AliasState => [...state].sort((a, b) => (a.index < b.index ? -1 : 1));

function additionChecks(
  state: SwitchState,
  alias: string,
  target: IndexSummary,
  before: readonly AliasTarget[],
): Check[] {
  const others = before.length > 0;
  // An empty index beside others takes nothing from searches.
  const checks = targetChecks(others && target.documents === 0 ? { ...target, documents: null } : target, state);
  return [
    ...checks,
    ...(others && target.state === 'open' && target.documents === 0 ? [addsNothingCheck(alias, target.name)] : []),
    ...otherAliasChecks(alias, target, 'as well'),
    ...(others ? [besideOthersCheck(alias, target.name, before)] : []),
    ...(!others && state.aliasState !== null ? [newAliasCheck(alias)] : []),
  ];
}

function decideRemoval(state: SwitchState, { alias, index }: AliasChangeRequest): DecidedAliasChange {
  const target = findTargetIndex(state, index);
  const before = currentTargets(state, alias);
  const now = toAliasState(before);
  const after = now.filter((each) => each.index !== target.name);
  const isIn = after.length < now.length;
  return {
    change: 'remove',
    alias,
    target,
    membership: now.find((each) => each.index === target.name)?.membership ?? { alias },
    before,
    after,
    canKeepWrites: false,
    keepsWrites: false,
    checks: [
      ...nameChecks(state, alias),
      ...unsupportedAliasChecks(alias, before),
      ...(isIn ? [] : [notInCheck(alias, target.name, before)]),
      ...previousIndexChecks(before, after, alias, state),
      ...(isIn && after.length === 0 ? [lastIndexCheck(alias, target.name)] : []),
      ...(isIn ? remainingChecks(alias, after, state.indices) : []),
      ...writeChecks(alias, now, after, false),
    ],
  };
}

/** The index that writes reach before and after. */
export const writesOf = ({ before, after }: Pick<DecidedAliasChange, 'before' | 'after'>) => ({
  before: writeTargetOf(before),
  after: writeTargetOf(after),
});
