import { shownBy } from '../../aliases/alias-targets.ts';
import { CHANGING, OPENING } from '../../aliases/phases.ts';
import { documentLoss } from '../../contract/document-loss.ts';
import { formatList, formatMove } from '../../format.ts';
import type { AliasDescription } from '../alias-description.ts';
import { describeAliasChange, describeDifference } from '../changes.ts';
import { formatDocuments, formatTargets } from '../documents.ts';
import { indicesFact } from '../index-facts.ts';
import { jobKind } from '../kind.ts';
import { aliasLock, indexLock } from '../locks.ts';
import type { PlanDescription } from '../plan-description.ts';
import { switchAlias } from '../switch/describe.ts';
import { changeAliasResult, changeAliasWork } from './schema.ts';
import type { ChangeAliasPlan, ChangeAliasResult, ChangeAliasWork } from './schema.ts';

type Targets = ChangeAliasPlan['before'];

const asShown = (targets: Targets) => targets.map((each) => ({ index: each.index, documents: shownBy(each) }));
const namesOf = (targets: readonly { index: string }[]): string[] => targets.map(({ index }) => index);

const writeLine = ({ before, after }: ChangeAliasPlan['writes']): string =>
  before === after
    ? `Writes through it: ${after ?? 'refused, as now'}`
    : `Writes through it: ${before ?? 'refused'} now, ${after ?? 'refused'} afterwards`;

const planDescription: PlanDescription<ChangeAliasPlan> = {
  changes(displayed, current) {
    const index = `The index ${current.target.index}`;
    return [
      ...describeDifference(index, displayed.target.uuid, current.target.uuid, () => 'was deleted and created again.'),
      ...describeDifference(index, displayed.target.state, current.target.state, (_, state) => `is ${state} now.`),
      ...describeDifference(
        `The alias ${current.alias}`,
        displayed.shown.before,
        current.shown.before,
        (before, now) => `shows ${formatDocuments(now)}, and showed ${formatDocuments(before)}.`,
      ),
      ...describeAliasChange(current.alias, displayed.before, current.before),
    ];
  },
  summary: (plan) =>
    `${plan.change === 'add' ? `Add ${plan.target.index} to ${plan.alias}` : `Remove ${plan.target.index} from ${plan.alias}`}: ` +
    `from ${formatTargets(asShown(plan.before))} to ${formatTargets(asShown(plan.after))}. ${writeLine(plan.writes)}.`,
  review: (plan) => ({ before: asShown(plan.before), after: asShown(plan.after) }),
  terminalLines(plan) {
    const { alias, after, before, change, shown, target } = plan;
    const line = ({ index, documents }: { index: string; documents: number | null }) =>
      `  ${index}, ${formatDocuments(documents)}`;
    return [
      change === 'add'
        ? `Would add the index ${target.index} to the alias ${alias}`
        : `Would remove the index ${target.index} from the alias ${alias}`,
      'now',
      ...(before.length === 0 ? ['  nothing: there is no such alias'] : asShown(before).map(line)),
      'afterwards',
      ...(after.length === 0 ? ['  nothing: the alias is deleted'] : asShown(after).map(line)),
      ...(before.length === 0 || after.length === 0 ? [] : [`Afterwards ${alias} shows ${formatMove(shown)}.`]),
      ...(after.length === 0 ? [] : [`${writeLine(plan.writes)}.`]),
    ];
  },
  guardedAlias: ({ alias }) => ({ alias, action: `changing ${alias}` }),
};

const alias: AliasDescription<ChangeAliasWork, ChangeAliasResult> = {
  name: ({ plan }) => plan.alias,
  targetsWhenPlanned: ({ plan }) => plan.before,
  move: ({ alias: name, index, before, after }) => ({ alias: name, index, before, after }),
  destination: ({ alias: name, index, uuid, before }) => ({ alias: name, index, uuid, before }),
  documentCounts: ({ plan }) => [...asShown(plan.before), ...asShown(plan.after)],
  isUndo: () => false,
  onlyMovesAlias: true,
};

const titleOf = ({ change, alias: name, target }: ChangeAliasPlan): string =>
  change === 'add' ? `Add ${target.index} to ${name}` : `Remove ${target.index} from ${name}`;

/** A sentence about writes, where they go elsewhere now; with a space before it. */
const writesSentence = ({ writes, before, after }: ChangeAliasResult): string => {
  if (writes.before === writes.after || before.length === 0 || after.length === 0) return '';
  return writes.after === null
    ? ' Writes through it are refused now.'
    : ` Writes through it go to ${writes.after} now.`;
};

/** Adds one index to an alias, or removes one from it, in one call. */
export const changeAlias = jobKind<ChangeAliasWork, ChangeAliasResult, ChangeAliasPlan>()({
  kind: 'change-alias',
  label: 'Change an alias',
  noun: 'the change of the alias',
  segment: 'switches',
  permission: switchAlias.permission,
  schema: { work: changeAliasWork, result: changeAliasResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: () => null },
  alias,

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) => titleOf(plan),
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
      id: 'change-alias',
      title: plan.after.length === 0 ? `Delete the alias ${plan.alias} in one call` : `${titleOf(plan)} in one call`,
      phases: [CHANGING.phase],
    },
  ],
  facts: ({ plan }) => [
    { name: 'Alias', value: plan.alias, of: 'alias' },
    indicesFact(plan.change === 'add' ? 'Added' : 'Removed', [plan.target.index]),
    indicesFact('Before', namesOf(plan.before)),
    indicesFact('Afterwards', namesOf(plan.after)),
  ],
  outcome(result) {
    const { alias: name, after, change, index, opened, shown } = result;
    if (after.length === 0)
      return `${index} was removed from ${name}. It was its last index, so the alias was deleted.`;
    const what =
      change === 'add'
        ? `${index} was added to ${name}${opened ? ' after it was opened' : ''}.`
        : `${index} was removed from ${name}.`;
    const documents = shown.before === shown.after ? '' : ` It showed ${formatMove(shown)}.`;
    return `${what}${documents}${writesSentence(result)}`;
  },
  missingDocuments: ({ shown }) =>
    shown.before === null || shown.after === null || documentLoss(shown) === null ? null : shown.before - shown.after,
  warning: ({ alias: name, after, before, writes }) =>
    writes.after === null && writes.before !== null && before.length > 0 && after.length > 0
      ? `Writes through ${name} are refused now: none of its indices is its write index.`
      : null,
  aftermath: () => 'An alias is changed in one call, completely or not at all. The page of the alias shows which.',
  summaryLines({ plan }, result) {
    const planned = result === null ? ' (planned)' : '';
    const shown = result?.shown ?? plan.shown;
    return [
      `Alias ${plan.alias}: ${formatList(plan.before.map(({ index }) => index)) || 'nothing'} → ` +
        `${formatList(plan.after.map(({ index }) => index)) || 'nothing'}${planned}.`,
      ...(plan.before.length === 0 || plan.after.length === 0
        ? []
        : [`${result === null ? 'Planned: it shows' : 'It showed'} ${formatMove(shown)}.`]),
    ];
  },
  auditDetails: ({ before, after }) => ({ before, after }),
});
