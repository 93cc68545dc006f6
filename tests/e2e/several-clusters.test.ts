import type { Locator } from 'playwright-core';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { fillSampleCluster, type SampleCluster } from '../support/sample-cluster.ts';

/** One restore-desk.yaml with several clusters: every page names its cluster, and no page changes another one. */

const browser = useBrowser();
let url: string;
let directory: string;
/** Proxies that record each cluster's requests; both forward to the one real server of the run. */
let production: FaultyProxy;
let staging: FaultyProxy;
let dashboard: TestDashboard;
let sample: SampleCluster;

beforeAll(async () => {
  url = await sharedServer();
  production = await startFaultyProxy(url);
  staging = await startFaultyProxy(url);
  directory = mkdtempSync(join(tmpdir(), 'restore-desk-several-'));
  for (const folder of ['production', 'staging']) mkdirSync(join(directory, folder));
  sample = await fillSampleCluster(url, join(directory, 'production'));
  dashboard = await startDashboard({
    directory,
    configuration: `
clusters:
  production:
    name: search-production
    environment: production
    url: ${production.url}
    backups: production
  staging:
    name: search-staging
    environment: staging
    colour: pink
    url: ${staging.url}
    backups: staging
  away:
    name: search-away
    environment: integration
    url: http://127.0.0.1:9
    backups: away
    readOnly: true
`,
  });
});
afterAll(async () => {
  await dashboard.stop();
  await production.close();
  await staging.close();
  rmSync(directory, { recursive: true, force: true });
});

const changes = (proxy: FaultyProxy) =>
  proxy.requests
    .filter(
      ({ method, path }) =>
        method === 'DELETE' || method === 'PUT' || (method === 'POST' && !/_m?search|_pit|_count/.test(path)),
    )
    .map(({ method, path }) => `${method} ${path}`);

test.each([
  [1440, 'dark'],
  [390, 'light'],
] as const)(
  'the first page lists the clusters, each with its environment in words, its colour and its state (%i px, %s)',
  async (width, theme) => {
    browser.allowProblem(/Failed to load resource/); // one of them is down
    const page = await browser.open(dashboard.url, { width, theme });
    await page.getByRole('heading', { level: 1, name: 'Clusters' }).waitFor();
    const link = (name: RegExp) => page.getByRole('link', { name });
    const rowOf = (name: RegExp) => page.getByRole('listitem').filter({ has: link(name) });
    await expect
      .poll(() => rowOf(/search-production.*production/i).innerText(), { timeout: 20_000 })
      .toMatch(/Green|Yellow/);
    await expect
      .poll(() => rowOf(/search-away.*integration/i).innerText(), { timeout: 20_000 })
      .toMatch(/read-only[\s\S]*No answer since[\s\S]*Health unknown/i);
    const colourIn = (place: Locator) => place.locator('[data-env]').evaluate((tag) => getComputedStyle(tag).color);
    const colours = await Promise.all(
      [/search-production/, /search-staging/, /search-away/].map((name) => colourIn(link(name))),
    );
    expect(colours[1]).not.toBe(colours[0]);
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await link(/search-staging/).click();
    await page.waitForURL(`${dashboard.url}/staging`);
    if (width === 390) await page.getByRole('button', { name: 'Menu' }).click();
    const sidebar = page.getByRole('complementary').filter({ hasText: 'Restore Desk' });
    await expect.poll(() => sidebar.innerText()).toMatch(/search-staging[\s\S]*staging/i);
    expect(await colourIn(sidebar)).toBe(colours[1]);
    // The sidebar links to the choice of clusters.
    await sidebar.getByRole('link', { name: /search-staging/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Clusters' }).waitFor();
  },
);

test('a switch names its cluster, changes no other one, and its job is not listed on the other one', async () => {
  const page = await browser.open(
    `${dashboard.url}/production/indices/switch?index=${sample.previous}&alias=government`,
  );
  await page.getByRole('button', { name: 'Switch government', exact: true }).click();
  await page.waitForURL(/\/production\/jobs\/\d+$/);
  await expect.poll(async () => (await aliasesOf(url)).government).toEqual([sample.previous]);
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/search-production \(production\)/);
  expect(changes(production)).toEqual(['POST /_aliases']);
  expect(changes(staging)).toEqual([]);
  const job = /\d+$/.exec(page.url())![0];
  expect((await fetch(`${dashboard.url}/api/production/jobs/${job}`)).status).toBe(200);
  expect((await fetch(`${dashboard.url}/api/staging/jobs/${job}`)).status).toBe(404);
  browser.allowProblem(/404/);
  const other = await browser.open(`${dashboard.url}/staging/jobs/${job}`);
  await expect.poll(() => other.locator('body').innerText()).toMatch(/not|no /i);
});

test('a backup of one cluster can’t be opened, restored or downloaded by the address of another', async () => {
  for (const path of ['', '/download', '/restore-plan', '/documents']) {
    expect((await fetch(`${dashboard.url}/api/production/backups/${sample.backup}${path}`)).status, path).toBe(200);
    expect((await fetch(`${dashboard.url}/api/staging/backups/${sample.backup}${path}`)).status, path).toBe(404);
  }
  const page = await browser.open(`${dashboard.url}/staging/backups`);
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/No backups yet/);
  await page.goto(`${dashboard.url}/staging/backups/new?aliases=detailed`);
  await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
  await page.waitForURL(/\/staging\/jobs\/\d+$/);
  await expect.poll(() => readdirSync(join(directory, 'staging')), { timeout: 20_000 }).toEqual(['detailed']);
  await expect.poll(() => page.getByRole('main').innerText(), { timeout: 20_000 }).toMatch(/1 backup, 120 documents/);
  expect(readdirSync(join(directory, 'production', 'detailed'))).toHaveLength(1);
});

test('a cluster that does not answer does not affect the others, and a read-only one says why a button is disabled', async () => {
  browser.allowProblem(/Failed to load resource/);
  const page = await browser.open(`${dashboard.url}/away`);
  await expect.poll(() => page.locator('body').innerText()).toMatch(/search-away[\s\S]*This cluster is read-only here/);
  await expect
    .poll(() => page.getByRole('region', { name: 'Cluster health' }).innerText(), { timeout: 20_000 })
    .toMatch(/Health unknown/);
  const well = await browser.open(`${dashboard.url}/production`);
  await expect
    .poll(() => well.getByRole('region', { name: 'Cluster health' }).innerText(), { timeout: 20_000 })
    .toMatch(/Green|Yellow/);
});
