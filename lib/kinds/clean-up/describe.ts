import { formatBytes, formatCount, formatList, plural } from '../../format.ts';
import { listChanges } from '../changes.ts';
import { jobKind, type PlanDescription } from '../kind.ts';
import { indexLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { DELETING } from './phases.ts';
import { typedRulesOf } from './rules.ts';
import { cleanUpResult, cleanUpWork } from './schema.ts';
import type { CleanUpEntry, CleanUpPlan, CleanUpResult, CleanUpWork } from './schema.ts';

const going = ({ groups }: CleanUpPlan): CleanUpEntry[] =>
  groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));

const identified = ({ index, uuid }: CleanUpEntry) => ({ name: index, uuid });

const inNumbers = ({ documents, storeBytes }: Pick<CleanUpEntry, 'documents' | 'storeBytes'>): string =>
  `${documents === null ? 'unknown' : formatCount(documents)} documents, ${formatBytes(storeBytes)}`;

/** What a clean-up would delete and what it would keep, each with its reason; for a terminal. */
function cleanUpLines(plan: CleanUpPlan): string[] {
  const { bytes, documents, groups, indices, outside } = plan;
  return [
    indices === 0
      ? 'Nothing would go.'
      : `${plural(indices, 'index', 'indices')} would go ` +
        `(${plural(documents, 'document')}, ${formatBytes(bytes)} come back).`,
    ...groups.flatMap(({ alias, entries }) => [
      '',
      alias,
      ...entries.map(
        (entry) => `  ${entry.goes ? 'goes ' : 'stays'}  ${entry.index}  ${inNumbers(entry)}: because ${entry.because}`,
      ),
    ]),
    ...(outside.length === 0
      ? []
      : [
          '',
          `${plural(outside.length, 'index', 'indices')} of no alias ${outside.length === 1 ? 'is' : 'are'} ` +
            'never cleaned up, whatever the rules:',
          ...outside.map((entry) => `  ${entry.index}  ${inNumbers(entry)}`),
        ]),
  ];
}

const plans: PlanDescription<CleanUpPlan> = {
  changes: (seen, fresh) =>
    listChanges(
      going(seen).map(identified),
      going(fresh).map(identified),
      'would no longer go',
      'would now go as well',
    ),
  summary: (plan) =>
    `Delete ${going(plan)
      .map(({ index }) => index)
      .join(', ')}.`,
  review: () => ({ before: [], after: [] }),
  lines: cleanUpLines,
  guards: () => null,
};

const NAMED_IN_SUMMARY = 10;

/** Deletes indices that no alias points to. */
export const cleanUp = jobKind<CleanUpWork, CleanUpResult, CleanUpPlan>()({
  kind: 'clean-up',
  label: 'Clean up',
  noun: 'the clean-up',
  permission: permission({ id: 'clean-up', role: 'admin', verb: 'delete indices', changesCluster: true }),
  schema: { work: cleanUpWork, result: cleanUpResult },
  plans,
  // What can't be undone is planned from the cluster as it is now and confirmed by name, each time: an old plan knows neither.
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} deletes indices, and is not started again.`,
      hint: 'Review the clean-up again: it is planned again, and asks for the name.',
    }),
    review: ({ plan }) => ({
      label: 'Review the clean-up again',
      path: `/indices/clean-up?${new URLSearchParams({ ...typedRulesOf(plan.rules) }).toString()}`,
    }),
  },

  planOf: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title({ plan }) {
    const groups = plan.groups.filter(({ entries }) => entries.some(({ goes }) => goes)).map(({ alias }) => alias);
    return `Delete ${plural(plan.indices, 'index', 'indices')} of ${formatList(groups)}`;
  },
  locks: ({ plan }) => going(plan).map(({ index }) => indexLock(plan.cluster.uuid, index)),
  touches: ({ plan }) => going(plan).map(({ index }) => index),
  steps: ({ plan: { indices } }) => [
    {
      id: 'delete',
      title: `Delete ${indices === 1 ? '1 index' : `${formatCount(indices)} indices`}, each checked once more`,
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
    `${formatBytes(bytes)} given back.${left.length > 0 ? ` ${formatCount(left.length)} left.` : ''}`,
  aftermath: () => 'What was deleted by then is gone, the log says which; nothing else was touched.',
  summary(_, result) {
    const gone = result?.deleted.map(({ index }) => index) ?? [];
    if (gone.length === 0) return [];
    const more = gone.length - NAMED_IN_SUMMARY;
    return [
      `Deleted: ${gone.slice(0, NAMED_IN_SUMMARY).join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}.`,
    ];
  },
  audit: ({ deleted, left }) => ({ before: deleted, after: { left } }),
});
