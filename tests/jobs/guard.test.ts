import { expect, test } from 'vitest';
import type { Guard } from '../../lib/contract/reviews.ts';
import { rememberDisplayedPlan } from '../../lib/jobs/displayed-plans.ts';
import { guardOf } from '../../lib/jobs/guard.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { planReview } from '../../lib/jobs/plan-changes.ts';
import { approve, markApprovalUsed, requestApproval } from '../../lib/jobs/store/approvals.ts';
import { declineApproval, withdrawRequest } from '../../lib/jobs/store/end-approvals.ts';
import type { SwitchPlan } from '../../lib/kinds/switch/schema.ts';
import { configuredCluster } from '../support/configured-cluster.ts';
import { operator, switchOf, switchPlan } from './builders.ts';
import { useStore } from './store/temporary-store.ts';

const temporary = useStore();
const FOR_MS = 60_000;
const asked = { kind: 'switch', cluster: 'production', asked: { index: 'government-2', alias: 'government' } };

const stateOf = (plan: SwitchPlan): Guard['approval'] => {
  rememberDisplayedPlan(plan, asked);
  const cluster = configuredCluster(temporary.data, { protected: true, approval: { forMs: FOR_MS } });
  return guardOf(temporary.store, cluster, plan, operator).approval;
};
const request = (plan = switchPlan(), by = operator.name, forMs = FOR_MS) =>
  requestApproval(temporary.store, {
    cluster: 'production',
    fingerprint: plan.fingerprint,
    summary: 'Move government.',
    review: planReview(plan),
    by,
    forMs,
    request: asked,
  });
const moved = switchPlan({
  fingerprint: 'f2',
  before: [{ ...switchPlan().before[0]!, index: 'government-3', uuid: 'uuid-3' }],
});

test('a plan that was never requested needs an approval, without a reason', () => {
  expect(stateOf(switchPlan())).toEqual({ state: 'needed' });
});

test('a plan that changed while its request waits needs a new approval, and says what has changed', () => {
  expect(stateOf(switchPlan())).toEqual({ state: 'needed' });
  request();
  expect(stateOf(switchPlan()).state).toBe('requested');
  expect(stateOf(moved)).toMatchObject({
    state: 'needed',
    earlier: {
      approval: { state: 'waiting' },
      changes: ['The alias government points to government-3 now; it pointed to government-1.'],
    },
  });
  expect(stateOf(switchPlan()).state, 'the alias moved back').toBe('requested');
});

test('a request that has expired, and an approval that has, say so', () => {
  request(switchPlan(), operator.name, -1);
  expect(stateOf(switchPlan())).toMatchObject({
    state: 'needed',
    earlier: { changes: [], approval: { state: 'expired', over: expect.stringContaining('It was not approved by') } },
  });
  approve(temporary.store, 'production', request().id, 'ben', -1);
  expect(stateOf(switchPlan())).toMatchObject({
    earlier: { approval: { state: 'expired', over: expect.stringContaining('was valid until') } },
  });
});

test.each([
  [
    'declined',
    (id: string) => declineApproval(temporary.store, 'production', id, 'ben', 'Not now.'),
    /ben declined it.*“Not now.”/,
  ],
  ['withdrawn', (id: string) => withdrawRequest(temporary.store, 'production', id, operator.name), /ann withdrew it/],
] as const)('a request that was %s says so', (state, end, sentence) => {
  end(request().id);
  expect(stateOf(switchPlan())).toMatchObject({
    state: 'needed',
    earlier: { approval: { state, over: expect.stringMatching(sentence) } },
  });
});

test('an approval that was used names its job', () => {
  const { id } = request();
  approve(temporary.store, 'production', id, 'ben', FOR_MS);
  const { job } = temporary.store.create(
    { cluster: 'production', actor: operator, work: switchOf() },
    thisProcess('server'),
  );
  markApprovalUsed(temporary.store, id, job.id);
  expect(stateOf(switchPlan())).toMatchObject({ earlier: { approval: { state: 'used', usedByJob: job.id } } });
});

test('another person’s request for the same plan is named', () => {
  request(switchPlan(), 'carl');
  expect(stateOf(switchPlan())).toMatchObject({ state: 'needed', others: [{ requestedBy: 'carl' }] });
});
