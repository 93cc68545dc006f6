import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { runCommand } from '../support/command-line.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { createDocuments } from '../support/sample-cluster.ts';
import { expectPagesInOrder } from '../support/pages-in-order.ts';

const browser = useBrowser();
let folder: string;
let server: Server;
let dashboard: TestDashboard;
let home: string;

const ORDERS = 'orders-2026-11-20t02-00-00z-aaaa';
const USERS = 'users-2026-11-20t02-00-00z-bbbb';

const makeFolder = async (name: string) => {
  await mkdir(join(folder, name));
  await chmod(join(folder, name), 0o777);
};
const register = (name: string, settings: object = {}) =>
  call(server.url, 'PUT', `/_snapshot/${name}`, {
    type: 'fs',
    settings: { location: join(folder, name), ...settings },
  });
/** As another tool does, without metadata. */
const takeElsewhere = (repository: string, name: string, indices: string) =>
  call(server.url, 'PUT', `/_snapshot/${repository}/${name}?wait_for_completion=true`, {
    indices,
    include_global_state: false,
  });
const runHere = (...words: string[]) =>
  runCommand(words, {
    cwd: dashboard.directory,
    environment: { RESTORE_DESK_DATA: dashboard.dataDirectory, RESTORE_DESK_BACKUPS: dashboard.backupDirectory },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-snapshots-'));
  // The server runs as another user.
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  await seedIndex(server.url, ORDERS, { documents: createDocuments(50), aliases: { orders: {} } });
  await seedIndex(server.url, USERS, { documents: createDocuments(20), aliases: { users: {} } });
  await register('nightly');
  dashboard = await startDashboard({ elasticsearchUrl: server.url });
  home = `${dashboard.url}/${dashboard.cluster}`;
  const own = await runHere(
    'snapshot',
    server.url,
    'nightly',
    '--alias',
    'orders',
    '--name',
    'own',
    '--digest',
    '--json',
  );
  expect([own.code, own.stderr]).toEqual([0, expect.any(String)]);
  await takeElsewhere('nightly', 'foreign', `${ORDERS},${USERS}`);
});
afterAll(async () => {
  await dashboard?.stop();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const open = (address: string) => browser.open(`${home}${address}`);
const main = (page: Page) => page.getByRole('main').innerText();
const row = (page: Page, snapshot: string) =>
  page.getByRole('row').filter({ has: page.locator(`a[title="${snapshot}"]`) });
const backUp = async (alias: string) => {
  const { code, stderr } = await runHere('backup', server.url, dashboard.backupDirectory, '--alias', alias);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
};

test('snapshots are the backups of their aliases: complete and last good, without any zip file', async () => {
  const page = await open('/backups');
  await row(page, 'nightly/foreign').waitFor();
  const own = await row(page, 'nightly/own').innerText();
  expect(own).toMatch(/orders[\s\S]*nightly[\s\S]*complete[\s\S]*exact[\s\S]*50/);
  expect(own).toMatch(/added/);
  const foreign = await row(page, 'nightly/foreign').innerText();
  expect(foreign).toMatch(
    /orders and users[\s\S]*last good[\s\S]*2 indices[\s\S]*complete[\s\S]*proof unknown[\s\S]*unknown/,
  );
  expect(own).not.toContain('last good');
  expect(await main(page)).toContain('2 snapshots in 1 repository');
  expect(await main(page)).not.toMatch(/overdue|Never backed up/);
  await expectAccessible(page);
});

test('the kinds are counted, and each is listed alone', async () => {
  await backUp('users');
  const page = await open('/backups');
  const list = page.getByRole('table', { name: 'Backups', exact: true });
  await page.getByRole('button', { name: 'All 3' }).waitFor();
  await page.getByRole('button', { name: 'Zip files 1' }).click();
  await expect.poll(() => list.innerText()).not.toContain('nightly');
  expect(page.url()).toContain('kind=zip');
  await page.getByRole('button', { name: 'Snapshots 2' }).click();
  await expect.poll(() => list.innerText()).not.toContain('zip file');
  expect(await list.innerText()).toContain('nightly');
  expect(await page.getByRole('checkbox', { name: /^Select the backup/ }).count()).toBe(0);
});

test('the menu of an index leads to the backups that hold it, of both kinds', async () => {
  const page = await open('/indices');
  await page.getByRole('button', { name: `Actions for ${USERS}` }).click();
  await page.getByRole('link', { name: 'Backups of it' }).click();
  await page.waitForURL(/backups\?index=users-/);
  await row(page, 'nightly/foreign').waitFor();
  expect(await row(page, 'nightly/own').count()).toBe(0);
  expect(await page.getByRole('checkbox', { name: /^Select the backup users/ }).count()).toBe(1);
  await page.getByLabel('Holds the index').fill('nothing-*');
  await page.getByText('No backup that is listed holds nothing-*').waitFor();
  await page.getByLabel('Holds the index').fill('orders-*');
  await row(page, 'nightly/own').waitFor();
});

test('the overview counts a snapshot as the last backup, and leads to it', async () => {
  const page = await open('');
  const link = page.locator('a[href$="/snapshots/nightly/foreign"]').first();
  await link.waitFor();
  expect(await main(page)).not.toContain('overdue');
  await link.click();
  await page.getByRole('heading', { level: 1, name: 'foreign' }).waitFor();
});

test('one snapshot: what its job proved, its indices with shards and bytes, and the requests', async () => {
  const page = await open('/snapshots/nightly/own');
  await page.getByText('exactly 50 documents, with a digest').waitFor();
  const text = await main(page);
  expect(text).toContain('All 1 are saved.');
  expect(text).toContain('which Elasticsearch 8.19.9 can read');
  expect(text).toMatch(/Exact: nothing was written while it was taken/);
  expect(text).toMatch(/Added\s+[\d.]+ .?B/);
  const line = await page.getByRole('table', { name: 'Indices of the snapshot' }).getByRole('row').nth(1).innerText();
  expect(line).toMatch(/orders[\s\S]*1[\s\S]*[\d.]+ .?B/);
  const restore = page.getByRole('link', { name: `Restore ${ORDERS}` });
  expect(await restore.getAttribute('href')).toMatch(new RegExp(`/snapshots/nightly/own/restore/${ORDERS}$`));
  await page.getByText('Requests', { exact: true }).click();
  expect(await main(page)).toMatch(/curl -X PUT .*_snapshot\/nightly\/own\?wait_for_completion=false/);
  await expectAccessible(page);
});

test('a snapshot of another tool says what is not known of it', async () => {
  const page = await open('/snapshots/nightly/foreign');
  await page.getByText('Unknown: it was not taken by this installation').waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'orders' }).innerText()).toMatch(/unknown[\s\S]*unknown/);
});

