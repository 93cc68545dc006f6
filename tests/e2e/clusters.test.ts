import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Response } from 'playwright-core';
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

/** Runs in the page: as a browser does when another tab comes to the front, or this one. */
const setHidden = (hidden: boolean) => {
  Object.defineProperty(document, 'visibilityState', {
    configurable: true,
    get: () => (hidden ? 'hidden' : 'visible'),
  });
  document.dispatchEvent(new Event('visibilitychange'));
};
const isPoll = (response: Response) => response.url().endsWith('/api/clusters');

test('a hidden tab polls, and neither it nor the tab that is shown again has old data between slow polls', async () => {
  const page = await browser.open('about:blank');
  await page.clock.install();
  await page.goto(dashboard.url);
  await page.getByText(/clusters need attention/).waitFor();
  await page.evaluate(setHidden, true);
  for (let polls = 0; polls < 2; polls++) await page.waitForResponse(isPoll, { timeout: 40_000 });

  // A minute between two runs of a timer, and then a response that is waited for.
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/clusters', async (route) => {
    await released;
    await route.continue();
  });
  await page.clock.fastForward(60_000);
  await page.waitForTimeout(2_500);
  expect(await page.title()).toMatch(/need attention · Clusters/);
  await page.evaluate(setHidden, false);
  await page.waitForTimeout(2_500);
  expect(await page.title()).toMatch(/need attention · Clusters/);
  expect(await page.getByRole('alert').filter({ hasText: 'Old data' }).count()).toBe(0);
  release();
  await page.waitForResponse(isPoll);
}, 180_000);

test('a browser whose clock is wrong calls no answer old', async () => {
  const page = await browser.open('about:blank');
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 90_000;
  });
  await page.goto(dashboard.url);
  await rowOf(page, 'search-1').first().waitFor();
  await page.waitForResponse(isPoll, { timeout: 40_000 });
  const text = await page.getByRole('main').innerText();
  expect(text).not.toMatch(/Old data/);
  expect(text).not.toMatch(/answer .* old/);
}, 120_000);

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
