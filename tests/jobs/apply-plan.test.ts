import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConfiguredCluster } from '../../lib/config.ts';
import type { Actor } from '../../lib/contract/job.ts';
import type { SwitchPlan, SwitchWork } from '../../lib/kinds/switch/schema.ts';
import { applyPlan, refuseUnguardedUndo, type ApplyRequest } from '../../lib/jobs/apply-plan.ts';
import { guardOf } from '../../lib/jobs/guard.ts';
import { approve, requestApproval } from '../../lib/jobs/store/approvals.ts';
import { listAuditLog } from '../../lib/jobs/store/read-audit-log.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import { planChanges, planReview } from '../../lib/jobs/plan-changes.ts';
import { rememberDisplayedPlan } from '../../lib/jobs/displayed-plans.ts';
import { configuredCluster } from '../support/configured-cluster.ts';
import { failureOf } from '../support/failure-of.ts';
import { noPlace } from '../support/test-place.ts';
import { operator, switched, switchPlan } from './builders.ts';
import { runsBy } from './fake-runs.ts';

const colleague: Actor = { name: 'ben', role: 'operator', address: '192.0.2.8' };
/** The process-wide runner is under this symbol (lib/process-wide.ts). */
const processGlobals = globalThis as { [key: symbol]: unknown };
const RUNNER = Symbol.for('restore-desk.runner');

let data: string;
let runner: JobRunner;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'apply-'));
  runner = new JobRunner({
    dataDirectory: data,
    parallelJobs: 1,
    place: () => noPlace,
    runs: runsBy((work) => Promise.resolve(switched((work as SwitchWork).plan))),
  });
  processGlobals[RUNNER] = { value: runner };
});
afterEach(async () => {
  await runner.stop(500);
  delete processGlobals[RUNNER];
  rmSync(data, { recursive: true, force: true });
});

const clusterWith = (change: Partial<ConfiguredCluster> = {}) => configuredCluster(data, change);
const guarded = () => clusterWith({ protected: true, approval: { forMs: 60_000 } });

const request = (change: Partial<ApplyRequest<SwitchPlan>> = {}, plan = switchPlan()): ApplyRequest<SwitchPlan> => ({
  cluster: clusterWith(),
  actor: operator,
  fingerprint: 'f1',
  key: 'shown once',
  plan: () => Promise.resolve(plan),
  work: (fresh): SwitchWork => ({ kind: 'switch', plan: fresh }),
  ...change,
});

const hasSucceeded = async (id: string) => {
  await expect.poll(() => runner.get(id)!.status).toBe('succeeded');
};

describe('applying a plan', () => {
  test('starts one job for two clicks, at the same time or later', async () => {
    const [first, second] = await Promise.all([applyPlan(request()), applyPlan(request())]);
    expect(second.id).toBe(first.id);
    await hasSucceeded(first.id);
    expect((await applyPlan(request({ plan: () => Promise.reject(new Error('is not even planned again')) }))).id).toBe(
      first.id,
    );
    expect(runner.list()).toHaveLength(1);
  });

  test('is refused with the changes and the fresh plan if the cluster has changed', async () => {
    const seen = rememberDisplayedPlan(switchPlan());
    const fresh = switchPlan({
      fingerprint: 'f2',
      before: [{ ...seen.before[0]!, index: 'government-9', uuid: 'uuid-9' }],
      target: { ...seen.target, uuid: 'uuid-new', documents: 3 },
    });
    const failure = await failureOf(applyPlan(request({}, fresh)));
    expect(failure).toMatchObject({ code: 'plan_changed', details: { plan: fresh } });
    expect(failure.details.changes).toEqual(
      expect.arrayContaining([
        'The index government-2 was deleted and created again.',
        'The alias government points to government-9 now; it pointed to government-1.',
        'The index government-2 has 3 documents, and had 5.',
      ]),
    );
    expect(runner.list()).toHaveLength(0);
  });

  test('is refused without a list of changes if the plan is older than a restart', async () => {
    const failure = await failureOf(applyPlan(request({ fingerprint: 'long gone' })));
    expect(failure.details.changes).toEqual([expect.stringContaining('was restarted since')]);
  });

  test('is refused before anything is changed if a check refuses', async () => {
    const plan = switchPlan({
      checks: [
        {
          id: 'red',
          level: 'refuse',
          title: 'The index is red',
          detail: 'a primary is missing.',
          hint: 'Choose another one.',
        },
      ],
    });
    expect(await failureOf(applyPlan(request({}, plan)))).toMatchObject({
      code: 'refused',
      hint: 'Choose another one.',
    });
  });

  test('is refused on another cluster than it was made for', () => {
    expect(
      planChanges(switchPlan(), switchPlan({ cluster: { ...switchPlan().cluster, uuid: 'other', name: 'staging' } })),
    ).toEqual(['Another cluster answers at this address: staging instead of search.']);
  });
});

