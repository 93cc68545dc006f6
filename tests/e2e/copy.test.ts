import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BackupsPage } from '../../lib/contract/backups-page.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import {
  aliasesOf,
  emptyCluster,
  readIndex,
  seedIndex,
  sharedServer,
  startServer,
  type Server,
} from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { tabAndPress, tabTo } from '../support/keyboard.ts';
import { expectPagesInOrder } from '../support/pages-in-order.ts';

/** Two real clusters: with one server behind both entries it would be an ordinary restore. */

const browser = useBrowser();
const INDEX = 'government-2018-01-08t03-00-00z-aaaa';
let url: string;
let server: Server;
let production: FaultyProxy;
let staging: FaultyProxy;
let directory: string;
let dashboard: TestDashboard;

beforeAll(async () => {
  url = await sharedServer();
  server = await startServer({ heapMb: 384, startTimeoutMs: 300_000 });
  await emptyCluster(url);
  production = await startFaultyProxy(url);
  staging = await startFaultyProxy(server.url);
  directory = mkdtempSync(join(tmpdir(), 'restore-desk-copy-'));
  for (const folder of ['production', 'staging']) mkdirSync(join(directory, folder));
  const documents = [1, 2, 3].map((n) => ({ id: String(n), source: { title: `Page ${String(n)}` } }));
  await seedIndex(url, INDEX, { aliases: { government: {} }, documents: documents.slice(1) });
  await seedIndex(server.url, INDEX, { aliases: { government: {} }, documents });
  await backUpAlias(server.url, join(directory, 'staging'), 'government');
  dashboard = await startDashboard({
    directory,
    configuration: `
clusters:
  production: { name: search-production, environment: production, url: "${production.url}", backups: production }
  staging: { name: search-staging, environment: staging, url: "${staging.url}", backups: staging }
`,
  });
}, 900_000);
afterAll(async () => {
  await dashboard.stop();
  await production.close();
  await staging.close();
  await server.stop();
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

const changes = (proxy: FaultyProxy) =>
  proxy.requests
    .filter(
      ({ method, path }) =>
        method === 'DELETE' || method === 'PUT' || (method === 'POST' && !/_m?search|_pit|_count/.test(path)),
    )
    .map(({ method, path }) => `${method} ${path}`);

test('the pages of a copy are in order at every width', async () => {
  const backup = `government/${readdirSync(join(directory, 'staging/government'))[0]!}`;
  await expectPagesInOrder([
    `${dashboard.url}/production/copy?from=staging`,
    `${dashboard.url}/staging/backups/${backup}/copy`,
    `${dashboard.url}/production/backups/${backup}/restore?from=staging`,
  ]);
}, 180_000);

test('a backup of staging is copied into production by keyboard, with its name typed, and staging is not changed', async () => {
  const page = await browser.open(`${dashboard.url}/production/copy`);
  await tabAndPress(page, page.getByRole('main').getByRole('link', { name: /search-staging/ }));
  await page.waitForURL(/\/production\/copy\?.*from=staging/);
  const route = page.getByLabel('From which cluster into which');
  await expect
    .poll(() => route.innerText())
    .toMatch(/search-staging[\s\S]*staging[\s\S]*search-production[\s\S]*prod/i);
  await page.getByRole('radio', { checked: true }).waitFor();
  await expectAccessible(page);
  await tabAndPress(page, page.getByRole('button', { name: 'Review the copy' }));
  await page.waitForURL(/\/production\/backups\/.*\/restore\?.*from=staging/);
  await expect.poll(() => route.innerText()).toMatch(/search-staging[\s\S]*search-production/);

  const go = page.getByRole('button', { name: 'Restore 3 documents', exact: true });
  const name = page.getByLabel('Type the name of this cluster to write to it');
  await name.waitFor();
  await page.getByText(/production is a higher environment/).waitFor();
  expect(await go.getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(page);
  await tabTo(page, name);
  await page.keyboard.type('search-staging');
  expect(await go.getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Enter');
  expect((await aliasesOf(url)).government).toEqual([INDEX]);
  expect(changes(production)).toEqual([]);

  await page.keyboard.press('Control+A');
  await page.keyboard.type('search-production');
  await expect.poll(() => go.getAttribute('aria-disabled')).toBeNull();
  await tabAndPress(page, go);
  await page.waitForURL(/\/result\?from=staging$/, { timeout: 60_000 });
  await expect.poll(() => page.getByRole('region', { name: 'Proof' }).innerText()).toMatch(/Equal to the backup/);
  const [restored] = (await aliasesOf(url)).government!;
  expect(restored).not.toBe(INDEX);
  expect([...(await readIndex(url, restored!)).keys()].sort()).toEqual(['1', '2', '3']);
  expect(changes(production).length).toBeGreaterThan(0);
  expect(changes(staging)).toEqual([]);
  expect((await aliasesOf(server.url)).government).toEqual([INDEX]);

  await expectPagesInOrder([page.url(), `${dashboard.url}/production/jobs/${/(\d+)\/result/.exec(page.url())![1]!}`]);

  await page.goto(`${dashboard.url}/production/audit-log`);
  await page
    .getByText(/The documents come from search-staging \(staging\)/)
    .first()
    .waitFor();
});

test('back from the review the same alias is listed with the same backup selected, also where another alias is first', async () => {
  await seedIndex(server.url, 'archive-1', { aliases: { archive: {} }, documents: [{ id: '1', source: { n: 1 } }] });
  await backUpAlias(server.url, join(directory, 'staging'), 'archive');
  const groups = async () => {
    const { groups: listed } = (await (await fetch(`${dashboard.url}/api/staging/backups`)).json()) as BackupsPage;
    return listed.map(({ group }) => group);
  };
  await expect.poll(groups).toEqual(['archive', 'government']);
  const [name] = readdirSync(join(directory, 'staging/government'));
  const backup = `government/${name!}`;
  const page = await browser.open(`${dashboard.url}/production/copy?from=staging`);
  const alias = page.getByLabel('Alias', { exact: true });
  const panel = page.getByRole('region', { name: 'Selected backup' });
  const expectSelected = async () => {
    await expect.poll(() => alias.inputValue()).toBe('government');
    await page.getByRole('radio', { checked: true }).waitFor();
    await expect.poll(() => panel.innerText()).toMatch(/government as of [\s\S]*3 documents/);
    expect(await page.getByRole('main').innerText()).not.toMatch(/is not among these backups/);
  };
  const review = async () => {
    await page.getByRole('button', { name: 'Review the copy' }).click();
    await page.waitForURL(/\/production\/backups\/government\/.*\/restore\?.*from=staging/);
    await page.getByRole('button', { name: 'Restore 3 documents', exact: true }).waitFor();
  };
  await expect.poll(() => alias.inputValue()).toBe('archive');
  await alias.selectOption('government');
  await expectSelected();

  await review();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.waitForURL(/\/production\/copy\?.*alias=government/);
  await expectSelected();

  await review();
  await page.getByRole('navigation', { name: 'Steps of the restore' }).getByRole('link', { name: 'Backup' }).click();
  await page.waitForURL(/\/production\/copy\?.*alias=government/);
  await expectSelected();

  await page.goto(`${dashboard.url}/production/copy?from=staging&backup=${encodeURIComponent(backup)}`);
  await expectSelected();
}, 180_000);
