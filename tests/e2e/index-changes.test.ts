import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { createDocuments } from '../support/sample-cluster.ts';

const PASSWORD = 'a password for changes';
const LIVE = 'orders-2026-11-22t02-00-00z-2222';
const OLD = 'orders-2026-11-20t02-00-00z-1111';
const ODD = 'sale+50%&x=é~1';
const browser = useBrowser();
let directory: string;
let dashboard: TestDashboard;
let server: string;
const states = new Map<string, Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>>();

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  await seedIndex(server, LIVE, { documents: createDocuments(120), aliases: { orders: {} } });
  await seedIndex(server, OLD, { documents: createDocuments(40), aliases: { 'orders-before': {} } });
  await seedIndex(server, ODD, { documents: createDocuments(3) });
  directory = await mkdtemp(join(tmpdir(), 'index-changes-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ada', 'admin'],
    ['ann', 'operator'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  const cluster = (key: string, more: string) => `  ${key}: { name: search-${key}, url: "${server}", ${more} }\n`;
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nclusters:\n${cluster('production', 'backups: backups, protected: { approval: false }')}${cluster('frozen', 'backups: backups, readOnly: true')}`,
  });
  await backUpAlias(server, dashboard.backupDirectory, 'orders-before');
  await call(server, 'POST', '/_aliases', { actions: [{ remove: { index: OLD, alias: 'orders-before' } }] });
});
afterAll(async () => {
  await dashboard?.stop();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});

/** A page of a person, who signs in once. */
async function openAs(name: string, path: string, options: Parameters<typeof browser.open>[1] = {}): Promise<Page> {
  const storageState = states.get(name);
  const page = await browser.open(`${dashboard.url}${path}`, { ...options, ...(storageState ? { storageState } : {}) });
  if (storageState !== undefined) return page;
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  states.set(name, await page.context().storageState());
  return page;
}

const review = (index: string, change: 'open' | 'close' | 'delete', cluster = 'production') =>
  `/${cluster}/index/${encodeURIComponent(index)}/${change}`;
const main = (page: Page) => page.getByRole('main').innerText();
const stateOf = async (index: string) => {
  const rows = await call<{ status: string }[]>(
    server,
    'GET',
    `/_cat/indices/${encodeURIComponent(index)}?format=json`,
  );
  return rows[0]?.status;
};
const isThere = async (index: string) =>
  (await fetch(`${server}/${encodeURIComponent(index)}`, { method: 'HEAD' })).status === 200;

/** Pictures for the eye, where somebody asks for them. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['INDEX_CHANGES_PICTURES'];
  if (folder === undefined) return;
  for (const width of [390, 768, 1024, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
}

test('an index is closed, and opened again from its result, whatever characters its name has', async () => {
  const page = await openAs('ann', review(ODD, 'close'));
  await page.getByRole('heading', { level: 1, name: `Close ${ODD}` }).waitFor();
  await page.getByRole('group', { name: 'After' }).getByText('Closed').waitFor();
  await expectAccessible(page);
  await picture(page, 'close');
  await page.getByRole('button', { name: `Close ${ODD}` }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(() => stateOf(ODD)).toBe('close');
  await page.getByRole('heading', { name: 'The index is closed' }).waitFor();
  await expectAccessible(page);
  await picture(page, 'closed');
  await page.getByRole('link', { name: 'Open it again' }).click();
  await page.getByRole('button', { name: `Open ${ODD}` }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByRole('heading', { name: 'The index is open' }).waitFor();
  expect(await stateOf(ODD)).toBe('open');
});

test('a live index of a protected cluster is closed after a tick with its documents and the typed alias, and opened unguarded', async () => {
  const page = await openAs('ann', review(LIVE, 'close'));
  const button = page.getByRole('button', { name: /^Close orders/ });
  const tick = page.getByRole('checkbox', {
    name: 'I accept that searches through orders fail, and that 120 documents are not found.',
  });
  await tick.waitFor();
  await picture(page, 'close-live');
  await button.click({ force: true });
  expect(await stateOf(LIVE)).toBe('open');
  // Another number: it is asked again.
  await tick.check();
  const more = Array.from({ length: 30 }, () => '{"index":{}}\n{"title":"more"}\n').join('');
  await call(server, 'POST', `/${LIVE}/_bulk?refresh=true`, more);
  await page.getByText('The number has changed since you ticked this').waitFor();
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(page);
  await page.getByRole('checkbox', { name: /^I accept .* 150 documents are not found/ }).check();
  // The cluster is protected: the name is typed too.
  await button.click({ force: true });
  expect(await stateOf(LIVE)).toBe('open');
  await page.getByLabel(/is protected: type the name of the alias/).fill('orders');
  await picture(page, 'close-protected');
  await button.click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByText('Searches through orders fail while').first().waitFor();
  expect((await fetch(`${server}/orders/_search`)).status).toBe(400);
  // Opening it is the undo, and is not guarded.
  await page.getByRole('link', { name: 'Open it again' }).click();
  await page.getByRole('button', { name: /^Open orders/ }).click();
  await expect.poll(() => stateOf(LIVE)).toBe('open');
});

test('an index is deleted by its typed name, with the backups that hold it, and one without any says so', async () => {
  const page = await openAs('ada', review(OLD, 'delete'));
  await page.getByRole('region', { name: 'Backups that hold it' }).getByText('backup file').waitFor();
  await page.getByText('Nothing was written to the index after the newest good one was taken.').waitFor();
  await expectAccessible(page);
  await picture(page, 'delete');
  const field = page.getByLabel('Type the name of the index to delete it');
  const button = page.getByRole('button', { name: /^Delete orders/ });
  await field.fill('orders 2222');
  await button.click();
  await page.getByText('That is not the name.').waitFor();
  await field.fill('orders 1111');
  await button.click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByRole('heading', { name: /^The index is deleted/ }).waitFor();
  await expectAccessible(page);
  await picture(page, 'deleted');
  expect([await isThere(OLD), await isThere(LIVE)]).toEqual([false, true]);

  await page.goto(`${dashboard.url}${review(ODD, 'delete')}`);
  await page.getByText('No backup and no snapshot of this index is known here: its documents will be lost.').waitFor();
});

test('an index with an alias can’t be deleted, and the page leads to the alias', async () => {
  const page = await openAs('ada', review(LIVE, 'delete'));
  const link = page.getByRole('link', { name: 'Open the alias orders' });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe('/production/alias/orders');
  expect(await page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
  await expectAccessible(page);
  await picture(page, 'delete-aliased');
  await page.goto(`${dashboard.url}${review('.ds-logs-000001', 'delete')}`);
  browser.allowProblem(/status of 4\d\d/);
  await page.getByText('is an index of a data stream, and Restore Desk does not change those').waitFor();
});

test('a viewer changes nothing, an operator deletes nothing, and a read-only cluster is not changed', async () => {
  const reason = async (name: string, path: string, button: RegExp) => {
    const page = await openAs(name, path);
    await page.goto(`${dashboard.url}${path}`);
    const blocked = page.getByRole('button', { name: button });
    await blocked.waitFor();
    expect(await blocked.getAttribute('aria-disabled')).toBe('true');
    return main(page);
  };
  expect(await reason('vic', review(ODD, 'close'), /^Close/)).toContain('Only an operator');
  expect(await reason('ann', review(ODD, 'delete'), /^Delete/)).toContain('Only an admin');
  expect(await reason('ada', review(ODD, 'close', 'frozen'), /^Close/)).toContain('read-only');
});
