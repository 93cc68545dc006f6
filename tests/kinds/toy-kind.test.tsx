/**
 * A job kind that is defined outside of the product works from its plan to its page without a change to the product: it
 * is added to the three registries, as `kinds.ts`, `runs.ts` and `components/kinds/kinds.ts` add the product's own.
 */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderToString } from 'react-dom/server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ClusterProvider, type ShownCluster } from '@/components/cluster-context.tsx';
import { JobView } from '@/components/jobs/job-view.tsx';
import { kindViews } from '@/components/kinds/kinds.ts';
import { isPermission, mayDo, permissionsOf } from '../../lib/access/permissions.ts';
import { printPlan } from '../../lib/cli/print-plan.ts';
import { jobsFilter, jobsPage } from '../../lib/contract/jobs-page.ts';
import type { JobDetail } from '../../lib/contract/job-page.ts';
import { applyPlan } from '../../lib/jobs/apply-plan.ts';
import { planSummary } from '../../lib/jobs/plan-changes.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import { rememberDisplayedPlan } from '../../lib/jobs/displayed-plans.ts';
import { listAuditLog } from '../../lib/jobs/store/read-audit-log.ts';
import { kinds, type Permission } from '../../lib/kinds/kinds.ts';
import { runRegistry } from '../../lib/kinds/run-registry.ts';
import { loadJob, loadJobLog } from '../../lib/pages/load-job.ts';
import { loadJobs } from '../../lib/pages/load-jobs.ts';
import { operator } from '../jobs/builders.ts';
import { failureOf } from '../support/failure-of.ts';
import { configuredCluster } from '../support/configured-cluster.ts';
import { noPlace } from '../support/test-place.ts';
import { toy } from './toy/describe.ts';
import { planToy, type ToyRequest } from './toy/plan.ts';
import { control, runToy } from './toy/run.ts';
import type { ToyPlan } from './toy/schema.ts';
import { toyView } from './toy/view.tsx';

/** The runner of this process (lib/process-wide.ts). */
const slot = globalThis as { [key: symbol]: unknown };
const RUNNER = Symbol.for('restore-desk.runner');

let data: string;
let runner: JobRunner;

beforeAll(() => {
  kinds.add(toy);
  kindViews.set('toy', toyView);
});

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'toy-'));
  const runs = runRegistry().add(toy, runToy);
  runner = new JobRunner({ dataDirectory: data, parallelJobs: 2, place: () => noPlace, runs });
  slot[RUNNER] = { value: runner };
  control.until = Promise.resolve();
  control.failAt = null;
});

afterEach(async () => {
  await runner.stop(500);
  rmSync(data, { recursive: true, force: true });
});
afterAll(() => {
  delete slot[RUNNER];
});

const cluster = () => configuredCluster(data);

const quiet = { signal: new AbortController().signal, report: () => undefined, log: () => undefined };
const plan = (request: ToyRequest): Promise<ToyPlan> => planToy(noPlace, request, quiet);

let clicks = 0;
/** As the action of a page: plans again, compares the plans, starts the job. */
const apply = (displayed: ToyPlan, request: ToyRequest) =>
  applyPlan({
    cluster: cluster(),
    actor: operator,
    fingerprint: displayed.fingerprint,
    key: `click ${++clicks}`,
    plan: () => plan(request),
    work: (current) => ({ kind: 'toy', plan: current }),
  });

/** As a browser receives it. */
const detailOf = async (id: string): Promise<JobDetail> =>
  JSON.parse(JSON.stringify(await loadJob(cluster(), id))) as JobDetail;
const until = (id: string, status: string) =>
  vi.waitFor(async () => expect((await detailOf(id)).row.status).toBe(status), { timeout: 5_000 });

const THREE = { what: 'apples', upTo: 3 };

test('a new kind is planned, compared with the displayed plan, and refused by a check', async () => {
  const displayed = rememberDisplayedPlan(await plan(THREE));
  expect(planSummary(displayed)).toBe('Count apples to 3.');
  expect(printPlan(displayed, 'http://here')).toContain('Would count apples to 3');

  expect(await failureOf(apply(displayed, { what: 'apples', upTo: 4 }))).toMatchObject({
    code: 'plan_changed',
    details: { changes: ['It would count to 4 now.'] },
  });
  const check = { id: 'no', level: 'refuse' as const, title: 'No apples', detail: 'There are none.' };
  expect(await failureOf(apply(displayed, { ...THREE, check }))).toMatchObject({
    code: 'refused',
    message: 'No apples: There are none.',
  });
});

