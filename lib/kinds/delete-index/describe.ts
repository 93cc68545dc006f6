import { formatBytes, formatList } from '../../format.ts';
import { describeDifference } from '../changes.ts';
import { cleanUp } from '../clean-up/describe.ts';
import { formatDocuments } from '../documents.ts';
import { jobKind } from '../kind.ts';
import { indexLock } from '../locks.ts';
import type { PlanDescription } from '../plan-description.ts';
import { DELETING } from './phases.ts';
import {
  deleteIndexResult,
  deleteIndexWork,
  type DeleteIndexPlan,
  type DeleteIndexResult,
  type DeleteIndexWork,
} from './schema.ts';

const planDescription: PlanDescription<DeleteIndexPlan> = {
  changes(displayed, current) {
    const index = `The index ${current.index}`;
    return [
      ...describeDifference(index, displayed.uuid, current.uuid, () => 'was deleted and created again.'),
      ...describeDifference(
        index,
        formatList(displayed.aliases),
        formatList(current.aliases),
        (before, now) => `has ${now === 'none' ? 'no alias' : `the aliases ${now}`} now; it had ${before}.`,
      ),
    ];
  },
  summary: ({ index, documents }) => `Delete ${index} (${formatDocuments(documents)}).`,
  review: ({ index, documents }) => ({ before: [{ index, documents }], after: [] }),
  terminalLines: ({ index, uuid, documents, storeBytes, createdAt, state }) => [
    `Would delete ${index} (${uuid}): ${formatDocuments(documents)}, ${formatBytes(storeBytes)}, ${state}, ` +
      `created ${createdAt ?? 'at an unknown time'}`,
  ],
  // An index with an alias is never deleted.
  guardedAlias: () => null,
};

/** Deletes one index that no alias points to. */
export const deleteIndex = jobKind<DeleteIndexWork, DeleteIndexResult, DeleteIndexPlan>()({
  kind: 'delete-index',
  label: 'Delete index',
  noun: 'the deletion',
  permission: cleanUp.permission,
  schema: { work: deleteIndexWork, result: deleteIndexResult },
  planDescription,
  // It can't be undone: each deletion is planned from the current cluster and confirmed by a typed name.
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} deletes an index, and is not started again.`,
      hint: 'Review the deletion again: it is planned again, and asks for the name.',
    }),
    reviewLink: ({ plan: { index } }) => ({
      label: 'Review the deletion again',
      path: `/index/${encodeURIComponent(index)}/delete`,
    }),
  },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) => `Delete ${plan.index}`,
  locks: ({ plan }) => [indexLock(plan.cluster.uuid, plan.index)],
  changedNames: ({ plan }) => [plan.index],
  steps: () => [{ id: 'delete', title: 'Check it again, and delete it', phases: [DELETING.phase] }],
  facts: ({ plan }) => [
    { name: 'Index', value: plan.index, code: true, of: 'index' },
    { name: 'Documents', value: plan.documents === null ? 'unknown' : formatDocuments(plan.documents) },
    { name: 'Size', value: formatBytes(plan.storeBytes) },
  ],
  outcome: ({ index, documents, storeBytes }) =>
    `${index} is deleted; it had ${formatDocuments(documents)}, ${formatBytes(storeBytes)}.`,
  aftermath: ({ plan }) => `The page “Indices” shows whether ${plan.index} was deleted. Nothing else was changed.`,
  summaryLines: ({ plan }, result) => (result === null ? [] : [`Deleted: ${plan.index}.`]),
  effects: ({ work: { plan }, result: { index, uuid } }) => ({
    deletedIndices: [{ clusterUuid: plan.cluster.uuid, index, uuid }],
  }),
  auditDetails: ({ index, uuid, documents }) => ({ before: { index, uuid, documents } }),
});
