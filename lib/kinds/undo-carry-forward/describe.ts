import { UNDOING } from '../../carrying/phases.ts';
import { formatCount, plural } from '../../format.ts';
import {
  atLeast,
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
  UNDONE,
} from '../carry-forward/describe-common.ts';
import { jobKind } from '../kind.ts';
import { indexLock } from '../locks.ts';
import type { PlanDescription } from '../plan-description.ts';
import {
  undoCarryForwardResult,
  undoCarryForwardWork,
  type UndoCarryForwardPlan,
  type UndoCarryForwardResult,
  type UndoCarryForwardWork,
} from './schema.ts';

const planDescription: PlanDescription<UndoCarryForwardPlan> = {
  changes: (displayed, current) => targetChanges(displayed.to, current.to),
  summary: ({ expected, of, to }) =>
    `Undo in ${to.index} what job ${of} carried forward: ${describeExpected(expected)}`,
  review: ({ expected, to }) => ({
    before: [{ index: to.index, documents: to.documents }],
    after: [
      {
        index: to.index,
        documents:
          to.documents === null || !isExact(expected) ? null : to.documents - expected.added + expected.deleted,
      },
    ],
  }),
  terminalLines: ({ expected, of, to }) => [
    `Would undo job ${of} in ${to.index}, which has ${plural(to.documents, 'document')}`,
    `  added    ${atLeast(expected)}${formatCount(expected.added)} would be deleted again`,
    `  changed  ${atLeast(expected)}${formatCount(expected.changed)} would be put back`,
    `  deleted  ${atLeast(expected)}${formatCount(expected.deleted)} would be created again`,
    describeExpected(expected),
  ],
  guardedAlias: ({ to }) => guardedWrite(to),
};

/** Puts back what a job that carried changes forward has overwritten, deleted and added. */
export const undoCarryForward = jobKind<UndoCarryForwardWork, UndoCarryForwardResult, UndoCarryForwardPlan>()({
  kind: 'undo-carry-forward',
  label: 'Undo carry forward',
  noun: 'the undo',
  permission: carryPermission,
  schema: { work: undoCarryForwardWork, result: undoCarryForwardResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: (work) => work },
  counters: CARRY_COUNTERS,

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) => `Undo in ${plan.to.index} what job ${plan.of} carried forward`,
  locks: ({ plan }) => [indexLock(plan.cluster.uuid, plan.to.index)],
  changedNames: ({ plan }) => [plan.to.index],
  moreObjects: ({ plan }) => plan.to.aliases,
  writtenIndex: ({ plan }) => ({ index: plan.to.index, uuid: plan.to.uuid }),
  steps: ({ plan }) => carrySteps(`Put back ${plural(plan.expected.total, 'document')} at most`, UNDOING.phase),
  facts: ({ plan }) => [
    { name: 'Index', value: plan.to.index, code: true, of: 'index' },
    { name: 'Undoes job', value: plan.of },
  ],
  outcome: ({ counts }) => describeCounts(counts, UNDONE),
  warning: ({ counts, warnings }) =>
    [conflictWarning(counts), ...warnings].filter((text) => text !== null).join(' ') || null,
  aftermath: ({ plan }) => `What was put back in ${plan.to.index} so far is kept. ${goOn(plan.to, `job ${plan.of}`)}`,
  auditDetails: ({ counts, index, indexUuid }) => ({ after: { index, uuid: indexUuid, ...counts } }),
});
