import { formatBytes, formatCount, formatList, plural } from '../../format.ts';
import { describeListChanges } from '../changes.ts';
import { jobKind } from '../kind.ts';
import { indexLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import type { PlanDescription } from '../plan-description.ts';
import { DELETING } from './phases.ts';
import { formatRules } from './rules.ts';
import { cleanUpResult, cleanUpWork } from './schema.ts';
import type { CleanUpEntry, CleanUpPlan, CleanUpResult, CleanUpWork } from './schema.ts';

const entriesToDelete = ({ groups }: CleanUpPlan): CleanUpEntry[] =>
  groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));

const namedIndex = ({ index, uuid }: CleanUpEntry) => ({ name: index, uuid });

const formatSize = ({ documents, storeBytes }: Pick<CleanUpEntry, 'documents' | 'storeBytes'>): string =>
  `${documents === null ? 'unknown' : formatCount(documents)} documents, ${formatBytes(storeBytes)}`;

/** What a clean-up would delete and what it would keep, each with its reason. */
function terminalLines(plan: CleanUpPlan): string[] {
  const { bytes, documents, groups, indices, outside } = plan;
  return [
    indices === 0
      ? 'Nothing to delete.'
      : `${plural(indices, 'index', 'indices')} to delete ` +
        `(${plural(documents, 'document')}; frees ${formatBytes(bytes)}).`,
    ...groups.flatMap(({ alias, entries }) => [
      '',
      alias,
      ...entries.map(
        (entry) =>
          `  ${entry.goes ? 'delete' : 'keep  '}  ${entry.index}  ${formatSize(entry)}: because ${entry.because}`,
      ),
    ]),
    ...(outside.length === 0
      ? []
      : [
          '',
          `${plural(outside.length, 'index', 'indices')} of no alias ${outside.length === 1 ? 'is' : 'are'} ` +
            'never cleaned up, whatever the rules:',
          ...outside.map((entry) => `  ${entry.index}  ${formatSize(entry)}`),
        ]),
  ];
}

const planDescription: PlanDescription<CleanUpPlan> = {
  changes: (displayed, current) =>
    describeListChanges(entriesToDelete(displayed).map(namedIndex), entriesToDelete(current).map(namedIndex), {
      removed: 'will not be deleted any more',
      added: 'will be deleted too',
    }),
  summary: (plan) =>
    `Delete ${entriesToDelete(plan)
      .map(({ index }) => index)
      .join(', ')}.`,
  review: () => ({ before: [], after: [] }),
  terminalLines,
  guardedAlias: () => null,
};

/** The summary for the incident channel names so many of the deleted indices. */
const SUMMARY_NAMES = 10;

/** Deletes indices that no alias points to. */
export const cleanUp = jobKind<CleanUpWork, CleanUpResult, CleanUpPlan>()({
  kind: 'clean-up',
  label: 'Clean up',
  noun: 'the clean-up',
  permission: permission({ id: 'clean-up', role: 'admin', verb: 'delete indices', changesCluster: true }),
  schema: { work: cleanUpWork, result: cleanUpResult },
  planDescription,
  // A deletion can't be undone: each one is planned from the current cluster and confirmed by a typed name.
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} deletes indices, and is not started again.`,
      hint: 'Review the clean-up again: it is planned again, and asks for the name.',
    }),
    reviewLink: ({ plan }) => ({
      label: 'Review the clean-up again',
      path: `/indices/clean-up?${new URLSearchParams({ ...formatRules(plan.rules) }).toString()}`,
    }),
  },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title({ plan }) {
    const groups = plan.groups.filter(({ entries }) => entries.some(({ goes }) => goes)).map(({ alias }) => alias);
    return `Delete ${plural(plan.indices, 'index', 'indices')} of ${formatList(groups)}`;
  },
  locks: ({ plan }) => entriesToDelete(plan).map(({ index }) => indexLock(plan.cluster.uuid, index)),
  changedNames: ({ plan }) => entriesToDelete(plan).map(({ index }) => index),
  moreObjects: ({ plan }) =>
    plan.groups.filter(({ entries }) => entries.some(({ goes }) => goes)).map(({ alias }) => alias),
  worksOn: ({ plan }) =>
    plan.groups.filter(({ entries }) => entries.some(({ goes }) => goes)).map(({ alias }) => alias),
  steps: ({ plan: { indices } }) => [
    {
      id: 'delete',
      title: `Check each index again, and delete ${indices === 1 ? '1 index' : `${formatCount(indices)} indices`}`,
      phases: [DELETING.phase],
    },
  ],
  facts: ({ plan }) => [
    { name: 'Indices', value: formatCount(plan.indices) },
    { name: 'Documents', value: formatCount(plan.documents) },
    { name: 'Space', value: formatBytes(plan.bytes) },
  ],
  outcome: ({ bytes, deleted, left }) =>
    `${deleted.length === 1 ? '1 index' : `${formatCount(deleted.length)} indices`} deleted, ` +
    `${formatBytes(bytes)} freed.${left.length > 0 ? ` ${formatCount(left.length)} kept.` : ''}`,
  aftermath: () => 'The log names the indices that were deleted by then. Nothing else was changed.',
  summaryLines(_, result) {
    const deleted = result?.deleted.map(({ index }) => index) ?? [];
    if (deleted.length === 0) return [];
    const more = deleted.length - SUMMARY_NAMES;
    return [
      `Deleted: ${deleted.slice(0, SUMMARY_NAMES).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}.`,
    ];
  },
  effects: ({ work: { plan }, result }) => ({
    deletedIndices: result.deleted.map(({ index, uuid }) => ({ clusterUuid: plan.cluster.uuid, index, uuid })),
  }),
  auditDetails: ({ deleted, left }) => ({ before: deleted, after: { left } }),
});
