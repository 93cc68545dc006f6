import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, readIndex, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { expectOnFirstScreen } from '../support/first-screen.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { openFold } from '../support/open-fold.ts';

let server: string;
let proxy: FaultyProxy;
let dashboard: TestDashboard;
let backup: string;
const browser = useBrowser();
const LIVE = 'pages-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000001';

const documents = (count: number, by: string) =>
  Array.from({ length: count }, (_, n) => ({ id: `/${String(n)}`, source: { by, n } }));

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  await seedIndex(server, LIVE, { aliases: { pages: {} }, documents: documents(150, 'backup') });
  proxy = await startFaultyProxy(server);
  dashboard = await startDashboard({ elasticsearchUrl: proxy.url });
  backup = await backUpAlias(server, dashboard.backupDirectory, 'pages');
  await copyFile(
    new URL('../fixtures/partial-dump.zip', import.meta.url),
    join(dashboard.backupDirectory, 'partial-dump.zip'),
  );
}, 600_000);

afterAll(async () => {
  await dashboard.stop();
  await proxy.close();
  await emptyCluster(server);
});

const at = (path: string) => `${dashboard.url}/${dashboard.cluster}${path}`;
const review = (query = '', id = backup) => at(`/backups/${id}/restore${query}`);
const restoreButton = (page: Page) => page.getByRole('button', { name: /^Restore [\d,]+ documents?/ });
const isBlocked = (page: Page) =>
  restoreButton(page)
    .getAttribute('aria-disabled')
    .catch(() => 'not there');
const into = (index: string) => `?into=${encodeURIComponent(index)}`;

