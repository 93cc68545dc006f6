import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { fillSampleCluster } from '../support/sample-cluster.ts';

const browser = useBrowser();
let proxy: FaultyProxy;
let dashboard: TestDashboard;
let home: string;
let backup: string;

const PAGES = [
  '',
  '/indices',
  '/indices/switch?alias=government',
  '/indices/clean-up',
  '/backups',
  '/backups/new',
  '/jobs',
];

beforeAll(async () => {
  const url = await sharedServer();
  proxy = await startFaultyProxy(url);
  dashboard = await startDashboard({ elasticsearchUrl: proxy.url });
  home = `${dashboard.url}/${dashboard.cluster}`;
  ({ backup } = await fillSampleCluster(url, dashboard.backupDirectory));
});
afterAll(async () => {
  await dashboard.stop();
  await proxy.close();
});
beforeEach(() => {
  proxy.clear();
  // These tests provoke failed polls.
  browser.allowProblem(/Failed to load resource/);
});

const text = (page: Page) => page.getByRole('main').innerText();

test('when the cluster is lost, the last data is shown grey and with its age, and is updated when the cluster returns', async () => {
  const page = await browser.open(home);
  await expect.poll(() => text(page)).toMatch(/government lost 85 % of its documents/);
  await proxy.refuse();
  const strip = page.getByRole('region', { name: 'Cluster health' });
  await expect.poll(() => strip.innerText(), { timeout: 30_000 }).toMatch(/Health unknown/);
  await expect
    .poll(() => page.getByRole('region', { name: 'Health problem' }).innerText(), { timeout: 30_000 })
    .toMatch(/Last answer at/);
  await expect.poll(() => text(page), { timeout: 30_000 }).toMatch(/Old data: as of \d+ (s|min) ago/);
  expect(await page.locator('[data-stale]').count()).toBeGreaterThan(0);
  expect(await text(page)).toMatch(/page-traffic/);
  await expectAccessible(page);
  await proxy.accept();
  await expect.poll(() => strip.innerText(), { timeout: 30_000 }).toMatch(/Green|Yellow/);
  await expect.poll(() => page.locator('[data-stale]').count(), { timeout: 30_000 }).toBe(0);
}, 120_000);

test('every page opens at once without the cluster, and says something true and useful', async () => {
  await proxy.refuse();
  await dashboard.restart();
  const page = await browser.open('about:blank');
  for (const path of PAGES) {
    const began = Date.now();
    await page.goto(`${home}${path}`, { waitUntil: 'commit' });
    expect(Date.now() - began, `first byte of ${path}`).toBeLessThan(2_000);
    await expect
      .poll(() => text(page), { timeout: 20_000, message: path })
      .toMatch(/can’t|cannot|No answer|unreachable|does not answer|can be read|backup|job/i);
    await expect
      .poll(() => page.getByRole('region', { name: 'Cluster health' }).innerText(), { timeout: 20_000 })
      .toMatch(/Health unknown/);
  }
  await page.goto(home);
  await expect.poll(() => text(page), { timeout: 20_000 }).toMatch(/The backups can still be read: \d+ files?/);
  await page.goto(`${home}/backups/${backup}`);
  await expect
    .poll(() => text(page), { timeout: 20_000 })
    .toMatch(/Can’t load the live index[\s\S]*This page keeps trying by itself/);
  await proxy.accept();
  await expect.poll(() => text(page), { timeout: 20_000 }).toMatch(/351 documents fewer in the live index/);
}, 180_000);

test('error texts of the cluster are shown as text', async () => {
  await dashboard.restart();
  proxy.inject({
    fault: {
      kind: 'answer',
      status: 500,
      body: JSON.stringify({
        error: { type: 'x', reason: '<img src=x onerror="document.title=1"><script>alert(1)</script>' },
        status: 500,
      }),
    },
  });
  const page = await browser.open(home);
  await expect.poll(() => text(page), { timeout: 20_000 }).toMatch(/Can’t load|Old data/);
  expect(await page.locator('main img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toBe('1');
}, 60_000);