test('documents are lost: from the overview a snapshot is restored with two clicks, and the alias has them again', async () => {
  const { hits } = await call<{ hits: { hits: { _id: string }[] } }>(server.url, 'GET', `/${ORDERS}/_search?size=45`);
  const page = await open('');
  await page.getByRole('heading', { level: 1 }).waitFor();
  for (const { _id } of hits.hits) await call(server.url, 'DELETE', `/${ORDERS}/_doc/${encodeURIComponent(_id)}`);
  await call(server.url, 'POST', `/${ORDERS}/_refresh`);
  const incident = page.getByRole('region', { name: 'orders lost 90 % of its documents' });
  await incident.waitFor({ timeout: 60_000 });
  const options = incident.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) });
  // The newest one first: it is older than the loss. Its documents are unknown; those of the other are proved.
  const [newest, counted] = [await options.nth(0).innerText(), await options.nth(1).innerText()];
  expect(newest).toMatch(/^Restore the snapshot of[\s\S]*Documents\s+unknown[\s\S]*Restore the snapshot/);
  expect(counted).toMatch(/^Or restore the snapshot of[\s\S]*Documents\s+50[\s\S]*complete, nothing was written while/);
  await expectAccessible(page);
  await incident.getByRole('link', { name: 'Restore 50 documents of orders' }).click();
  await page.waitForURL(new RegExp(`/snapshots/nightly/own/restore/${ORDERS}\\?alias=orders$`));
  await page.getByRole('button', { name: 'Restore orders' }).click();
  await page.waitForURL(/\/restore\/[^/]+\/\d+\/result$/, { timeout: 60_000 });
  const [restored] = (await aliasesOf(server.url))['orders']!;
  expect(restored).not.toBe(ORDERS);
  expect((await call<{ count: number }>(server.url, 'GET', '/orders/_count')).count).toBe(50);
  await page.goto(home);
  await expect.poll(() => main(page), { timeout: 30_000 }).not.toContain('orders lost');
});

