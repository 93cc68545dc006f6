import { shownBy } from '../../aliases/alias-targets.ts';
import { directionOf, directionWords } from '../../contract/direction.ts';
import { documentLoss } from '../../contract/document-loss.ts';
import type { DocumentsOfMove } from '../../contract/documents-of-move.ts';
import { formatBytes, formatList, formatMove, plural } from '../../format.ts';
import { indexParts } from '../../index-parts.ts';
import { MOVING, OPENING } from '../../aliases/phases.ts';
import { describeAliasChange, describeDifference } from '../changes.ts';
import { formatDocuments, formatTargets } from '../documents.ts';
import type { AliasDescription } from '../alias-description.ts';
import { indicesFact } from '../index-facts.ts';
import { jobKind } from '../kind.ts';
import { aliasLock, indexLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { guardedMove, type PlanDescription } from '../plan-description.ts';
import { switchResult, switchWork } from './schema.ts';
import type { SwitchPlan, SwitchResult, SwitchWork } from './schema.ts';

/** `24 Nov 11:18 · b6b1` */
function withoutAlias(index: string, aliasName: string): string {
  const { date, id } = indexParts(index, aliasName);
  return date === null ? index : `${date} · ${id}`;
}

const namesOf = (targets: readonly { index: string }[]): string => targets.map(({ index }) => index).join(', ');

const targetLine = (
  target: Pick<SwitchPlan['before'][number], 'index' | 'documents' | 'primaryBytes' | 'shown' | 'state'>,
): string =>
  `  ${target.index}, ${plural(target.documents, 'document')}` +
  `${target.shown === undefined ? '' : ` (${plural(target.shown, 'document')} through the alias)`}, ` +
  `${formatBytes(target.primaryBytes)}, ${target.state}`;

/** What the alias shows of its only next index; null: unknown, or it has several. */
const shownAfterwards = ({ after, shown, target }: SwitchPlan): number | null =>
  after.length === 1 && shown !== undefined ? shown.after : target.documents;

const asShown = (before: SwitchPlan['before']) => before.map((each) => ({ ...each, documents: shownBy(each) }));

const directionOfUndo = ({ after, before, undoesUndo }: SwitchPlan): string =>
  directionWords(
    directionOf(
      before.map(({ index }) => index),
      after,
      undoesUndo ?? false,
    ),
    after.length,
  );

const planDescription: PlanDescription<SwitchPlan> = {
  changes(displayed, current) {
    const index = `The index ${current.target.index}`;
    return [
      ...describeDifference(index, displayed.target.uuid, current.target.uuid, () => 'was deleted and created again.'),
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
  summary: (plan) =>
    `Switch ${plan.alias} from ${formatTargets(asShown(plan.before))} to ${plan.target.index} ` +
    `(${formatDocuments(shownAfterwards(plan))}).`,
  review(plan) {
    const { after, before, target } = plan;
    const known = new Map(asShown(before).map(({ index, documents }) => [index, documents]));
    known.set(target.index, shownAfterwards(plan));
    return {
      before: asShown(before).map(({ index, documents }) => ({ index, documents })),
      after: after.map((index) => ({ index, documents: known.get(index) ?? null })),
    };
  },
  terminalLines(plan) {
    const { after, alias, aliasFrom, before, shown, target } = plan;
    const direction = aliasFrom === 'undo' && after.length > 0 ? ` to ${directionOfUndo(plan)}` : '';
    return [
      `Would switch the alias ${alias}${direction}`,
      'from',
      ...(before.length === 0 ? ['  nothing'] : before.map(targetLine)),
      'to',
      ...(after.length === 0
        ? ['  nothing: the alias is deleted']
        : after.map((index) => (index === target.index ? targetLine(target) : `  ${index}`))),
      ...(shown === undefined || before.length === 0 || after.length === 0
        ? []
        : [`Afterwards ${alias} shows ${formatMove(shown)}.`]),
    ];
  },
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
  documentCounts: ({ plan }, result) => [
    ...asShown(plan.before).map(({ index, documents }) => ({ index, documents })),
    {
      index: plan.target.index,
      documents: plan.after.length === 1 ? (result?.shown?.after ?? shownAfterwards(plan)) : plan.target.documents,
    },
  ],
  isUndo: ({ plan }) => plan.aliasFrom === 'undo',
  onlyMovesAlias: true,
};

/** A sentence about what the alias shows, where that is known and has changed; with a space before it. */
const changeOf = (shown: DocumentsOfMove | undefined): string =>
  shown === undefined || shown.before === shown.after ? '' : ` It showed ${formatMove(shown)}.`;

/** Points an alias to another index, in one call. */
export const switchAlias = jobKind<SwitchWork, SwitchResult, SwitchPlan>()({
  kind: 'switch',
  label: 'Switch',
  noun: 'the switch',
  segment: 'switches',
  permission: permission({ id: 'switch', role: 'operator', verb: 'switch an alias', changesCluster: true }),
  schema: { work: switchWork, result: switchResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: () => null },
  alias,

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title({ plan }) {
    const { alias: name, after, aliasFrom, target } = plan;
    if (aliasFrom !== 'undo') return `Switch ${name} to ${target.index}`;
    if (after.length === 0) return `Delete the alias ${name}, which did not exist before`;
    const indices = formatList(after.map((index) => withoutAlias(index, name)));
    return `Switch ${name} to ${directionOfUndo(plan)}, ${indices}`;
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
      title:
        plan.after.length === 0
          ? `Delete the alias ${plan.alias} in one call`
          : `Switch ${plan.alias} to ${formatList(plan.after)} in one call`,
      phases: [MOVING.phase],
    },
  ],
  facts: ({ plan }) => [
    { name: 'Alias', value: plan.alias, of: 'alias' },
    indicesFact(
      'From',
      plan.before.map(({ index }) => index),
    ),
    indicesFact('To', plan.after),
  ],
  outcome: ({ alias: name, after, opened, shown }) =>
    after.length === 0
      ? `The alias ${name} was deleted: it did not exist before.`
      : `${name} was switched to ${namesOf(after)}${opened ? ', which was opened first' : ''}.${changeOf(shown)}`,
  missingDocuments: ({ shown }) =>
    shown === undefined || shown.before === null || shown.after === null || documentLoss(shown) === null
      ? null
      : shown.before - shown.after,
  warning({ alias: name, after, shown }) {
    if (shown === undefined || after.length === 0) return null;
    return documentLoss(shown) === null ? null : `After the switch ${name} showed ${formatMove(shown)}.`;
  },
  aftermath: () => 'An alias is switched in one call, completely or not at all. The page “Indices” shows which.',
  summaryLines({ plan }, result) {
    const planned = result === null ? ' (planned)' : '';
    const shown = result === null ? plan.shown : result.shown;
    const counts = shown !== undefined && plan.before.length > 0 && plan.after.length > 0;
    return [
      `Alias ${plan.alias}: ${formatList(plan.before.map(({ index }) => index))} → ${formatList(plan.after)}${planned}.`,
      ...(counts && result === null ? [`Planned: ${plan.alias} shows ${formatMove(shown)}.`] : []),
      ...(counts && result !== null && changeOf(shown) === '' ? [`It showed ${formatMove(shown)}.`] : []),
    ];
  },
  auditDetails: ({ before, after }) => ({ before, after }),
});
