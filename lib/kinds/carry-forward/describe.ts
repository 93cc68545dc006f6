import { CARRYING } from '../../carrying/phases.ts';
import { backupPlace } from '../../contract/backup-ref.ts';
import { CHANGES, type Change } from '../../contract/carried.ts';
import { formatCount, formatList, formatUtc, formatUtcShort, plural } from '../../format.ts';
import { formatDocuments } from '../documents.ts';
import { jobKind } from '../kind.ts';
import { backupReadLock, indexLock, indexReadLock } from '../locks.ts';
import type { PlanDescription } from '../plan-description.ts';
import {
  atLeast,
  CARRIED,
  CARRY_COUNTERS,
  carryPermission,
  carrySteps,
  conflictWarning,
  describeCounts,
  describeExpected,
  goOn,
  guardedWrite,
  isExact,
  targetChanges,
} from './describe-common.ts';
import {
  carryForwardResult,
  carryForwardWork,
  type CarryForwardPlan,
  type CarryForwardResult,
  type CarryForwardWork,
} from './schema.ts';

const planDescription: PlanDescription<CarryForwardPlan> = {
  changes: (displayed, current) => targetChanges(displayed.to, current.to),
  summary: (plan) =>
    `Carry ${chosen(plan)} forward from ${plan.from.index} into ${plan.to.index} ` +
    `(${formatDocuments(plan.to.documents)}): ${describeExpected(plan.expected)}`,
  review: ({ base, changes, expected, query, since, to }) => ({
    before: [{ index: to.index, documents: to.documents }],
    after: [
      {
        index: to.index,
        documents:
          to.documents === null || !isExact(expected) ? null : to.documents + expected.added - expected.deleted,
      },
    ],
    backup: { id: base.backup.id, takenAt: base.takenAt, documents: base.documents },
    choices: [
      { name: 'Documents', value: formatList(changes) },
      ...(since === null ? [] : [{ name: 'Since', value: `${since.field}: ${formatUtc(since.time)}` }]),
      ...(query === null ? [] : [{ name: 'Query', value: query }]),
    ],
  }),
  terminalLines: (plan) => [
    `Would carry ${chosen(plan)} forward`,
    `  from ${plan.from.index}`,
    `  into ${plan.to.index}, which has ${plural(plan.to.documents, 'document')}`,
    `  that differ from ${backupPlace(plan.base.backup)}, taken ${formatUtc(plan.base.takenAt)}`,
    ...(plan.since === null ? [] : [`  with ${plan.since.field} at ${formatUtc(plan.since.time)} or later`]),
    ...(plan.query === null ? [] : [`  and that this query finds: ${plan.query}`]),
    ...CHANGES.filter((change) => plan.changes.includes(change)).map(
      (change) =>
        `  ${change.padEnd(8)} ${atLeast(plan.expected)}${formatCount(plan.expected[change])} ` +
        `of ${formatCount(plan.found[change])}`,
    ),
    describeExpected(plan.expected),
  ],
  guardedAlias: ({ to }) => guardedWrite(to),
};

const NOUNS: Record<Change, string> = { added: 'added', changed: 'changed', deleted: 'deleted' };

/** "12 added and 14 changed documents". */
function chosen({ changes, found }: CarryForwardPlan): string {
  if (changes.length === 0) return 'nothing';
  return `${changes.map((change) => `${formatCount(found[change])} ${NOUNS[change]}`).join(' and ')} documents`;
}

/** Carries what was written after a backup from the index that was live into the restored one. */
export const carryForward = jobKind<CarryForwardWork, CarryForwardResult, CarryForwardPlan>()({
  kind: 'carry-forward',
  label: 'Carry forward',
  noun: 'the carrying forward',
  permission: carryPermission,
  schema: { work: carryForwardWork, result: carryForwardResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: (work) => work },
  counters: CARRY_COUNTERS,

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) =>
    `Carry changes since ${plan.base.takenAt === null ? 'the backup' : formatUtcShort(plan.base.takenAt, Date.now())} ` +
    `forward from ${plan.from.index} into ${plan.to.index}`,
  locks: ({ plan }) => [
    indexLock(plan.cluster.uuid, plan.to.index),
    // Keeps it from being deleted meanwhile.
    indexReadLock(plan.cluster.uuid, plan.from.index),
    backupReadLock(plan.base.backup),
  ],
  changedNames: ({ plan }) => [plan.to.index],
  moreObjects: ({ plan }) => [plan.from.index, ...plan.to.aliases],
  writtenIndex: ({ plan }) => ({ index: plan.to.index, uuid: plan.to.uuid }),
  backup: ({ plan }) => plan.base.backup,
  steps: ({ plan }) => carrySteps(`Write ${plural(plan.expected.total, 'document')} at most`, CARRYING.phase),
  facts: ({ plan }) => [
    { name: 'From', value: plan.from.index, code: true, of: 'index' },
    { name: 'Into', value: plan.to.index, code: true, of: 'index' },
    { name: 'Documents', value: formatList(plan.changes) },
    { name: 'Compared by job', value: plan.comparison.job },
    ...(plan.query === null ? [] : [{ name: 'Query', value: plan.query, code: true }]),
  ],
  outcome: ({ counts }) => describeCounts(counts, CARRIED),
  warning: ({ counts, warnings }) =>
    [conflictWarning(counts), ...warnings].filter((text) => text !== null).join(' ') || null,
  aftermath: ({ plan }) =>
    `What was written to ${plan.to.index} so far is kept, and recorded in the undo file. ` +
    `${goOn(plan.to, 'the comparison')} It can be undone.`,
  auditDetails: ({ counts, index, indexUuid }) => ({ after: { index, uuid: indexUuid, ...counts } }),
});
