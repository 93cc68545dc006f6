import { formatBytes, formatList, plural, shortIndexName } from '../../format.ts';
import { MOVING, OPENING } from '../../aliases/phases.ts';
import { describeAliasChange, describeDifference } from '../changes.ts';
import { formatDocuments, formatTargets } from '../documents.ts';
import type { AliasDescription } from '../alias-description.ts';
import { jobKind } from '../kind.ts';
import { aliasLock, indexLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { guardedMove, type PlanDescription } from '../plan-description.ts';
import { switchResult, switchWork } from './schema.ts';
import type { SwitchPlan, SwitchResult, SwitchWork } from './schema.ts';

const namesOf = (targets: readonly { index: string }[]): string => targets.map(({ index }) => index).join(', ');

const targetLine = (target: Pick<SwitchPlan['target'], 'index' | 'documents' | 'primaryBytes' | 'state'>): string =>
  `  ${target.index}, ${plural(target.documents, 'document')}, ${formatBytes(target.primaryBytes)}, ${target.state}`;

const planDescription: PlanDescription<SwitchPlan> = {
  changes(displayed, current) {
    const index = `The index ${current.target.index}`;
    return [
      ...describeDifference(index, displayed.target.uuid, current.target.uuid, () => 'was deleted and made again.'),
      ...describeDifference(index, displayed.target.state, current.target.state, (_, state) => `is ${state} now.`),
      ...describeDifference(
        index,
        displayed.target.documents,
        current.target.documents,
        (before, now) => `has ${now ?? 'an unknown number of'} documents, and had ${before ?? 'an unknown number'}.`,
      ),
      ...describeAliasChange(current.alias, displayed.before, current.before),
    ];
  },
  summary: ({ alias, before, target }) =>
    `Move ${alias} from ${formatTargets(before)} to ${target.index} (${formatDocuments(target.documents)}).`,
  review({ after, before, target }) {
    const known = new Map(before.map(({ index, documents }) => [index, documents]));
    known.set(target.index, target.documents);
    return {
      before: before.map(({ index, documents }) => ({ index, documents })),
      after: after.map((index) => ({ index, documents: known.get(index) ?? null })),
    };
  },
  terminalLines: ({ after, alias, aliasFrom, before, target }) => [
    `Would move the alias ${alias}${aliasFrom === 'undo' ? ' back' : ''}`,
    'from',
    ...(before.length === 0 ? ['  nothing'] : before.map(targetLine)),
    'to',
    ...(after.length === 0
      ? ['  nothing: the alias goes']
      : after.map((index) => (index === target.index ? targetLine(target) : `  ${index}`))),
  ],
  // The undo of a move is not guarded; the undo of an undo is guarded like any other switch.
  guardedAlias: ({ alias, aliasFrom, undoes }, undoesAnUndo) =>
    aliasFrom === 'undo' && !undoesAnUndo(alias, undoes) ? null : guardedMove(alias),
};

const alias: AliasDescription<SwitchWork, SwitchResult> = {
  name: ({ plan }) => plan.alias,
  targetsWhenPlanned: ({ plan }) => plan.before,
  move: ({ alias: name, index, before, after }) => ({ alias: name, index, before, after }),
  destination: ({ alias: name, index, before, after }) => ({
    alias: name,
    index,
    uuid: after.find((state) => state.index === index)?.uuid ?? '',
    before,
  }),
  documentCounts: ({ plan: { before, target } }) =>
    [...before, target].map(({ index, documents }) => ({ index, documents })),
  isUndo: ({ plan }) => plan.aliasFrom === 'undo',
  onlyMovesAlias: true,
};

/** Points an alias to another index, in one call. */
export const switchAlias = jobKind<SwitchWork, SwitchResult, SwitchPlan>()({
  kind: 'switch',
  label: 'Switch',
  noun: 'the switch',
  permission: permission({ id: 'switch', role: 'operator', verb: 'move an alias', changesCluster: true }),
  schema: { work: switchWork, result: switchResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: () => null },
  alias,

  plan: ({ plan }) => plan,
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
  changedNames: ({ plan }) => [plan.alias, plan.target.index],
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
  summaryLines({ plan }, result) {
    const planned = result === null ? ' (planned)' : '';
    return [
      `Alias ${plan.alias}: ${formatList(plan.before.map(({ index }) => index))} → ${formatList(plan.after)}${planned}.`,
    ];
  },
  auditDetails: ({ before, after }) => ({ before, after }),
});