test('a restore begins with the choice among backups of both kinds, and goes on to the review of the one chosen', async () => {
  const page = await open('/backups/choose?alias=users');
  await page.getByRole('heading', { level: 1, name: 'Restore users: from which backup?' }).waitFor();
  const choices = page.getByRole('group', { name: 'Backup to restore' });
  expect(await choices.getByRole('radio').count()).toBe(2);
  // The zip file is newer.
  expect(await choices.getByRole('radio').nth(0).isChecked()).toBe(true);
  expect(await choices.getByRole('radio').nth(0).getAttribute('aria-label')).toMatch(/20 documents$/);
  expect(await choices.innerText()).toMatch(
    /snapshot[\s\S]*nightly\/foreign[\s\S]*documents unknown[\s\S]*proof unknown/,
  );
  await expectAccessible(page);
  await choices.getByRole('radio', { name: /snapshot, documents unknown$/ }).check();
  await expect.poll(() => page.url()).toContain('backup=snapshot');
  await page.getByRole('button', { name: 'Review the restore' }).click();
  await page.waitForURL(new RegExp(`/snapshots/nightly/foreign/restore/${USERS}\\?alias=users$`));
  await page.getByRole('heading', { level: 1, name: /^Restore users from/ }).waitFor();
  await page
    .getByRole('navigation', { name: 'Steps of the restore' })
    .getByRole('link', { name: /Backup/ })
    .click();
  await page.waitForURL(/backups\/choose\?alias=users&backup=snapshot/);
  expect(await choices.getByRole('radio', { name: /snapshot, documents unknown$/ }).isChecked()).toBe(true);
});

test('a partial snapshot is never good, and says in words why', async () => {
  await call(server.url, 'PUT', '/lost?wait_for_active_shards=0&timeout=1ms', {
    settings: { 'index.routing.allocation.require._name': 'nobody', number_of_replicas: 0 },
    aliases: { losing: {} },
  });
  await call(server.url, 'PUT', '/_snapshot/nightly/half?wait_for_completion=true', {
    indices: `lost,${USERS}`,
    partial: true,
    include_global_state: false,
  });
  const page = await open('/backups?group=losing');
  await row(page, 'nightly/half').waitFor({ timeout: 30_000 });
  expect(await row(page, 'nightly/half').innerText()).toMatch(/partial[\s\S]*1 shard missing/);
  expect(await row(page, 'nightly/half').innerText()).not.toContain('last good');
  await expect.poll(() => main(page)).toMatch(/no good backup/);
  await page.goto(`${home}/snapshots/nightly/half`);
  await page.getByText('Its primary shard was not allocated (the index was red)').waitFor();
  expect(await main(page)).toContain('It never counts as a good backup.');
  const restore = page.getByRole('button', { name: 'Restore lost' });
  expect(await restore.getAttribute('aria-disabled')).toBe('true');
  await call(server.url, 'DELETE', '/lost');
});

