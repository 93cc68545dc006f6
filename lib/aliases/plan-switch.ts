import { groupOfIndex } from '../contract/index-group.ts';
import type { ClusterHealth, ClusterIdentity } from '../contract/cluster.ts';
import type { AliasMembership, IndexSummary } from '../contract/indices.ts';
import type { AliasMove, AliasState, AliasTarget, Check, PlannedRequest } from '../contract/plan.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { aliasActions, readAlias, type AliasAction } from '../elasticsearch/aliases.ts';
import type { Cluster } from '../elasticsearch/cluster.ts';
import { gatherHealth } from '../elasticsearch/health.ts';
import { waitForShards } from '../elasticsearch/index-admin.ts';
import { listIndices } from '../elasticsearch/list-indices.ts';
import { AppError, isAppError } from '../errors.ts';
import { aliasTargets, describeState, sameState, stateOf } from './alias-targets.ts';
import { carryMembership } from './carry-membership.ts';
import { fingerprintOf } from '../running/fingerprint.ts';
import { blockChecks, holdsAliases, outOfReachChecks, staysBehind } from './index-obstacles.ts';
import { muchSmaller } from './much-smaller.ts';
import { needAliasName } from './need-alias-name.ts';

export interface SwitchFacts {
  cluster: ClusterIdentity;
  takenAt: string;
  indices: readonly IndexSummary[];
  /** What the alias points to; null: it can't be read, and `unreadable` says why. */
  state: AliasState | null;
  unreadable: Check | null;
  /** Asked for only where a block makes it matter. */
  health: ClusterHealth | null;
}

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
  return decideSwitch(await gatherFacts(cluster, needAliasName(alias), [wish.index], signal), {
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
    await gatherFacts(
      cluster,
      wish.alias,
      wish.last.before.map(({ index }) => index),
      signal,
    ),
    wish.last,
    wish.job ?? null,
  );
}

/** An index is red for a moment after it was made, opened or closed: its shards are being started. */
const MOMENT_MS = 3_000;

async function gatherFacts(
  cluster: Cluster,
  alias: string,
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<SwitchFacts> {
  const identity = await cluster.identity(signal);
  let { takenAt, indices } = await listIndices(cluster, signal);
  const red = indices.find((index) => wanted.includes(index.name) && index.health === 'red');
  if (red && (await waitForShards(cluster, red.name, 'yellow', MOMENT_MS, signal)))
    ({ takenAt, indices } = await listIndices(cluster, signal));
  let state: AliasState | null = null;
  let unreadable: Check | null = null;
  try {
    state = await readAlias(cluster, alias, signal);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'blocked') throw error;
    unreadable = {
      id: 'alias-unreadable',
      level: 'refuse',
      title: 'The alias can’t be moved',
      detail: error.message,
      ...(error.hint ? { hint: error.hint } : {}),
    };
  }
  const health = indices.some((index) => index.blocks.includes('read_only_allow_delete'))
    ? await gatherHealth(cluster, signal)
    : null;
  return { cluster: identity, takenAt, indices, state, unreadable, health };
}

export function decideSwitch(
  facts: SwitchFacts,
  wish: { index: string; alias: string; aliasFrom: 'given' | 'index-name' },
): SwitchPlan {
  const { alias } = wish;
  const target = indexNamed(facts, wish.index);
  const before = beforeOf(facts, alias);
  const { membership, checks } = carryMembership(alias, target.name, before);
  const wanted: AliasState = [{ index: target.name, uuid: target.uuid, membership }];
  const all: Check[] = [
    ...nameChecks(facts, alias),
    ...outOfReachChecks(alias, before),
    ...targetChecks(target, facts),
    ...beforeChecks(before, [target.name], alias, facts),
    ...checks,
  ];
  if (facts.state !== null && sameState(facts.state, wanted) && target.state === 'open') {
    all.push({
      id: 'already',
      level: 'refuse',
      title: 'Nothing to do',
      detail: `${alias} already points to ${target.name}, and to nothing else.`,
    });
  }
  if (before.length === 0 && facts.state !== null)
    all.push({
      id: 'new-alias',
      level: 'warn',
      title: 'The alias is new',
      detail: `No index has the alias ${alias} yet; it will be made.`,
      hint: 'Check its spelling.',
    });
  if (before.length > 1)
    all.push({
      id: 'several',
      level: 'warn',
      title: 'The alias points to several indices',
      detail: `${alias} points to ${before.map(({ index }) => index).join(', ')}; afterwards to ${target.name} only.`,
    });
  all.push(
    ...muchSmaller(
      target.name,
      target.documents,
      before.filter(({ index }) => index !== target.name),
      'index',
    ),
  );
  return makePlan(facts, {
    alias,
    aliasFrom: wish.aliasFrom,
    target,
    membership,
    before,
    wanted,
    checks: all,
    restores: null,
    undoes: null,
  });
}

