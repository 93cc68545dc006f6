import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectOnFirstScreen } from '../support/first-screen.ts';
import { createDocuments, moveAlias } from '../support/sample-cluster.ts';

const browser = useBrowser();
let url: string;
let dashboard: TestDashboard;
let cluster: string;

const OLDER = 'orders-2026-11-20t02-00-00z-1111';
const LIVE = 'orders-2026-11-22t02-00-00z-2222';
const FILTER = { term: { 'title.keyword': 'Document 7' } };

const switchTo = (index: string, alias: string) => `${cluster}/indices/switch?index=${index}&alias=${alias}`;
const tick = (page: Page) => page.getByRole('checkbox', { name: /^I accept/ });
const button = (page: Page, alias: string) => page.getByRole('button', { name: `Switch ${alias}`, exact: true });
const status = (page: Page) => page.getByRole('main').innerText();

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, OLDER, { documents: createDocuments(40) });
  await seedIndex(url, LIVE, { documents: createDocuments(1_500), aliases: { orders: {} } });
  await seedIndex(url, 'blank', { documents: [] });
  await seedIndex(url, 'vip-1', { documents: createDocuments(30), aliases: { vip: { filter: FILTER } } });
  await seedIndex(url, 'vip-2', { documents: createDocuments(5) });
  dashboard = await startDashboard({ elasticsearchUrl: url });
  cluster = `${dashboard.url}/${dashboard.cluster}`;
});
afterAll(() => dashboard.stop());

test('a switch that loses documents asks for a tick that names the loss, and asks again when the loss is another', async () => {
  const page = await browser.open(switchTo(OLDER, 'orders'));
  await tick(page).waitFor();
  await page.getByText('I accept that orders shows 40 documents instead of 1,500: 1,460 fewer (97 %).').waitFor();
  // The button is blocked: a press does nothing, and says why.
  await button(page, 'orders').click({ force: true });
  expect((await aliasesOf(url)).orders).toEqual([LIVE]);
  await tick(page).check();
  await expectAccessible(page);

  const deletions = Array.from({ length: 40 }, (_, n) => `{"delete":{"_id":"/${n}"}}\n`).join('');
  await call(url, 'POST', `/${OLDER}/_bulk?refresh=true`, deletions);
  await page.getByText('I accept that orders shows 0 documents instead of 1,500').waitFor();
  await page.getByText('The numbers have changed since you ticked this').waitFor();
  expect(await tick(page).isChecked()).toBe(false);
  expect((await aliasesOf(url)).orders).toEqual([LIVE]);
});

test('the server refuses a loss that was not accepted, also if the page was tricked', async () => {
  const page = await browser.open(switchTo('blank', 'orders'));
  await tick(page).check();
  browser.allowProblem(/status of 4\d\d/);
  // What the page sends says that another loss was shown.
  await page.route('**/indices/switch*', async (route) => {
    const body = route.request().postData();
    if (route.request().method() !== 'POST' || body === null) return route.continue();
    return route.continue({ postData: body.replace('"before":1500', '"before":12') });
  });
  await button(page, 'orders').click();
  await page.getByText('this loss was not accepted').waitFor();
  expect((await aliasesOf(url)).orders).toEqual([LIVE]);
});

test('its result is amber with the counts, and the undo stays one click and shows its counts', async () => {
  const page = await browser.open(switchTo('blank', 'orders'));
  await tick(page).check();
  await button(page, 'orders').click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect
    .poll(() => status(page))
    .toContain('After the switch orders showed 0 documents instead of 1,500: 1,500 fewer (100 %).');
  const summary = page.getByRole('region', { name: 'For the incident channel', exact: true });
  await expect
    .poll(() => summary.innerText())
    .toContain('It showed 0 documents instead of 1,500: 1,500 fewer (100 %).');
  await page.getByRole('button', { name: 'Undo: switch orders to the previous index' }).click();
  await expect.poll(async () => (await aliasesOf(url)).orders).toEqual([LIVE]);
  await page
    .getByRole('heading', { level: 1, name: /^Switch orders to the previous index, 22 Nov 02:00 · 2222$/ })
    .waitFor();
  await expect.poll(() => status(page)).toContain('1,500 documents instead of 0: 1,500 more');

  // The undo of the undo loses them again: one click, and its result says so.
  await page.getByRole('button', { name: 'Undo: switch orders to the newer index' }).click();
  await page.getByRole('heading', { level: 1, name: 'Switch orders to the newer index, blank' }).waitFor();
  await expect.poll(() => status(page)).toContain('After the switch orders showed 0 documents instead of 1,500');
  await page.goto(`${cluster}/audit-log`);
  const log = page.getByRole('table').or(page.getByRole('main')).first();
  await expect.poll(() => log.innerText()).toContain('Switch to the newer index');
  expect(await log.innerText()).toContain('Switch to the previous index');
  expect(await log.innerText()).not.toMatch(/switch (back|forward)/i);
});

test('a filtered alias is counted through its filter and marked, wherever its documents are shown', async () => {
  const page = await browser.open(`${cluster}/indices?filter=vip`);
  const rows = page.getByRole('row').filter({ hasText: 'vip' });
  await expect.poll(() => rows.first().innerText()).toContain('1 document through a filter, of 30');
  await expect.poll(() => rows.nth(1).innerText()).toMatch(/filtered[\s\S]*1 of 30/);
  await page.goto(cluster);
  await expect
    .poll(() => page.getByRole('row').filter({ hasText: 'vip-1' }).innerText())
    .toMatch(/\b1\s+filtered,? of 30/);
  await page.goto(switchTo('vip-2', 'vip'));
  await expect
    .poll(() => status(page))
    .toMatch(/Now\s+1\s[\s\S]*1 of 30 in the index\s+filtered[\s\S]*After\s+0\s[\s\S]*0 of 5 in the index\s+filtered/);
  await page.getByText('I accept that vip shows 0 documents instead of 1').waitFor();
  await page.goto(`${cluster}/indices/clean-up`);
  await page.getByRole('button', { name: 'vip nothing to delete' }).click();
  await expect.poll(() => status(page)).toContain('vip points to it, with a filter');
});

test('a restore that moves its alias to fewer documents asks for the same tick', async () => {
  const [first, second] = ['small-2026-11-01t02-00-00z-1111', 'small-2026-11-02t02-00-00z-2222'];
  await seedIndex(url, first, { documents: createDocuments(30), aliases: { small: {} } });
  const backup = await backUpAlias(url, dashboard.backupDirectory, 'small');
  await seedIndex(url, second, { documents: createDocuments(1_400) });
  await moveAlias(url, 'small', first, second);
  const page = await browser.open(`${cluster}/backups/${backup.split('/').map(encodeURIComponent).join('/')}/restore`);
  await page.getByText('I accept that small shows 30 documents instead of 1,400: 1,370 fewer (98 %).').waitFor();
  const start = page.getByRole('button', { name: 'Restore 30 documents' });
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  // Without the move nothing is lost.
  await page.getByRole('checkbox', { name: /^Switch the alias when/ }).uncheck();
  await tick(page).waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: /^Switch the alias when/ }).check();
  await tick(page).check();
  await expectAccessible(page);
  await expectOnFirstScreen(start);
  await start.click();
  await expect.poll(async () => (await aliasesOf(url)).small, { timeout: 30_000 }).not.toEqual([second]);
  expect(await call<{ count: number }>(url, 'GET', '/small/_count')).toMatchObject({ count: 30 });
});
