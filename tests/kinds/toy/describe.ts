import { jobKind } from '../../../lib/kinds/kind.ts';
import { indexLock } from '../../../lib/kinds/locks.ts';
import { permission } from '../../../lib/kinds/permissions.ts';
import { COUNTING, RESTING } from './phases.ts';
import { toyResult, toyWork, type ToyPlan, type ToyResult, type ToyWork } from './schema.ts';

/** A job kind outside of the product, which counts. */
export const toy = jobKind<ToyWork, ToyResult, ToyPlan>()({
  kind: 'toy',
  label: 'Count',
  noun: 'the count',
  permission: permission({ id: 'count', role: 'operator', verb: 'count', changesCluster: true }),
  schema: { work: toyWork, result: toyResult },
  planDescription: {
    changes: (displayed, current) =>
      displayed.upTo === current.upTo ? [] : [`It would count to ${current.upTo} now.`],
    summary: ({ upTo, what }) => `Count ${what} to ${upTo}.`,
    review: () => ({ before: [], after: [] }),
    terminalLines: ({ upTo, what }) => [`Would count ${what} to ${upTo}`],
    guardedAlias: () => null,
  },
  resume: { allowed: true, workWithoutAliasMove: (work) => work },
  counters: [{ id: 'whole', label: 'Whole' }],

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) => `Count ${plan.what} to ${plan.upTo}`,
  locks: ({ plan }) => [indexLock(plan.cluster.uuid, plan.what)],
  changedNames: ({ plan }) => [plan.what],
  steps: ({ plan }) => [
    { id: 'count', title: `Count to ${plan.upTo}`, phases: [COUNTING.phase] },
    { id: 'rest', title: 'Rest', phases: [RESTING.phase] },
  ],
  facts: ({ plan }) => [{ name: 'What', value: plan.what, code: true }],
  outcome: ({ counted }) => `Counted to ${counted}.`,
  aftermath: () => 'What was counted stays counted.',
  summaryLines: (_, result) => (result === null ? [] : [`${result.counted} are there.`]),
  auditDetails: ({ counted }) => ({ after: { counted } }),
});
