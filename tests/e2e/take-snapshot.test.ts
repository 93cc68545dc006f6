import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { createDocuments } from '../support/sample-cluster.ts';
import { expectPagesInOrder } from '../support/pages-in-order.ts';

const browser = useBrowser();
let folder: string;
let server: Server;
let dashboard: TestDashboard;
let home: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-take-'));
  // The server runs as another user.
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  await seedIndex(server.url, 'orders-1', { documents: createDocuments(300), aliases: { orders: {} } });
  dashboard = await startDashboard({ elasticsearchUrl: server.url });
  home = `${dashboard.url}/${dashboard.cluster}`;
}, 600_000);
afterAll(async () => {
  await dashboard?.stop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Listed {
  snapshots: { snapshot: string; state: string; indices: string[]; metadata: Record<string, unknown> }[];
}
const listed = async (name = '_all') =>
  (await call<Listed>(server.url, 'GET', `/_snapshot/nightly/${encodeURIComponent(name)}`)).snapshots;
const register = (name: string, settings: object) =>
  call(server.url, 'PUT', `/_snapshot/${name}`, {
    type: 'fs',
    settings: { location: join(folder, name), ...settings },
  });
const open = (query: string) => browser.open(`${home}/backups/new?${query}`);
const main = (page: Page) => page.getByRole('main').innerText();
const way = (page: Page, name: RegExp) => page.getByRole('radio', { name });
const takeButton = (page: Page) => page.getByRole('button', { name: 'Take snapshot' });
const done = (page: Page, text: string) => expect.poll(() => main(page), { timeout: 60_000 }).toContain(text);

test('without a repository zip files are recommended, and a snapshot is explained', async () => {
  const page = await open('aliases=orders');
  await page.getByText('No repository is registered.').waitFor();
  expect(await way(page, /^Zip file Recommended/).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Back up 1 index' }).waitFor();
  await way(page, /^Snapshot/).check();
  await page.getByText('A snapshot is a copy that the nodes of Test search write into a repository').waitFor();
  expect(await takeButton(page).count()).toBe(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Register repository' }).click();
  await page.getByRole('heading', { level: 1, name: 'Register a repository' }).waitFor();
});

test('a snapshot is taken as it is shown, and its job proves it', async () => {
  await register('nightly', {});
  const page = await open('aliases=orders');
  await page.getByText(/fits into zip files, and every document of them is counted/).waitFor();
  await way(page, /^Snapshot/).check();
  await page.getByText(/^Takes the snapshot orders-\d{4}-/).waitFor();
  await page.getByLabel('Reason (optional)').fill('before the release');
  await page.getByRole('checkbox', { name: 'Also read a digest' }).check();
  await expect.poll(() => page.url()).toMatch(/as=snapshot.*why=before/);
  await expectAccessible(page);
  await page.reload();
  await page.getByText('a digest of each index that was not written to').waitFor();
  expect(await page.getByLabel('Reason (optional)').inputValue()).toBe('before the release');
  const table = page.getByRole('table', { name: 'Indices of the snapshot' });
  expect(await table.innerText()).toMatch(/orders-1\s+300/);
  await page.getByText('Show requests as curl').click();
  expect(await main(page)).toContain('/_snapshot/nightly/orders-');
  await takeButton(page).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await done(page, 'Exact: 300 documents, with a digest');
  await expectAccessible(page);
  const [taken, ...others] = await listed();
  expect(others).toEqual([]);
  expect(taken).toMatchObject({
    state: 'SUCCESS',
    indices: ['orders-1'],
    metadata: { why: 'before the release', aliases: [['orders', 'orders-1']] },
  });
  expect(await main(page)).toContain(taken!.snapshot);
});

test('a name that a snapshot can’t have is refused beside its field, and one that exists by a check', async () => {
  const page = await open('aliases=orders&as=snapshot');
  await takeButton(page).waitFor();
  browser.allowProblem(/status of 400/);
  await page.getByRole('textbox', { name: 'Name' }).fill('Upper');
  await page.getByText('A snapshot’s name is lower case.').waitFor();
  expect(await takeButton(page).count()).toBe(0);
  const [{ snapshot }] = (await listed()) as [Listed['snapshots'][0]];
  await page.getByRole('textbox', { name: 'Name' }).fill(snapshot);
  await page.getByText(`There is a snapshot ${snapshot} already`).first().waitFor();
  expect(await takeButton(page).getAttribute('aria-disabled')).toBe('true');
  await page.getByRole('textbox', { name: 'Name' }).fill('mine');
  await page.getByText('Takes the snapshot mine into nightly').waitFor();
  await takeButton(page).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await done(page, 'mine is complete');
  expect(await listed('mine')).toHaveLength(1);
});

test('an index that can’t be in a snapshot is left out by name', async () => {
  await seedIndex(server.url, 'sick-1', { documents: createDocuments(1), aliases: { sick: {} } });
  await call(server.url, 'PUT', '/sick-2?wait_for_active_shards=0&timeout=1s', {
    settings: { 'index.routing.allocation.require._name': 'nowhere', number_of_replicas: 0 },
    aliases: { sick: {} },
  });
  const page = await open('aliases=sick&as=snapshot');
  await page.getByText('sick-2 is left out').waitFor();
  expect(await page.getByRole('table', { name: 'Indices of the snapshot' }).innerText()).not.toContain('sick-2');
  await call(server.url, 'DELETE', '/sick-1,sick-2');
});

test('a read-only repository can’t be chosen, and an address that names it says so', async () => {
  await register('archive', { readonly: true });
  const page = await open('aliases=orders&as=snapshot');
  const field = page.getByLabel('Repository');
  await field.waitFor();
  expect(await field.locator('option').allInnerTexts()).toEqual(['nightly']);
  const named = await open('aliases=orders&as=snapshot&repository=archive');
  await named.getByText('archive is not registered, or it is read-only.').waitFor();
  await expect.poll(() => takeButton(named).getAttribute('aria-disabled')).toBe('true');
  await call(server.url, 'DELETE', '/_snapshot/archive');
});

test('a running snapshot shows how much is copied in bytes, and is cancelled', async () => {
  const text = () => Array.from({ length: 250 }, () => Math.random().toString(36).slice(2)).join(' ');
  await seedIndex(server.url, 'large-1', {
    documents: Array.from({ length: 1_500 }, (_, id) => ({ id: String(id), source: { text: text() } })),
  });
  await register('nightly', { max_snapshot_bytes_per_sec: '200kb' });
  const page = await open('indices=large-1&as=snapshot&name=slow');
  await takeButton(page).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(() => main(page), { timeout: 60_000 }).toMatch(/Copying what is new[\s\S]*of \d+(\.\d+)? [kM]B/);
  await expectAccessible(page);
  await page
    .getByRole('button', { name: /^Cancel/ })
    .first()
    .click();
  await done(page, 'cancelled');
  await expect.poll(async () => (await listed()).map(({ snapshot }) => snapshot)).not.toContain('slow');
  await register('nightly', {});
});

test('the page is in order with a snapshot chosen, dark and light, on phones and wide screens', async () => {
  await expectPagesInOrder([`${home}/backups/new?aliases=orders&as=snapshot`, `${home}/jobs/1`]);
}, 180_000);
