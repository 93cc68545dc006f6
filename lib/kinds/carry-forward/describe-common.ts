import type { CarryCounts, Change } from '../../contract/carried.ts';
import type { CarryTarget, ExpectedCounts } from '../../contract/carry-schema.ts';
import { formatCount, formatList, plural } from '../../format.ts';
import { REFRESHING } from '../../proving/phases.ts';
import { PREPARING } from '../../target/phases.ts';
import { describeDifference } from '../changes.ts';
import type { Step } from '../kind.ts';
import { permission } from '../permissions.ts';
import type { GuardedAlias } from '../plan-description.ts';

/** What carrying changes forward and undoing it have in common. */
export const carryPermission = permission({
  id: 'carry-forward',
  role: 'operator',
  verb: 'carry changes forward',
  changesCluster: true,
});

export const CARRY_COUNTERS = [
  { id: 'added', label: 'Added' },
  { id: 'changed', label: 'Changed' },
  { id: 'deleted', label: 'Deleted' },
  { id: 'already', label: 'Already there' },
  { id: 'leftOut', label: 'Left out by the query' },
  { id: 'conflicts', label: 'Conflicts', bad: true },
  { id: 'rejected', label: 'Rejected', bad: true },
];

/** Words for what is done with the documents of each kind of change. */
export type ChangeWords = Record<Change, string>;
export const CARRIED: ChangeWords = { added: 'added', changed: 'changed', deleted: 'deleted' };
export const UNDONE: ChangeWords = {
  added: 'deleted again',
  changed: 'put back',
  deleted: 'created again',
};

/** "12 added, 14 changed; 3 conflicts." */
export function describeCounts(counts: CarryCounts, words: ChangeWords): string {
  const { added, changed, deleted, already, conflicts, rejected, leftOut } = counts;
  const done = [
    ...(added > 0 ? [`${formatCount(added)} ${words.added}`] : []),
    ...(changed > 0 ? [`${formatCount(changed)} ${words.changed}`] : []),
    ...(deleted > 0 ? [`${formatCount(deleted)} ${words.deleted}`] : []),
  ];
  const rest = [
    ...(already > 0 ? [`${formatCount(already)} already there`] : []),
    ...(leftOut > 0 ? [`${formatCount(leftOut)} left out by the query`] : []),
    ...(conflicts > 0 ? [`${plural(conflicts, 'conflict')} not written`] : []),
    ...(rejected > 0 ? [`${formatCount(rejected)} rejected`] : []),
  ];
  return `${[done.join(', ') || 'No document was written', ...(rest.length > 0 ? [rest.join(', ')] : [])].join('; ')}.`;
}

/** Every document was looked up. */
export const isExact = ({ lookedUp, total }: ExpectedCounts): boolean => lookedUp >= total;

/** Before a count of what was looked up. */
export const atLeast = (expected: ExpectedCounts): string => (isExact(expected) ? '' : 'at least ');

/** "26 documents would be written, 3 conflicts." */
export function describeExpected(expected: ExpectedCounts): string {
  const { conflicts, already, leftOut, lookedUp, total } = expected;
  const writes = expected.added + expected.changed + expected.deleted;
  const parts = [
    `${isExact(expected) ? '' : 'At least '}${plural(writes, 'document')} would be written`,
    ...(already > 0 ? [`${formatCount(already)} ${already === 1 ? 'is' : 'are'} there already`] : []),
    ...(leftOut > 0 ? [`${formatCount(leftOut)} left out by the query`] : []),
    ...(conflicts > 0 ? [plural(conflicts, 'conflict')] : []),
  ];
  const of = isExact(expected)
    ? ''
    : ` Only ${formatCount(lookedUp)} of ${formatCount(total)} documents were looked up.`;
  return `${parts.join(', ')}.${of}`;
}

export function conflictWarning({ conflicts, rejected }: CarryCounts): string | null {
  if (conflicts + rejected === 0) return null;
  const parts = [
    ...(conflicts > 0
      ? [`${plural(conflicts, 'document')} not written, because of ${conflicts === 1 ? 'a conflict' : 'conflicts'}`]
      : []),
    ...(rejected > 0 ? [`${plural(rejected, 'document')} rejected by the cluster`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** How a job that did not finish goes on: where writing needs a confirmation, that of the job does not hold any more. */
export const goOn = ({ aliases }: CarryTarget, planned: string): string =>
  aliases.length === 0
    ? 'Resume this job to go on.'
    : `Resume this job to go on; on a protected cluster, plan it again from ${planned} instead.`;

export const guardedWrite = ({ aliases, index }: CarryTarget): GuardedAlias | null => {
  const [alias] = aliases;
  return alias === undefined
    ? null
    : { alias, action: `writing into ${index}, which ${formatList(aliases)} points to` };
};

export const targetChanges = (displayed: CarryTarget, current: CarryTarget): string[] => [
  ...describeDifference('The index to write into', displayed.index, current.index, (_, name) => `is ${name} now.`),
  ...describeDifference(
    `The index ${current.index}`,
    displayed.uuid,
    current.uuid,
    () => 'was deleted and created again.',
  ),
  ...describeDifference(
    `The index ${current.index}`,
    formatList(displayed.aliases),
    formatList(current.aliases),
    (before, now) => `has the aliases ${now}; when this was planned it had ${before}.`,
  ),
];

export const carrySteps = (title: string, phase: string): Step[] => [
  { id: 'prepare', title: 'Prepare the index', phases: [PREPARING.phase] },
  { id: 'write', title, phases: [phase] },
  { id: 'refresh', title: 'Make them searchable', phases: [REFRESHING.phase] },
];