test('a broken repository does not hide the others, and is named with its reason', async () => {
  await makeFolder('gone');
  // Otherwise the server lists what it remembers.
  await register('gone', { cache_repository_data: false });
  await takeElsewhere('gone', 'last', USERS);
  await rename(join(folder, 'gone'), join(folder, 'moved'));
  const page = await open('/backups');
  await page.getByText('The snapshots in gone can’t be listed').waitFor({ timeout: 30_000 });
  await row(page, 'nightly/own').waitFor();
  expect(await page.getByRole('checkbox', { name: /^Select the backup users/ }).count()).toBe(1);
  await expectAccessible(page);
  await call(server.url, 'DELETE', '/_snapshot/gone');
});

test('a snapshot in a read-only repository is no good backup of this cluster, and can’t be deleted', async () => {
  await call(server.url, 'PUT', '/_snapshot/theirs', {
    type: 'fs',
    settings: { location: join(folder, 'nightly'), readonly: true },
  });
  const page = await open('/backups');
  await row(page, 'theirs/foreign').waitFor({ timeout: 30_000 });
  expect(await row(page, 'theirs/foreign').innerText()).toContain('cluster unknown');
  await page.goto(`${home}/snapshots/theirs/foreign`);
  const remove = page.getByRole('button', { name: 'Delete snapshot' });
  await remove.waitFor();
  expect(await remove.getAttribute('aria-disabled')).toBe('true');
  await call(server.url, 'DELETE', '/_snapshot/theirs');
});

test('a snapshot is deleted when its name is typed', async () => {
  const page = await open('/snapshots/nightly/own');
  await page.getByRole('link', { name: 'Delete snapshot' }).click();
  await page.getByRole('heading', { level: 1, name: 'Delete own' }).waitFor();
  const button = page.getByRole('button', { name: 'Delete snapshot' });
  await button.click();
  await page.getByText('That is not the name.').waitFor();
  await page.getByLabel('Type the name of the snapshot to delete it').fill('own');
  await expectAccessible(page);
  await button.click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(() => main(page), { timeout: 30_000 }).toContain('own is deleted from nightly');
  await page.goto(`${home}/snapshots/nightly/own`);
  await page.getByText('There is no snapshot own in nightly').waitFor();
  browser.allowProblem(/status of 404/);
});

test('the last good backup of an alias is deleted only with a tick that names it; a zip file counts too', async () => {
  const page = await open('/snapshots/nightly/foreign/delete');
  await page.getByText('It is the last good backup of orders', { exact: true }).waitFor();
  // Of users there is a zip file.
  expect(await main(page)).not.toContain('orders, users');
  const button = page.getByRole('button', { name: 'Delete snapshot' });
  await page.getByLabel('Type the name of the snapshot to delete it').fill('foreign');
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(page);
  await page.getByRole('checkbox', { name: 'Delete it although it is the last good backup of orders' }).check();
  await expect.poll(() => button.getAttribute('aria-disabled')).not.toBe('true');
  expect(
    (await call<{ snapshots: unknown[] }>(server.url, 'GET', '/_snapshot/nightly/foreign')).snapshots,
  ).toHaveLength(1);
  await button.click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(() => main(page), { timeout: 30_000 }).toContain('foreign is deleted from nightly');
});

test('the snapshots of a repository lead to their pages', async () => {
  const page = await open('/repositories?name=nightly');
  await page.getByRole('link', { name: 'half' }).click();
  await page.getByRole('heading', { level: 1, name: 'half' }).waitFor();
});

test('the pages of snapshots are in order, dark and light, on phones and wide screens', async () => {
  await takeElsewhere('nightly', 'a-very-long-name-of-a-snapshot-that-somebody-gave-it-2026-11-28t03-00-00z', USERS);
  const long = `${home}/snapshots/nightly/a-very-long-name-of-a-snapshot-that-somebody-gave-it-2026-11-28t03-00-00z`;
  await expectPagesInOrder([`${home}/backups`, long, `${home}/snapshots/nightly/half`, `${long}/delete`]);
}, 240_000);
