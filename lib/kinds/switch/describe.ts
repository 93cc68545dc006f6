import { formatBytes, formatList, plural, shortIndexName } from '../../format.ts';
import { MOVING, OPENING } from '../../aliases/phases.ts';
import { aliasChanges, different } from '../changes.ts';
import { countOf, countedTargets } from '../documents.ts';
import { jobKind, movingAlias, type AliasEffects, type PlanDescription } from '../kind.ts';
import { aliasLock, indexLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { switchResult, switchWork } from './schema.ts';
import type { SwitchPlan, SwitchResult, SwitchWork } from './schema.ts';

const namesOf = (targets: readonly { index: string }[]): string => targets.map(({ index }) => index).join(', ');

const targetLine = (target: Pick<SwitchPlan['target'], 'index' | 'documents' | 'primaryBytes' | 'state'>): string =>
  `  ${target.index}, ${plural(target.documents, 'document')}, ${formatBytes(target.primaryBytes)}, ${target.state}`;

const plans: PlanDescription<SwitchPlan> = {
  changes(seen, fresh) {
    const index = `The index ${fresh.target.index}`;
    return [
      ...different(index, seen.target.uuid, fresh.target.uuid, () => 'was deleted and made again.'),
      ...different(index, seen.target.state, fresh.target.state, (_, state) => `is ${state} now.`),
      ...different(
        index,
        seen.target.documents,
        fresh.target.documents,
        (was, is) => `has ${is ?? 'an unknown number of'} documents, and had ${was ?? 'an unknown number'}.`,
      ),
      ...aliasChanges(fresh.alias, seen.before, fresh.before),
    ];
  },
  summary: ({ alias, before, target }) =>
    `Move ${alias} from ${countedTargets(before)} to ${target.index} (${countOf(target.documents)}).`,
  review({ after, before, target }) {
    const known = new Map(before.map(({ index, documents }) => [index, documents]));
    known.set(target.index, target.documents);
    return {
      before: before.map(({ index, documents }) => ({ index, documents })),
      after: after.map((index) => ({ index, documents: known.get(index) ?? null })),
    };
  },
  lines: ({ after, alias, aliasFrom, before, target }) => [
    `Would move the alias ${alias}${aliasFrom === 'undo' ? ' back' : ''}`,
    'from',
    ...(before.length === 0 ? ['  nothing'] : before.map(targetLine)),
    'to',
    ...(after.length === 0
      ? ['  nothing: the alias goes']
      : after.map((index) => (index === target.index ? targetLine(target) : `  ${index}`))),
  ],
  // Undoing a move never needs care; undoing an undo is a switch like any other.
  guards: ({ alias, aliasFrom, undoes }, undoesAnUndo) =>
    aliasFrom === 'undo' && !undoesAnUndo(alias, undoes) ? null : movingAlias(alias),
};

const alias: AliasEffects<SwitchWork, SwitchResult> = {
  name: ({ plan }) => plan.alias,
  before: ({ plan }) => plan.before,
  moved: ({ alias: name, index, before, after }) => ({ alias: name, index, before, after }),
  landed: ({ alias: name, index, before, after }) => ({
    alias: name,
    index,
    uuid: after.find((state) => state.index === index)?.uuid ?? '',
    before,
  }),
  documents: ({ plan: { before, target } }) =>
    [...before, target].map(({ index, documents }) => ({ index, documents })),
  isUndo: ({ plan }) => plan.aliasFrom === 'undo',
  onlyMoves: true,
};

/** Points an alias to another index, in one call. */
export const switchAlias = jobKind<SwitchWork, SwitchResult, SwitchPlan>()({
  kind: 'switch',
  label: 'Switch',
  noun: 'the switch',
  permission: permission({ id: 'switch', role: 'operator', verb: 'move an alias', changesCluster: true }),
  schema: { work: switchWork, result: switchResult },
  plans,
  resume: { allowed: true, withoutAliasMove: () => null },
  alias,

  planOf: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title({ plan: { alias: name, after, aliasFrom, target, undoesUndo } }) {
    if (aliasFrom !== 'undo') return `Switch ${name} to ${target.index}`;
    const indices = formatList(after.map((index) => shortIndexName(index, name))) || 'nothing';
    return `Switch ${name} ${undoesUndo ? 'forward' : 'back'} to ${indices}`;
  },
  locks: ({ plan: { alias: name, cluster, target } }) => [
    aliasLock(cluster.uuid, name),
    indexLock(cluster.uuid, target.index),
  ],
  touches: ({ plan }) => [plan.alias, plan.target.index],
  steps: ({ plan }) => [
    ...(plan.opensTarget
      ? [{ id: 'open', title: 'Open the index and wait for its shards', phases: [OPENING.phase] }]
      : []),
    {
      id: 'move-alias',
      title: `Move ${plan.alias} to ${plan.target.index} in one call`,
      phases: [MOVING.phase],
    },
  ],
  facts: ({ plan }) => [
    { name: 'Alias', value: plan.alias },
    { name: 'From', value: namesOf(plan.before) || 'nothing', code: true },
    { name: 'To', value: plan.after.join(', '), code: true },
  ],
  outcome: ({ alias: name, index, opened }) => `${name} moved to ${index}${opened ? ', which was opened first' : ''}.`,
  aftermath: () => 'An alias moves in one call: either it moved or it did not. The alias map says which.',
  summary({ plan }, result) {
    const planned = result === null ? ' (planned)' : '';
    return [
      `Alias ${plan.alias}: ${formatList(plan.before.map(({ index }) => index))} → ${formatList(plan.after)}${planned}.`,
    ];
  },
  audit: ({ before, after }) => ({ before, after }),
});