test('a restore into the live index says that it overwrites it for good, and starts only with the index’s name', async () => {
  await call(server, 'POST', `/${LIVE}/_doc/own?refresh=true`, { by: 'own' });
  await call(server, 'DELETE', `/${LIVE}/_doc/${encodeURIComponent('/0')}?refresh=true`);
  const page = await browser.open(review(into(LIVE)), { theme: 'dark' });
  await page
    .getByText(/It adds to and overwrites documents of the live index: pages points to/)
    .first()
    .waitFor();
  const text = await page.getByRole('main').innerText();
  expect(text).not.toMatch(
    /live index is kept|live indices are kept|switch back|untouched|Missing after the restore: nothing/,
  );
  expect(text).toMatch(/150 to 300\s+150 now, 150 written/);
  expect(text).toContain('Switch no alias: pages points to it already');
  expect(await page.getByLabel(/Switch the alias when all/).count()).toBe(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Back up this index first' }).click();
  await page.getByRole('heading', { level: 1, name: /Back up/ }).waitFor();
  await page.getByText(LIVE).first().waitFor();
  await page.goBack();

  const button = page.getByRole('button', { name: 'Restore 150 documents into the live index' });
  expect(await isBlocked(page)).toBe('true');
  const name = page.getByLabel('Type the name of the live index to write into it');
  await name.fill('pages');
  expect(await isBlocked(page)).toBe('true');
  await page.getByRole('button', { name: 'Copy the name' }).waitFor();
  await expectOnFirstScreen(button);
  await name.fill('pages 91c1');
  expect(await isBlocked(page)).toBe('true');
  await name.fill('pages 91c0');
  await expect.poll(() => isBlocked(page)).toBeNull();
  await button.click();
  await page.waitForURL(/\/result$/);
  await page.getByRole('heading', { level: 1, name: '150 documents restored into the live index' }).waitFor();
  const written = page.getByRole('region', { name: 'Written into the live index' });
  expect(await written.innerText()).toMatch(/Before\s+150 documents[\s\S]*1 added, 149 overwritten[\s\S]*Now\s+151/);
  await page
    .getByText(/can’t be undone/)
    .first()
    .waitFor();
  await expectAccessible(page);
  expect(await page.getByRole('button', { name: /Undo|Switch/ }).count()).toBe(0);
  expect(await page.getByRole('main').innerText()).not.toMatch(/untouched|switch back|pages was switched/i);
  expect(await page.getByRole('group', { name: 'Summary for the incident channel' }).innerText()).toContain(
    'it can’t be undone',
  );
  await page.getByRole('link', { name: /^Job \d+$/ }).click();
  await page.getByRole('heading', { level: 1, name: /^Restore pages from/ }).waitFor();
  expect(await page.getByRole('main').innerText()).not.toMatch(/untouched|switch back|pages was switched|Undo/);
  expect((await readIndex(server, LIVE)).size).toBe(151);
  expect((await aliasesOf(server)).pages).toEqual([LIVE]);
});

test('a restore into an index that exists and is not live asks for its name, and does not call it live', async () => {
  await seedIndex(server, 'shelf', { documents: documents(3, 'own') });
  const page = await browser.open(review(`${into('shelf')}&switchAlias=no`), { width: 390, height: 844 });
  await page.getByText(/It adds to and overwrites documents of shelf\. Nothing is deleted/).waitFor();
  await page.getByLabel('Type the name of the index to write into it').fill('shelf');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Restore 150 documents into an existing index' }).click();
  await page.waitForURL(/\/result$/);
  await page.getByRole('heading', { level: 1, name: '150 documents restored into shelf' }).waitFor();
  expect(await page.getByRole('region', { name: 'Written into shelf' }).innerText()).toMatch(
    /147 added, 3 overwritten[\s\S]*Now\s+150/,
  );
});

test('while documents are indexed into an existing index, the load is the step under way, and another review names the job', async () => {
  const slow = proxy.inject({ match: ({ path }) => path.includes('/_bulk'), fault: { kind: 'delay', ms: 6_000 } });
  const page = await browser.open(review(`${into('shelf')}&switchAlias=no`));
  await page.getByLabel('Type the name of the index to write into it').fill('shelf');
  await restoreButton(page).click();
  await page.waitForURL(/\/restore\/\d+$/);
  const job = /(\d+)$/.exec(page.url())![1]!;
  await expect.poll(() => slow.hits).toBe(1);
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Load 150 documents' })
    .and(page.locator('[aria-current=step]'))
    .waitFor();

  const other = await browser.open(review(`${into('shelf')}&switchAlias=no`));
  await other.getByText(`Job ${job} is writing into shelf`, { exact: true }).waitFor();
  await other.getByRole('link', { name: `Go to job ${job}` }).waitFor();
  expect(await isBlocked(other)).toBe('true');
  await page.waitForURL(/\/result$/, { timeout: 30_000 });
  await other
    .getByText(`Job ${job} is writing into shelf`, { exact: true })
    .waitFor({ state: 'detached', timeout: 30_000 });
  slow.remove();
});

test('a review of a restore that is running already names its job, and does not offer to continue it', async () => {
  const slow = proxy.inject({ match: ({ path }) => path.includes('/_bulk'), fault: { kind: 'delay', ms: 6_000 } });
  const page = await browser.open(review('?switchAlias=no'));
  await expect.poll(() => isBlocked(page)).toBeNull();
  await restoreButton(page).click();
  await page.waitForURL(/\/restore\/\d+$/);
  const job = /(\d+)$/.exec(page.url())![1]!;
  await expect.poll(() => slow.hits).toBe(1);
  const other = await browser.open(review('?switchAlias=no'), { theme: 'dark' });
  await other.getByText(new RegExp(`^Job ${job} is writing into pages`)).waitFor();
  await expectAccessible(other);
  expect(await other.getByRole('main').innerText()).not.toMatch(/Continues where|Continue the unfinished/);
  await other.getByRole('link', { name: `Go to job ${job}` }).click();
  await other.getByRole('heading', { level: 1, name: /^Restore pages from/ }).waitFor();
  await page.waitForURL(/\/result$/, { timeout: 30_000 });
  slow.remove();
});

test('the name of an alias is refused as the new index’s name, with no check beside it that says it is free', async () => {
  const page = await browser.open(review(into('pages')));
  const checks = page.getByRole('list', { name: 'Checks' });
  await checks.getByText('pages is an alias').waitFor();
  expect(await checks.innerText()).not.toContain('No index or alias has the name');
});

test('the page of an incomplete backup promises no document that it does not hold, and the review says which are missing', async () => {
  const page = await browser.open(at('/backups/-/partial-dump.zip'));
  await page.getByRole('link', { name: 'Restore this backup' }).waitFor();
  expect(await page.getByText('Restore 5,000 documents').count()).toBe(0);
  await page.getByRole('button', { name: 'Actions for this backup' }).click();
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page
    .getByText(/120 of 5,000/)
    .first()
    .waitFor();
  await page.goto(at('/backups/-/partial-dump.zip'));
  await page.getByRole('link', { name: 'Restore 120 of 5,000 documents' }).click();
  await page.getByText(/4,880 documents missing from the backup file; /).waitFor();
});

test('replicas that fit on no node: the plan says that they make the cluster yellow, and the overview says that our job did', async () => {
  const page = await browser.open(at(''));
  await page.getByRole('region', { name: 'Cluster', exact: true }).waitFor();
  await page.goto(review('?replicas=1&switchAlias=no'));
  await page.getByText('This will make the cluster yellow').waitFor();
  await expect.poll(() => isBlocked(page)).toBeNull();
  await restoreButton(page).click();
  await page.waitForURL(/\/result$/, { timeout: 30_000 });
  const job = /\/restore\/(\d+)\//.exec(page.url())![1]!;
  await page.goto(at(''));
  await openFold(page, 'changes');
  const change = page.getByRole('listitem').filter({ hasText: 'Health went from green to yellow' });
  await change.getByRole('link', { name: `job ${job}` }).waitFor({ timeout: 60_000 });
});
