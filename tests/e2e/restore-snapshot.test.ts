import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { runCommand } from '../support/command-line.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { createDocuments } from '../support/sample-cluster.ts';
import { expectPagesInOrder } from '../support/pages-in-order.ts';

/** Two clusters with one folder: each has a repository, and staging reads that of production. */

const browser = useBrowser();
let folder: string;
let production: Server;
let staging: Server;
let dashboard: TestDashboard;
/** Of the job that restored first. */
let resultAddress: string;

const LIVE = 'government-2026-11-20t02-00-00z-aaaa';
const NEWS = 'news-2026-11-20t02-00-00z-bbbb';

const register = (server: Server, name: string, settings: object = {}) =>
  call(server.url, 'PUT', `/_snapshot/${name}`, {
    type: 'fs',
    settings: { location: join(folder, 'production'), ...settings },
  });
const runHere = (...words: string[]) =>
  runCommand(words, { cwd: dashboard.directory, environment: { RESTORE_DESK_DATA: dashboard.dataDirectory } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-two-'));
  await chmod(folder, 0o777);
  await mkdir(join(folder, 'production'));
  await chmod(join(folder, 'production'), 0o777);
  [production, staging] = await Promise.all([
    startServer({ version: '7.17.29', repo: folder, heapMb: 384, startTimeoutMs: 300_000 }),
    startServer({ repo: folder, heapMb: 384, startTimeoutMs: 300_000 }),
  ]);
  await seedIndex(production.url, LIVE, { documents: createDocuments(50), aliases: { government: {} } });
  await seedIndex(production.url, NEWS, { documents: createDocuments(20), aliases: { news: {} } });
  await register(production, 'nightly');
  dashboard = await startDashboard({
    configuration: `
clusters:
  production:
    name: search-production
    environment: production
    url: ${production.url}
    backups: backups
  staging:
    name: search-staging
    environment: staging
    url: ${staging.url}
    backups: backups
`,
  });
  const taken = await runHere('snapshot', production.url, 'nightly', '--all', '--name', 'before', '--digest', '--json');
  expect([taken.code, taken.json]).toMatchObject([0, { proof: 'exact' }]);
}, 400_000);
afterAll(async () => {
  await dashboard?.stop();
  await Promise.all([production?.stop(), staging?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const main = (page: Page) => page.getByRole('main').innerText();
const review = (cluster: string, repository: string, index: string) =>
  browser.open(`${dashboard.url}/${cluster}/snapshots/${repository}/before/restore/${index}`);

test('documents are lost; the snapshot says what comes back, is restored, proved, switched, and undone', async () => {
  const { hits } = await call<{ hits: { hits: { _id: string }[] } }>(production.url, 'GET', `/${LIVE}/_search?size=50`);
  for (const { _id } of hits.hits) await call(production.url, 'DELETE', `/${LIVE}/_doc/${encodeURIComponent(_id)}`);
  await call(production.url, 'PUT', `/${LIVE}/_doc/late?refresh=true`, { title: 'late' });
  const page = await review('production', 'nightly', LIVE);
  await page.getByRole('heading', { level: 1, name: /^Restore government from/ }).waitFor();
  await page.getByText(/1 document that was added or changed after/).waitFor();
  const text = await main(page);
  expect(text).toMatch(/50 documents of the snapshot that were changed or deleted since come back as they were/);
  expect(text).toMatch(/exact: nothing was written meanwhile/);
  expect(text).not.toMatch(/unknown/i);
  await expectAccessible(page);
  await page.getByText('Requests', { exact: true }).click();
  expect(await main(page)).toMatch(/curl -X POST .*_snapshot\/nightly\/before\/_restore\?wait_for_completion=false/);
  await page.getByRole('button', { name: 'Restore government' }).click();
  await page.waitForURL(/\/restore\/[^/]+\/\d+\/result$/, { timeout: 60_000 });
  resultAddress = page.url();
  await page.getByText('Equal to the snapshot').first().waitFor();
  const result = await main(page);
  expect(result).toMatch(/50\s+documents, the same in every shard, with the same content/);
  await expectAccessible(page);
  const restored = (await aliasesOf(production.url))['government']!;
  expect(restored).toHaveLength(1);
  expect(restored[0]).not.toBe(LIVE);
  await page.getByRole('button', { name: /^Undo: switch government/ }).click();
  await expect.poll(async () => (await aliasesOf(production.url))['government']).toEqual([LIVE]);
});

test('options are in the address, and what can’t be chosen is said at its field', async () => {
  const page = await review('production', 'nightly', LIVE);
  await page.getByText('Name, replicas and other options').click();
  await page.getByLabel('Into index').fill(NEWS);
  await page.getByText(`${NEWS} exists.`).waitFor();
  await page.getByLabel('Into index').fill('beside');
  await expect.poll(() => page.url()).toContain('into=beside');
  await page
    .getByText(/into beside|beside/)
    .first()
    .waitFor();
  await page.getByLabel('Override settings').fill('{"index.nonsense": 1}');
  await page
    .getByText(/The cluster does not accept the settings/)
    .first()
    .waitFor();
  const button = page.getByRole('button', { name: /^Restore/ }).first();
  await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel('Override settings').fill('');
  await page.getByLabel('Switch the alias when it is proved').uncheck();
  await expect.poll(() => button.getAttribute('aria-disabled')).not.toBe('true');
  await button.click();
  await page.waitForURL(/\/result$/, { timeout: 60_000 });
  await page.getByText('Equal to the snapshot').first().waitFor();
  expect((await aliasesOf(production.url))['government']).toEqual([LIVE]);
  await call(production.url, 'DELETE', '/beside');
});

test('a whole cluster is lost: its aliases are restored together, each with its own outcome', async () => {
  await register(staging, 'production', { readonly: true });
  const page = await browser.open(`${dashboard.url}/staging/snapshots/production/before`);
  await page.getByRole('link', { name: 'Restore several' }).click();
  await page.getByRole('heading', { level: 1, name: 'Restore several indices from before' }).waitFor();
  await page.getByText('government points to nothing').waitFor();
  await page.getByText('news points to nothing').waitFor();
  await expectAccessible(page);
  // Between the review and the click somebody takes a name that the alias needs.
  await call(staging.url, 'PUT', '/news');
  await page.getByRole('button', { name: 'Restore 2 indices' }).click();
  await page.getByRole('heading', { name: '1 restore started' }).waitFor();
  const problem = page.getByRole('list', { name: 'Restores' }).getByText(/^Not started: /);
  await problem.waitFor();
  expect(await problem.innerText()).toContain('news is the name of an index');
  await expect.poll(async () => (await aliasesOf(staging.url))['government'], { timeout: 60_000 }).toHaveLength(1);
  const [government] = (await aliasesOf(staging.url))['government']!;
  expect(await call(staging.url, 'GET', `/${government!}/_count`)).toMatchObject({ count: 50 });
  await call(staging.url, 'DELETE', '/news');
  await page.goto(`${dashboard.url}/staging/snapshots/production/before/restore`);
  await page.getByRole('button', { name: 'Restore 1 index' }).waitFor();
  expect(await page.getByRole('checkbox', { name: `Restore ${NEWS}` }).isChecked()).toBe(true);
});

test('staging takes it over from production’s repository, which it may only read', async () => {
  const page = await review('staging', 'production', NEWS);
  await page.getByRole('heading', { level: 1, name: /^Restore news from/ }).waitFor();
  await page.getByText('The snapshot is of another cluster').waitFor();
  const text = await main(page);
  expect(text).toMatch(/It is of Elasticsearch 7\.17\.29, which Elasticsearch 8\.19\.9 can read/);
  expect(text).toMatch(/No index has the alias news/);
  await page.getByRole('button', { name: 'Restore news' }).click();
  await page.waitForURL(/\/result$/, { timeout: 60_000 });
  await page.getByText('Equal to the snapshot').first().waitFor();
  const [index] = (await aliasesOf(staging.url))['news']!;
  expect(await call(staging.url, 'GET', `/${index!}/_count`)).toMatchObject({ count: 20 });
});

test('a snapshot, an index and a repository that are not there are named', async () => {
  const page = await browser.open(`${dashboard.url}/production/snapshots/nightly/nowhere/restore/${LIVE}`);
  await page.getByText('There is no snapshot nowhere in nightly.').waitFor();
  await page.goto(`${dashboard.url}/production/snapshots/nightly/before/restore/nothing`);
  await page.getByText('before has no index nothing.').waitFor();
  await page.goto(`${dashboard.url}/production/snapshots/none/before/restore/nothing`);
  await page.getByText('There is no repository none.').waitFor();
});

test('the pages of the restore are in order, dark and light, on phones and wide screens', async () => {
  const start = `${dashboard.url}/production/snapshots/nightly/before/restore`;
  await expectPagesInOrder([
    start,
    `${start}/${LIVE}`,
    `${start}/${NEWS}?settings=%7B%22index.nonsense%22%3A1%7D`,
    resultAddress,
    resultAddress.replace(/\/result$/, ''),
  ]);
}, 240_000);
