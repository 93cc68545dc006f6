import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import type { ClustersPage } from '../../lib/contract/clusters-page.ts';
import { needsAttention } from '../../lib/present/worst-first.ts';
import { operator, switchOf } from '../jobs/builders.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { fillSampleCluster } from '../support/sample-cluster.ts';
import { seedIncident } from '../support/seed-incident.ts';

const browser = useBrowser();
let directory: string;
let proxies: FaultyProxy[];
let dashboard: TestDashboard;

/** Fourteen clusters: the first one answers, the second one hangs, the third one refuses; the others are as the first one. */
beforeAll(async () => {
  const url = await sharedServer();
  directory = mkdtempSync(join(tmpdir(), 'restore-desk-clusters-'));
  mkdirSync(join(directory, 'c1'));
  await fillSampleCluster(url, join(directory, 'c1'));
  proxies = await Promise.all([url, url, url].map((target) => startFaultyProxy(target)));
  proxies[1]!.inject({ fault: { kind: 'hang', afterBytes: 0 } });
  await proxies[2]!.refuse();
  const urlOf = (n: number) => proxies[n]?.url ?? proxies[0]!.url;
  dashboard = await startDashboard({
    directory,
    configuration: `clusters:\n${Array.from({ length: 14 }, (_, n) => `  c${n + 1}: { name: search-${n + 1}, environment: ${n === 4 ? 'staging' : 'production'}, url: "${urlOf(n)}", backups: c${n + 1} }\n`).join('')}`,
  });
  const store = JobStore.open(dashboard.dataDirectory);
  seedIncident(store, {
    cluster: 'c9',
    subject: 'orders',
    facts: { kind: 'documents-lost', before: 9_000, now: 1_000, lowest: 1_000, moved: false },
  });
  store.create({ cluster: 'c10', actor: operator, work: switchOf() }, thisProcess('command line'), 'running');
  store.close();
});
afterAll(async () => {
  await dashboard.stop();
  for (const proxy of proxies) await proxy.close();
  rmSync(directory, { recursive: true, force: true });
});

const rowOf = (page: Page, name: string) =>
  page.getByRole('listitem').filter({ has: page.getByRole('link', { name: new RegExp(`^${name} `) }) });
const poll = async () => (await (await fetch(`${dashboard.url}/api/clusters`)).json()) as ClustersPage;

test('a cluster that hangs delays neither the page nor a poll', async () => {
  for (const path of ['/', '/api/clusters']) {
    const began = performance.now();
    expect((await fetch(`${dashboard.url}${path}`)).status).toBe(200);
    expect(performance.now() - began, path).toBeLessThan(2_000);
  }
});

test('the worst is first, and each cluster says what is wrong with it', async () => {
  await expect
    .poll(async () => (await poll()).clusters.slice(0, 4).map(({ concern, key }) => `${key} ${concern}`), {
      timeout: 40_000,
    })
    .toEqual(['c9 critical', 'c2 silent', 'c3 silent', 'c1 losses']);
  const page = await browser.open(dashboard.url);
  const attention = async () => String((await poll()).clusters.filter(needsAttention).length);
  await expect
    .poll(async () => [
      /^(\d+) of 14 clusters/m.exec(await page.getByRole('main').innerText())?.[1],
      await page.title(),
    ])
    .toEqual([await attention(), `${await attention()} need attention · Clusters · Restore Desk`]);
  await expect
    .poll(() => rowOf(page, 'search-9').innerText())
    .toMatch(/orders lost[\s\S]*critical[\s\S]*not acknowledged/);
  await expect.poll(() => rowOf(page, 'search-2').innerText()).toMatch(/No answer since[\s\S]*Health unknown/);
  await expect.poll(() => rowOf(page, 'search-1').innerText()).toMatch(/1 alias is incomplete or missing: government/);
  await expect.poll(() => rowOf(page, 'search-10').innerText()).toMatch(/1 job running/);
  await expectAccessible(page);
  await rowOf(page, 'search-9')
    .getByRole('link', { name: /orders lost/ })
    .click();
  await page.waitForURL(/\/c9\/incidents\/\d+$/);
});

test('the filter is kept in the address, and a phone shows the same without scrolling sideways', async () => {
  const page = await browser.open(dashboard.url, { width: 390 });
  await page.getByRole('searchbox', { name: 'Filter clusters' }).fill('STAGING');
  await page.getByText('1 of 14 clusters shown').waitFor();
  await page.waitForURL(/\?find=STAGING$/);
  await page.reload();
  await page.getByText('1 of 14 clusters shown').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await rowOf(page, 'search-5').click();
  await page.waitForURL(`${dashboard.url}/c5`);
});

test('when Restore Desk’s own server stops, the page says at the top and in its title that its data is old', async () => {
  browser.allowProblem(/Failed to load resource|ERR_CONNECTION_REFUSED/);
  const page = await browser.open(dashboard.url);
  await page.getByText(/clusters need attention/).waitFor();
  await dashboard.terminate();
  await page.getByRole('alert').filter({ hasText: 'Old data' }).waitFor({ timeout: 30_000 });
  await expect.poll(() => page.title()).toBe('Old data · Clusters · Restore Desk');
  await expectAccessible(page);
  await dashboard.restart();
  await expect.poll(() => page.title(), { timeout: 30_000 }).not.toMatch(/Old data/);
});
