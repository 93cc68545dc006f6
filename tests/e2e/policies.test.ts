import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { SLM_POLICIES } from '../support/documented-policies.ts';
import { call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { createDocuments } from '../support/sample-cluster.ts';
import { expectPagesInOrder } from '../support/pages-in-order.ts';

/**
 * No server here has policies of its own: a real one is behind a proxy that answers the requests about them as the documentation
 * says. Everything else is real, also the snapshot that "Run now" follows.
 */
const browser = useBrowser();
let folder: string;
let server: Server;
let proxy: FaultyProxy;
let dashboard: TestDashboard;
let home: string;

const answer = (match: RegExp, body: unknown, status = 200) =>
  proxy.inject({
    match: ({ method, path }) => match.test(`${method} ${path}`),
    fault: {
      kind: 'answer',
      status,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' },
    },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-policies-'));
  // The server runs as another user.
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  proxy = await startFaultyProxy(server.url);
  await seedIndex(server.url, 'orders-1', { documents: createDocuments(20), aliases: { orders: {} } });
  await call(server.url, 'PUT', '/_snapshot/my_repository', {
    type: 'fs',
    settings: { location: join(folder, 'mine') },
  });
  dashboard = await startDashboard({ elasticsearchUrl: proxy.url });
  home = `${dashboard.url}/${dashboard.cluster}/repositories`;
}, 600_000);
afterAll(async () => {
  await dashboard?.stop();
  await proxy?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a cluster without policies shows nothing of them', async () => {
  const page = await browser.open(home);
  await page.getByRole('heading', { level: 2, name: 'my_repository' }).waitFor();
  await expect.poll(() => proxy.requests.some(({ path }) => path.startsWith('/_slm/policy'))).toBe(true);
  expect(await page.getByText('The cluster’s own policies').count()).toBe(0);
});

test('policies are listed with what is wrong with them', async () => {
  answer(/^GET \/_slm\/policy/, SLM_POLICIES);
  answer(/^GET \/_slm\/status/, { operation_mode: 'STOPPED' });
  answer(/^GET \/_slm\/stats/, { retention_runs: 0, retention_failed: 0 });
  const page = await browser.open(home);
  const table = page.getByRole('table', { name: 'Policies of the cluster' });
  await table.waitFor({ timeout: 30_000 });
  expect(await table.innerText()).toMatch(/daily-snapshots\s+0 30 1 \* \* \?, into my_repository[\s\S]*data-\*/);
  const main = await page.getByRole('main').innerText();
  expect(main).toContain('Snapshot lifecycle management is stopped: no policy runs');
  expect(main).toContain('No index matches data-*, important');
  expect(main).toContain('Its last run failed after its last success');
  expect(main).toContain('Its repository other is not registered');
  expect(main).toContain('Its retention has not run yet');
  await expectAccessible(page);
});

test('a policy is run now, and its snapshot is followed to the end', async () => {
  const snapshot = 'daily-snap-2026.11.29-y1hcqxdrrz23';
  await call(server.url, 'PUT', `/_snapshot/my_repository/${snapshot}`, { indices: 'orders-1' });
  answer(/^POST \/_slm\/policy\/daily-snapshots\/_execute/, { snapshot_name: snapshot });
  const page = await browser.open(home);
  await page.getByRole('button', { name: 'Run now: daily-snapshots' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(() => page.getByRole('main').innerText(), { timeout: 30_000 }).toContain(`${snapshot} is complete`);
  await expectAccessible(page);
});

test('one that is running can’t be run again', async () => {
  const page = await browser.open(home);
  const button = page.getByRole('button', { name: 'Run now: everything' });
  await button.waitFor({ timeout: 30_000 });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
});

test('the page is in order with policies, dark and light, on phones and wide screens', async () => {
  await expectPagesInOrder([home, `${dashboard.url}/${dashboard.cluster}/jobs/1`]);
}, 180_000);
