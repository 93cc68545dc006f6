import { OPENING } from '../../aliases/phases.ts';
import { formatBytes, formatList } from '../../format.ts';
import { describeDifference } from '../changes.ts';
import { formatDocuments } from '../documents.ts';
import { aliasesFact } from '../index-facts.ts';
import { jobKind } from '../kind.ts';
import { indexLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import type { GuardedAlias, PlanDescription } from '../plan-description.ts';
import { CLOSING } from './phases.ts';
import {
  changeIndexStateResult,
  changeIndexStateWork,
  type ChangeIndexStatePlan,
  type ChangeIndexStateResult,
  type ChangeIndexStateWork,
} from './schema.ts';

const VERBS = { open: 'Open', close: 'Close' } as const;

const namesOf = ({ aliases }: ChangeIndexStatePlan): string => formatList(aliases.map(({ alias }) => alias).sort());

const othersOf = ({ aliases }: ChangeIndexStatePlan): string =>
  [...new Set(aliases.flatMap(({ others }) => others))].sort().join(', ') || 'no other index';

/** Closing a live index is guarded; opening one is not. */
const guardedAlias = ({ action, aliases, index }: ChangeIndexStatePlan): GuardedAlias | null =>
  action === 'close' && aliases.length > 0
    ? { alias: aliases[0]!.alias, action: `closing ${index}, which ${aliases[0]!.alias} points to` }
    : null;

const planDescription: PlanDescription<ChangeIndexStatePlan> = {
  changes(displayed, current) {
    const index = `The index ${current.index}`;
    return [
      ...describeDifference(index, displayed.uuid, current.uuid, () => 'was deleted and created again.'),
      ...describeDifference(index, displayed.state, current.state, (_, state) => `is ${state} now.`),
      ...describeDifference(
        index,
        namesOf(displayed),
        namesOf(current),
        (before, now) => `has ${now === 'none' ? 'no alias' : `the aliases ${now}`} now; it had ${before}.`,
      ),
      ...describeDifference(
        'Beside it, its aliases',
        othersOf(displayed),
        othersOf(current),
        (before, now) => `point to ${now} now; they pointed to ${before}.`,
      ),
    ];
  },
  summary: ({ action, aliases, documents, index }) =>
    `${VERBS[action]} ${index} (${formatDocuments(documents)}).` +
    (action === 'open' || aliases.length === 0
      ? ''
      : ` Searches through ${formatList(aliases.map(({ alias }) => alias))} fail while it is closed.`),
  review: ({ action, index, documents }) => ({
    before: [{ index, documents }],
    after: action === 'close' ? [] : [{ index, documents }],
  }),
  terminalLines: ({ action, aliases, documents, index, state, storeBytes }) => [
    `Would ${action} ${index}, which is ${state}: ${formatDocuments(documents)}, ${formatBytes(storeBytes)}`,
    ...aliases.map(
      ({ alias, documents: shown, others }) =>
        `  ${alias} shows ${formatDocuments(shown)} of it${others.length === 0 ? '' : `, beside ${formatList(others)}`}`,
    ),
  ],
  guardedAlias,
};

/** Opens or closes one index. */
export const changeIndexState = jobKind<ChangeIndexStateWork, ChangeIndexStateResult, ChangeIndexStatePlan>()({
  kind: 'change-index-state',
  label: 'Open or close',
  noun: 'the change of the index',
  permission: permission({
    id: 'open-close',
    role: 'operator',
    verb: 'open and close indices',
    changesCluster: true,
  }),
  schema: { work: changeIndexStateWork, result: changeIndexStateResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: (work) => (guardedAlias(work.plan) === null ? work : null) },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) => `${VERBS[plan.action]} ${plan.index}`,
  locks: ({ plan }) => [indexLock(plan.cluster.uuid, plan.index)],
  changedNames: ({ plan }) => [plan.index],
  moreObjects: ({ plan }) => plan.aliases.map(({ alias }) => alias),
  steps: ({ plan: { action } }) => [
    action === 'open'
      ? { id: 'open', title: 'Check it again, open it and wait for its shards', phases: [OPENING.phase] }
      : { id: 'close', title: 'Check it again, and close it', phases: [CLOSING.phase] },
  ],
  facts: ({ plan }) => [
    { name: 'Index', value: plan.index, code: true, of: 'index' },
    { name: 'Documents', value: plan.documents === null ? 'unknown' : formatDocuments(plan.documents) },
    aliasesFact('Aliases', plan.aliases.map(({ alias }) => alias).sort()),
  ],
  outcome: ({ action, changed, documents, health, index }) =>
    action === 'close'
      ? `${index} ${changed ? 'is closed' : 'was closed already'}.`
      : `${index} ${changed ? 'is open' : 'was open already'}, with ${formatDocuments(documents)}. ` +
        `Its health is ${health ?? 'unknown'}.`,
  warning: ({ action, aliases, index }) =>
    action === 'close' && aliases.length > 0
      ? `Searches through ${formatList(aliases)} fail while ${index} is closed.`
      : null,
  aftermath: ({ plan }) =>
    `An index is opened or closed as a whole. The page “Indices” shows whether ${plan.index} is open.`,
  summaryLines: ({ plan }, result) => [
    result === null
      ? `Planned: ${plan.action} ${plan.index}.`
      : `${plan.action === 'open' ? 'Opened' : 'Closed'}: ${plan.index}.`,
  ],
  auditDetails: ({ action, index }) => ({
    before: { index, state: action === 'open' ? 'closed' : 'open' },
    after: { index, state: action === 'open' ? 'open' : 'closed' },
  }),
});