describe('on a protected cluster', () => {
  test('a switch requires the alias’s name as confirmation', async () => {
    const cluster = clusterWith({ protected: true });
    expect(await failureOf(applyPlan(request({ cluster })))).toMatchObject({
      code: 'refused',
      details: { fields: { confirmation: 'Type government.' } },
    });
    expect((await applyPlan(request({ cluster, confirmation: ' government ' }))).title).toBe(
      'Switch government to government-2',
    );
  });

  test('an approval is of another person, for one plan, and used once', async () => {
    const { store } = runner;
    const cluster = guarded();
    const confirmation = 'government';
    expect((await failureOf(applyPlan(request({ cluster, confirmation })))).details.approval).toBe('needed');
    const approvalRequest = requestApproval(store, {
      cluster: cluster.key,
      fingerprint: 'f1',
      summary: 'Move government.',
      review: planReview(switchPlan()),
      by: operator.name,
      forMs: 60_000,
    });
    expect((await failureOf(applyPlan(request({ cluster, confirmation })))).details.approval).toBe('requested');
    expect(
      (await failureOf(() => approve(store, cluster.key, approvalRequest.id, operator.name, 60_000))).message,
    ).toContain('yourself');
    expect((await failureOf(() => approve(store, 'staging', approvalRequest.id, colleague.name, 60_000))).code).toBe(
      'not_found',
    );
    approve(store, cluster.key, approvalRequest.id, colleague.name, 60_000);
    expect(guardOf(store, cluster, switchPlan({ fingerprint: 'f2' }), operator).approval.state).toBe('needed');
    const job = await applyPlan(request({ cluster, confirmation }));
    await hasSucceeded(job.id);
    expect((await failureOf(applyPlan(request({ cluster, confirmation, key: 'shown again' })))).details.approval).toBe(
      'needed',
    );
  });

  test('an approval expires', async () => {
    const cluster = guarded();
    const approvalRequest = requestApproval(runner.store, {
      cluster: cluster.key,
      fingerprint: 'f1',
      summary: 'Move government.',
      review: planReview(switchPlan()),
      by: operator.name,
      forMs: 60_000,
    });
    approve(runner.store, cluster.key, approvalRequest.id, colleague.name, -1);
    expect((await failureOf(applyPlan(request({ cluster, confirmation: 'government' })))).details.approval).toBe(
      'needed',
    );
  });

  test('break-glass requires a reason, and has a line of its own in the audit log', async () => {
    const cluster = guarded();
    expect(
      await failureOf(applyPlan(request({ cluster, confirmation: 'government', breakGlass: 'fives' }))),
    ).toMatchObject({
      code: 'invalid_input',
      message: 'The reason has 5 characters; at least 10 are needed.',
    });
    expect(await failureOf(applyPlan(request({ cluster, confirmation: 'government', breakGlass: ' ' })))).toMatchObject(
      {
        code: 'refused',
        details: { approval: 'needed' },
      },
    );
    await applyPlan(
      request({ cluster, confirmation: 'government', breakGlass: 'Searches are down and nobody answers.' }),
    );
    expect(listAuditLog(runner.store, { cluster: 'production' })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          action: 'break glass',
          outcome: 'done',
          actor: 'ann',
          note: 'Searches are down and nobody answers.',
          fingerprint: 'f1',
          objects: ['government', 'government-2', 'government-1'],
        }),
      ]),
    );
  });

  test('an undo needs no approval, and undoing an undo does', async () => {
    const cluster = guarded();
    const undo = switchPlan({ aliasFrom: 'undo' });
    const job = await applyPlan(request({ cluster }, undo));
    await hasSucceeded(job.id);
    const redo = switchPlan({ aliasFrom: 'undo', undoes: job.id, fingerprint: 'f3' });
    expect(guardOf(runner.store, cluster, redo, operator)).toMatchObject({
      typeToConfirm: 'government',
      approval: { state: 'needed' },
    });
    expect((await failureOf(() => refuseUnguardedUndo(cluster, redo, operator))).code).toBe('refused');
    expect(() => refuseUnguardedUndo(clusterWith(), redo, operator)).not.toThrow();
  });
});

test('the audit log has how a job ended: before, after and by whom', async () => {
  const job = await applyPlan(
    request({}, switchPlan({ requests: [{ method: 'POST', path: '/_aliases', body: '{}' }] })),
  );
  await hasSucceeded(job.id);
  await expect
    .poll(() => listAuditLog(runner.store, { cluster: 'production' })[0])
    .toMatchObject({
      action: 'job: switch',
      outcome: 'done',
      actor: 'ann',
      role: 'operator',
      address: '192.0.2.7',
      job: job.id,
      fingerprint: 'f1',
      before: [{ index: 'government-1' }],
      after: [{ index: 'government-2' }],
      requests: [{ method: 'POST', path: '/_aliases' }],
    });
});
