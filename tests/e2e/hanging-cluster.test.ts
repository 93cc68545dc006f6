import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, seedIndex, startServer, type SeedDocument, type Server } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { openFold } from '../support/open-fold.ts';

/** A real server that is paused (SIGSTOP) in the middle of a restore: its connections stay open, and nothing answers. */
const browser = useBrowser();
/** About eight bulks, each delayed, so that the restore is in its load when the server stops. */
const COUNT = 12_000;
const DELAY_MS = 1_500;
let server: Server;
let proxy: FaultyProxy;
let dashboard: TestDashboard;
let home: string;
let backup: string;

function* documents(count: number): Generator<SeedDocument> {
  const body = 'Words of a document. '.repeat(150);
  for (let n = 0; n < count; n += 1) yield { id: `/${n}`, source: { title: `Document ${n}`, body } };
}

beforeAll(async () => {
  server = await startServer();
  await seedIndex(server.url, 'government-1', { documents: documents(COUNT), aliases: { government: {}, others: {} } });
  await call(server.url, 'GET', '/_cluster/health?wait_for_status=green&timeout=60s');
  proxy = await startFaultyProxy(server.url);
  dashboard = await startDashboard({ elasticsearchUrl: proxy.url });
  home = `${dashboard.url}/${dashboard.cluster}`;
  backup = await backUpAlias(server.url, dashboard.backupDirectory, 'government');
});
afterAll(async () => {
  server?.resume();
  await dashboard?.stop();
  await proxy?.close();
  await server?.stop();
});

const text = (page: Page) => page.getByRole('main').innerText();
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const navigation = (page: Page) => page.getByRole('navigation', { name: 'Main' });

test('the health says since when it has been watched, and an index with two aliases is counted once', async () => {
  const page = await browser.open(home);
  const chart = await openFold(page, 'health');
  await expect
    .poll(() => chart.innerText(), { timeout: 40_000 })
    // An index of the cluster's own may make it yellow for a moment, and its end is what is seen then.
    .toMatch(/Health: green since \d\d:\d\d:\d\d UTC(?:, when watching began \d+ (?:s|min) ago)?\./);
  await page.goto(`${home}/indices`);
  await page.getByRole('row').filter({ hasText: 'others' }).first().waitFor();
  expect(await text(page)).toMatch(/1 index for 2 aliases/);
  expect(await page.getByRole('search').innerText()).not.toMatch(/indices shown/);
}, 60_000);

test('while the cluster hangs, every page says what is waited for and since when, and afterwards how long it took', async () => {
  browser.allowProblem(/Failed to load resource/);
  proxy.inject({ match: ({ path }) => path.includes('/_bulk'), fault: { kind: 'delay', ms: DELAY_MS } });
  const page = await browser.open(`${home}/backups/${backup}/restore`);
  const button = page.getByRole('button', { name: /^Restore [\d,]+ documents$/ });
  await expect.poll(() => button.getAttribute('aria-disabled').catch(() => ''), { timeout: 60_000 }).toBeNull();
  const overview = await browser.open(home);
  await overview.getByRole('table', { name: 'Aliases' }).waitFor();
  await button.click();
  await page.waitForURL(/\/restore\/\d+$/);
  await expect.poll(() => text(page), { timeout: 30_000 }).toMatch(/[1-9][\d,]* of 12,000 documents/);

  server.pause();
  const waiting = /Waiting since \d\d:\d\d:\d\d UTC for the cluster’s answer to POST \S*\/_bulk\./;
  const summary = panel(page, 'For the incident channel');
  await expect.poll(() => summary.innerText(), { timeout: 20_000 }).toMatch(waiting);
  expect(await text(page)).not.toMatch(/a second|\ds? left/);
  const log = page.locator('details.fold').filter({ hasText: 'Log' });
  await log.locator('summary').click();
  await expect.poll(() => log.innerText()).toMatch(waiting);
  await expectAccessible(page);
  await expect.poll(() => navigation(page).innerText()).toMatch(/1 job waiting/);

  const jobs = await browser.open(`${home}/jobs`);
  await expect.poll(() => text(jobs)).toMatch(waiting);

  await expect.poll(() => panel(overview, 'Recent jobs').innerText()).toMatch(waiting);
  expect(await panel(overview, 'Recent jobs').innerText()).not.toMatch(/ left/);
  const changes = await openFold(overview, 'changes');
  const health = await openFold(overview, 'health');
  await expect
    .poll(() => changes.innerText(), { timeout: 20_000 })
    .toMatch(/No answer from the cluster since \d\d:\d\d:\d\d UTC/);
  const since = /since (\d\d:\d\d:\d\d UTC)/.exec(await changes.innerText())![1]!;
  expect(await health.innerText()).toContain(`Health: no answer since ${since}`);

  const indices = await browser.open(`${home}/indices`);
  await expect.poll(() => text(indices), { timeout: 20_000 }).toMatch(/Old data: the indices as of \d+ (s|min) ago/);
  expect(await text(indices)).toMatch(/government-1/);
  await expectAccessible(indices);

  server.resume();
  await expect
    .poll(() => changes.innerText(), { timeout: 30_000 })
    .toContain(`No answer from the cluster from ${since} to`);
  const until = /from \S+ UTC to (\S+ UTC) \(\d+ s\)/.exec(await changes.innerText())![1]!;
  await expect.poll(() => health.innerText(), { timeout: 20_000 }).toContain(`Health: green since ${until}`);
  proxy.clear();
  await page.waitForURL(/\/result$/, { timeout: 60_000 });
  await expect.poll(() => text(indices), { timeout: 20_000 }).not.toMatch(/Old data/);
  const written = await call<{ lines: { text: string }[] }>(
    dashboard.url,
    'GET',
    `/api/${dashboard.cluster}/jobs/${/restore\/(\d+)/.exec(page.url())![1]!}/log`,
  );
  expect(written.lines.map((line) => line.text).join('\n')).toMatch(
    /Waiting since [\s\S]*Continued after \d+ s without progress/,
  );
}, 180_000);

test('a cluster that turns red does so at one time, in the health and in the list of changes', async () => {
  const page = await browser.open(home);
  await page.getByRole('table', { name: 'Aliases' }).waitFor();
  const settings = { number_of_replicas: 0, 'index.routing.allocation.require._name': 'no-such-node' };
  await call(server.url, 'PUT', '/nowhere?wait_for_active_shards=0', { settings });
  const changes = await openFold(page, 'changes');
  await expect.poll(() => changes.innerText(), { timeout: 20_000 }).toMatch(/Health went from green to red/);
  const at = /to red\.\s*\d+ \w{3} (\d\d:\d\d:\d\d UTC)/.exec(await changes.innerText())![1]!;
  expect(await (await openFold(page, 'health')).innerText()).toContain(`Health: red since ${at}`);
}, 60_000);