test('a job of a new kind runs, is recorded, and is listed and displayed with its steps', async () => {
  let release = () => undefined as void;
  control.until = new Promise<void>((resolve) => (release = resolve));
  const { id } = await apply(await plan(THREE), THREE);
  await vi.waitFor(async () => expect((await detailOf(id)).row.progress?.phase).toBe('rest'), { timeout: 5_000 });

  const running = await detailOf(id);
  expect(running.row).toMatchObject({ title: 'Count apples to 3', kind: 'toy', label: 'Count' });
  expect(running.steps.map(({ title, state }) => [title, state])).toEqual([
    ['Count to 3', 'done'],
    ['Rest', 'now'],
  ]);
  expect(await failureOf(apply(await plan({ what: 'apples', upTo: 9 }), { what: 'apples', upTo: 9 }))).toMatchObject({
    code: 'busy',
    details: { owner: id, subject: 'index apples' },
  });

  release();
  await until(id, 'succeeded');
  const page = jobsPage.parse(loadJobs(cluster(), jobsFilter.parse({ kind: 'toy' })));
  expect(page.kinds).toContainEqual({ kind: 'toy', label: 'Count' });
  expect(page.rows).toMatchObject([{ id, outcome: 'Counted to 3.', partial: false }]);
  expect(loadJobs(cluster(), jobsFilter.parse({ kind: 'switch' })).rows).toEqual([]);
  expect(loadJobLog(cluster(), id, undefined).lines.map(({ text }) => text)).toEqual(['Counted apples to 3.']);
  expect((await detailOf(id)).summary).toContain('3 are there.');
  expect(listAuditLog(runner.store, {})).toMatchObject([
    { action: 'job: toy', outcome: 'done', job: id, after: { counted: 3 } },
  ]);
});

test('a job of a new kind resumes from its checkpoint after a failure', async () => {
  control.failAt = 2;
  const { id } = await apply(await plan(THREE), THREE);
  await until(id, 'failed');
  expect(await detailOf(id)).toMatchObject({
    permission: 'count',
    takeUp: { how: 'resume', label: 'Resume where it stopped', refused: null },
    aftermath: 'What was counted stays counted.',
    steps: [{ state: 'failed' }, { state: 'todo' }],
  });
  control.failAt = 0;
  const resumed = runner.resume(id, operator);
  await until(resumed.id, 'succeeded');
  expect((await detailOf(resumed.id)).result).toMatchObject({ counted: 3 });
});

test('a new kind has its own permission', () => {
  expect(isPermission('count')).toBe(true);
  const onCluster = { name: 'search', readOnly: false, sensitive: false };
  expect(mayDo('operator', 'count' as Permission, onCluster)).toEqual({ allowed: true });
  expect(mayDo('viewer', 'count' as Permission, onCluster)).toEqual({
    allowed: false,
    why: 'Only an operator may count; you are a viewer on search.',
  });
  expect(mayDo('admin', 'count' as Permission, { ...onCluster, readOnly: true })).toMatchObject({ allowed: false });
});

test('the page of a job shows the result and the next steps of a new kind', async () => {
  const { id } = await apply(await plan(THREE), THREE);
  await until(id, 'succeeded');
  const html = pageOf(await detailOf(id));
  expect(html).toContain('Count apples to 3');
  expect(html).toContain('All 3 are there');
  expect(html).toContain('Next: count apples again');
});

test('the page of a failed job says how to resume it, and which permission that needs', async () => {
  control.failAt = 1;
  const { id } = await apply(await plan(THREE), THREE);
  await until(id, 'failed');
  const html = pageOf(await detailOf(id), { count: 'Only an operator may count.' });
  expect(html).toContain('Resume where it stopped');
  // The counter of the run has the kind's label.
  expect(html).toMatch(/<dt[^>]*>Whole<\/dt>/);
  expect(html).toContain('Only an operator may count.');
  expect(html).not.toContain('are there');
});

/** The component of the page, rendered as by the server. */
function pageOf(detail: JobDetail, blocked: Record<string, string> = {}): string {
  const unused = () => Promise.reject(new Error('Nothing is clicked here.'));
  const go = () => undefined;
  const router = { back: go, forward: go, push: go, replace: go, refresh: go, prefetch: go } as never;
  const html = renderToString(
    <AppRouterContext.Provider value={router}>
      <QueryClientProvider client={new QueryClient()}>
        <ClusterProvider value={shownCluster(blocked)}>
          <JobView
            job={detail.row.id}
            initial={detail}
            actions={{
              cancel: unused,
              resume: unused,
              retry: unused,
              undo: unused,
              control: unused,
              incident: { close: unused, reopen: unused },
            }}
          />
        </ClusterProvider>
      </QueryClientProvider>
    </AppRouterContext.Provider>,
  );
  return html.replaceAll('<!-- -->', '');
}

/** The cluster as its pages know it; everything is allowed but what is `blocked`. */
function shownCluster(blocked: Record<string, string>): ShownCluster {
  const { key, name, environment, colour, readOnly } = cluster();
  const may = permissionsOf('operator', { name, readOnly, sensitive: false });
  const refused = Object.entries(blocked).map(([permission, why]) => [permission, { allowed: false, why }]);
  return {
    key,
    name,
    environment,
    colour,
    protected: false,
    approval: false,
    readOnly,
    others: [],
    user: operator.name,
    permitted: { ...may, ...(Object.fromEntries(refused) as typeof may) },
  };
}