export function decideSwitchBack(facts: SwitchFacts, last: AliasMove, job: string | null): SwitchPlan {
  const { alias } = last;
  const before = beforeOf(facts, alias);
  const checks: Check[] = [...nameChecks(facts, alias)];
  if (facts.state !== null && !sameState(facts.state, last.after)) {
    checks.push({
      id: 'moved-since',
      level: 'refuse',
      title: 'The alias has moved since',
      detail: `${alias} was left on ${describeState(last.after)}, and is on ${describeState(facts.state)} now${describeState(last.after) === describeState(facts.state) ? ' with another filter, routing or write flag, or the index was made again' : ''}. Somebody else has moved it.`,
      hint: 'Find out who and why. Then switch to the index you want by its name.',
    });
  }
  const targets: IndexSummary[] = [];
  for (const was of last.before) {
    const index = facts.indices.find(({ name }) => name === was.index);
    if (!index)
      checks.push({
        id: `gone-${was.index}`,
        level: 'refuse',
        title: `${was.index} is gone`,
        detail: `${alias} pointed to it before the switch; the index has been deleted since.`,
        hint: 'Restore it from a backup, or switch to another index.',
      });
    else if (index.uuid !== was.uuid)
      checks.push({
        id: `another-${was.index}`,
        level: 'refuse',
        title: `${was.index} is another index`,
        detail: 'It was deleted and made again under the same name since the switch.',
        hint: 'Look at what it holds, then switch to it by its name.',
      });
    else {
      targets.push(index);
      checks.push(...targetChecks(index, facts));
    }
  }
  checks.push(
    ...beforeChecks(
      before,
      last.before.map(({ index }) => index),
      alias,
      facts,
    ),
  );
  if (last.before.length === 0)
    checks.push({
      id: 'alias-goes',
      level: 'warn',
      title: 'The alias will be gone',
      detail: `${alias} did not exist before the switch, so going back removes it: searches for it will fail.`,
    });
  // The one a page draws as the target: where writes went, else the fullest.
  const main =
    targets.find((index) => last.before.find(({ uuid }) => uuid === index.uuid)?.membership.isWriteIndex) ??
    [...targets].sort((a, b) => (b.documents ?? -1) - (a.documents ?? -1))[0];
  const shown = main ?? facts.indices.find(({ name }) => name === (last.before[0] ?? last.after[0])?.index);
  // Nothing to draw as the target: the first reason why is the whole answer.
  if (!shown)
    throw new AppError(
      'refused',
      `There is nothing to switch ${alias} back to: ${last.before.map(({ index }) => index).join(', ') || alias} is gone.`,
      { hint: 'Restore the index from a backup, or switch to another index.', details: { alias } },
    );
  checks.push(
    ...muchSmaller(
      shown.name,
      shown.documents,
      last.before.length === 0 ? [] : before.filter(({ index }) => index !== shown.name),
      'index',
    ),
  );
  const membership = last.before.find(({ index }) => index === shown.name)?.membership ?? { alias };
  return makePlan(facts, {
    alias,
    aliasFrom: 'undo',
    target: shown,
    membership,
    before,
    wanted: last.before,
    checks,
    restores: last.before,
    undoes: job,
  });
}

