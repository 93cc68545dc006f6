import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { createDocuments, generationName, moveAlias } from '../support/sample-cluster.ts';

const browser = useBrowser();
const OLDER = generationName('government', 2, 'aaaa1111-2222-4333-8444-555555555555');
const LIVE = generationName('government', 1, 'bbbb1111-2222-4333-8444-555555555555');
/** Letters that an address must encode. */
const STRANGE = 'a+b%c&d=é~f';
let url: string;
let dashboard: TestDashboard;
let home: string;

const aliasPage = (alias: string) => `${home}/alias/${encodeURIComponent(alias)}`;
const main = (page: Page) => page.getByRole('main');
const history = (page: Page) => page.getByRole('list', { name: /^History of/ });

/** For people who want to see the pages. */
async function pictures(page: Page, name: string): Promise<void> {
  const folder = process.env['ALIAS_PICTURES'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  for (const width of [390, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
  }
}

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, OLDER, { documents: createDocuments(30) });
  await seedIndex(url, LIVE, { documents: createDocuments(40), aliases: { government: {} } });
  await seedIndex(url, 'plain', { documents: createDocuments(3) });
  await seedIndex(url, 'odd-1', {
    documents: createDocuments(5),
    aliases: { [STRANGE]: { filter: { term: { views: 9007199254740991 } }, is_write_index: true } },
  });
  dashboard = await startDashboard({ elasticsearchUrl: url });
  home = `${dashboard.url}/${dashboard.cluster}`;
  await backUpAlias(url, dashboard.backupDirectory, 'government');
});
afterAll(() => dashboard.stop());

test('the page of an alias has its index, its documents, its indices by date and its backups', async () => {
  const page = await browser.open(aliasPage('government'));
  await page.getByRole('heading', { level: 1, name: 'government' }).waitFor();
  await page.getByRole('link', { name: 'All backups of government' }).waitFor();
  await page.getByText('last good').waitFor();
  await expect.poll(() => main(page).innerText()).toMatch(/Documents\s+40\s/);
  const rows = page.getByRole('table', { name: 'Indices of government' }).getByRole('row');
  expect(await rows.nth(1).innerText()).toContain('live');
  expect(await rows.nth(2).innerText()).toContain('previous');
  expect(await main(page).innerText()).toContain('No change of government is known here');
  await expectAccessible(page);
  await pictures(page, 'alias');
});

test('an index is added with a warning about writes, and the undo gives the alias what it had', async () => {
  const page = await browser.open(aliasPage('government'));
  await main(page).getByRole('link', { name: 'Add an index' }).click();
  await page.getByRole('heading', { level: 1, name: 'Add which index to government?' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: OLDER }).first().click();
  await page.getByText('Writes through government will fail').waitFor();
  await expectAccessible(page);
  await pictures(page, 'add');
  await page.getByRole('checkbox', { name: /the write index$/ }).check();
  await page.getByText('Writes through government will fail').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Add 1 index to government' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  const undo = page.getByRole('button', { name: 'Undo: remove the index from government' });
  await undo.waitFor();
  expect((await aliasesOf(url))['government']).toEqual([OLDER, LIVE]);
  await expectAccessible(page);
  await pictures(page, 'added');
  await undo.click();
  await expect.poll(async () => (await aliasesOf(url))['government']).toEqual([LIVE]);
  expect(await call(url, 'GET', `/${LIVE}/_alias`)).toEqual({ [LIVE]: { aliases: { government: {} } } });
});

test('removing the last index asks for the loss, deletes the alias, and its page shows how to get it again', async () => {
  const page = await browser.open(`${aliasPage('government')}/remove?index=${LIVE}`);
  await page.getByText('The alias government is deleted', { exact: true }).waitFor();
  const button = page.getByRole('button', { name: 'Remove 1 index and delete government' });
  await button.click({ force: true });
  expect((await aliasesOf(url))['government']).toEqual([LIVE]);
  await page.getByRole('checkbox', { name: /^I accept that government/ }).check();
  await pictures(page, 'remove');
  await button.click();
  await page.waitForURL(/\/jobs\/\d+$/);
  const job = page.url();
  await page.getByRole('button', { name: 'Undo: add the index to government again' }).waitFor();
  expect((await aliasesOf(url))['government']).toBeUndefined();

  await page.goto(aliasPage('government'));
  await page.getByText('There is no alias government').waitFor();
  await expect.poll(() => history(page).innerText()).toContain('Deleted; it pointed to');
  await page.getByRole('link', { name: 'Review pointing government to an existing index' }).waitFor();
  await page.getByRole('link', { name: 'All backups of government' }).waitFor();
  await expectAccessible(page);
  await pictures(page, 'missing');
  await page.goto(job);
  await page.getByRole('button', { name: 'Undo: add the index to government again' }).click();
  await expect.poll(async () => (await aliasesOf(url))['government']).toEqual([LIVE]);
});

test('a change by another client is in the history with the time between two checks, and names nobody', async () => {
  const page = await browser.open(aliasPage('government'));
  await history(page).getByText('by local with', { exact: false }).first().waitFor();
  expect(await history(page).innerText()).not.toContain('not by Restore Desk');
  await moveAlias(url, 'government', LIVE, OLDER);
  await expect
    .poll(() => history(page).innerText(), { timeout: 20_000 })
    .toMatch(/It showed 30 documents instead of 40\.[\s\S]*[Bb]etween [\s\S]*UTC, not by Restore Desk/);
  await pictures(page, 'history');
  // A restart does not forget it.
  await dashboard.restart();
  await page.reload();
  await expect.poll(() => history(page).innerText()).toContain('not by Restore Desk');
});

test('a name with letters that an address must encode, an index’s name, and an unknown one have their pages', async () => {
  const page = await browser.open(aliasPage(STRANGE));
  await page.getByRole('heading', { level: 1, name: STRANGE }).waitFor();
  await page.getByRole('region', { name: 'Filter' }).getByText('9007199254740991').waitFor();
  await page.goto(`${aliasPage(STRANGE)}/add?index=plain`);
  await page.getByRole('button', { name: `Add 1 index to ${STRANGE}` }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByRole('link', { name: `Open the alias ${STRANGE}` }).click();
  await page.getByRole('heading', { level: 1, name: STRANGE }).waitFor();
  expect((await aliasesOf(url))[STRANGE]).toEqual(['odd-1', 'plain']);

  await page.goto(aliasPage('plain'));
  await page.getByText('plain is an index, not an alias').waitFor();
  await page.goto(aliasPage('never-there'));
  await page.getByText('Nothing is known of it here').waitFor();
  await expectAccessible(page);
});