interface Parts {
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

function makePlan(facts: SwitchFacts, parts: Parts): SwitchPlan {
  const { target, before, wanted } = parts;
  const closed = wanted
    .map(({ index }) => facts.indices.find(({ name }) => name === index))
    .filter((index) => index?.state === 'closed');
  const requests: PlannedRequest[] = closed.flatMap((index) => [
    {
      method: 'POST',
      path: `/${encodeURIComponent(index!.name)}/_open`,
      note: 'searching an alias on a closed index fails',
    },
    {
      method: 'GET',
      path: `/_cluster/health/${encodeURIComponent(index!.name)}?wait_for_status=yellow&timeout=60s`,
      note: 'until its shards are there',
    },
  ]);
  requests.push({
    method: 'POST',
    path: '/_aliases',
    body: JSON.stringify({ actions: aliasActions(facts.cluster, switchActions(parts.alias, stateOf(before), wanted)) }),
    note: 'all at once, or nothing',
  });
  return {
    kind: 'switch',
    cluster: facts.cluster,
    plannedAt: facts.takenAt,
    checks:
      parts.checks.length > 0
        ? parts.checks
        : [{ id: 'ready', level: 'ok', title: 'Ready', detail: `${target.name} is open, whole and under no block.` }],
    requests,
    fingerprint: fingerprintOf({
      kind: 'switch',
      cluster: facts.cluster.uuid,
      alias: parts.alias,
      // Not its documents: an index that is still written to has other ones every second. Too few of them is a check.
      target: { index: target.name, uuid: target.uuid, state: target.state },
      before: stateOf(before),
      wanted,
      checks: parts.checks.filter(({ level }) => level !== 'ok').map(({ level, id }) => `${level} ${id}`),
    }),
    alias: parts.alias,
    aliasFrom: parts.aliasFrom,
    target: {
      index: target.name,
      uuid: target.uuid,
      state: target.state,
      documents: target.documents,
      primaryBytes: target.primaryBytes,
      createdAt: target.createdAt,
    },
    membership: parts.membership,
    before,
    after: wanted.map(({ index }) => index),
    opensTarget: closed.length > 0,
    restores: parts.restores,
    undoes: parts.undoes,
  };
}

/** From one state to the other in one call. */
export function switchActions(alias: string, from: AliasState, to: AliasState): AliasAction[] {
  return [
    ...from
      .filter(({ index }) => !to.some((wanted) => wanted.index === index))
      .map(({ index }): AliasAction => ({ do: 'remove', index, alias })),
    ...to.map(({ index, membership }): AliasAction => ({ do: 'add', index, membership: { ...membership, alias } })),
  ];
}

function indexNamed(facts: SwitchFacts, name: string): IndexSummary {
  const found = facts.indices.find((index) => index.name === name);
  if (found) return found;
  const behind = facts.indices
    .filter((index) => index.aliases.some(({ alias }) => alias === name))
    .map((index) => index.name);
  if (behind.length > 0)
    throw new AppError('not_found', `${name} is an alias, not an index; it points to ${behind.join(', ')}.`, {
      hint: 'Name the index that the alias is to point to.',
      details: { index: name },
    });
  const group = groupOfIndex(name);
  const alike = facts.indices
    .map((index) => index.name)
    .filter((other) => (group !== null && groupOfIndex(other) === group) || other.startsWith(name));
  throw new AppError('not_found', `There is no index called ${name}.`, {
    hint:
      alike.length > 0
        ? `There is ${alike.slice(-3).reverse().join(', ')}${alike.length > 3 ? ` and ${alike.length - 3} more` : ''}.`
        : name.startsWith('.')
          ? 'Indices whose names start with a dot are the cluster’s own, and are left alone.'
          : 'Look at the list of indices for the names there are.',
    details: { index: name },
  });
}

const beforeOf = (facts: SwitchFacts, alias: string): AliasTarget[] =>
  aliasTargets(
    facts.state ??
      facts.indices.flatMap((index) =>
        index.aliases
          .filter((membership) => membership.alias === alias)
          .map((membership) => ({ index: index.name, uuid: index.uuid, membership })),
      ),
    facts.indices,
  );

function nameChecks(facts: SwitchFacts, alias: string): Check[] {
  const checks: Check[] = facts.unreadable ? [facts.unreadable] : [];
  if (facts.indices.some(({ name }) => name === alias)) {
    checks.push({
      id: 'alias-is-index',
      level: 'refuse',
      title: `${alias} is the name of an index`,
      detail: 'An alias can’t have the name of an index, so it can’t be made.',
      hint: 'Choose another alias. If the index was made by mistake (a write to a missing alias does that), back it up, then delete it.',
    });
  }
  return checks;
}

function targetChecks(target: IndexSummary, facts: SwitchFacts): Check[] {
  const checks = blockChecks(target, 'target', facts.health);
  if (target.health === 'red') {
    checks.push({
      id: `red-${target.name}`,
      level: 'refuse',
      title: `${target.name} is red`,
      detail: 'At least one of its shards is missing: searches would fail or miss documents.',
      hint: 'Look at the cluster’s health for why, or restore the index from a backup.',
    });
  }
  if (target.state === 'closed' && !holdsAliases(target))
    checks.push({
      id: `closed-${target.name}`,
      level: 'warn',
      title: `${target.name} is closed`,
      detail:
        'It is opened first; the alias moves when its shards are there. How many documents it holds is known only then.',
    });
  if (target.loading) checks.push(halfFilled(target.name));
  if (target.state === 'open' && target.documents === 0)
    checks.push({
      id: `empty-${target.name}`,
      level: 'warn',
      title: `${target.name} is empty`,
      detail: 'It has no documents: every search through the alias would find nothing.',
      hint: 'Make sure that this is the index you mean.',
    });
  return checks;
}

const halfFilled = (index: string): Check => ({
  id: `half-filled-${index}`,
  level: 'warn',
  title: `${index} is half filled`,
  detail:
    'A restore began to fill it and never came to its end, or left documents out: it misses documents, has no replicas and may not be refreshed.',
  hint: 'Run that restore again: it goes on with this index, proves it, and moves the alias itself.',
});

function beforeChecks(
  before: readonly AliasTarget[],
  staying: readonly string[],
  alias: string,
  facts: SwitchFacts,
): Check[] {
  return before
    .filter(({ index }) => !staying.includes(index))
    .flatMap(({ index }) => {
      const summary = facts.indices.find(({ name }) => name === index);
      return summary ? [...blockChecks(summary, 'before', facts.health), ...staysBehind(summary, alias)] : [];
    });
}
