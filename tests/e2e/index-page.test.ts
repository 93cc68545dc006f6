import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, sharedServer } from '../support/elasticsearch.ts';
import { fillSampleCluster, type SampleCluster } from '../support/sample-cluster.ts';
import { expectPagesInOrder } from '../support/pages-in-order.ts';

const STRANGE = 'a+b%c&d=é.1';
const PASSWORD = 'a password for the browser';
const browser = useBrowser();
let url: string;
let directory: string;
let dashboard: TestDashboard;
let sample: SampleCluster;

const addressOf = (name: string, cluster = 'test') => `${dashboard.url}/${cluster}/index/${encodeURIComponent(name)}`;

beforeAll(async () => {
  url = await sharedServer();
  directory = await mkdtemp(join(tmpdir(), 'index-page-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nclusters:\n  test: { name: search-test, url: "${url}", backups: backups }\n`,
  });
  sample = await fillSampleCluster(url, dashboard.backupDirectory);
  await call(url, 'PUT', `/${encodeURIComponent(STRANGE)}`, {
    settings: { number_of_replicas: 0 },
    mappings: {
      properties: Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`field_${n}`, { type: 'keyword' }])),
    },
  });
  await call(url, 'PUT', '/red-1?wait_for_active_shards=0&timeout=1ms', {
    settings: { 'index.routing.allocation.include._name': 'nobody', number_of_replicas: 0 },
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function open(name: string, as = 'ann', options: Parameters<typeof browser.open>[1] = {}): Promise<Page> {
  const page = await browser.open(addressOf(name), options);
  await page.getByLabel('Name').fill(as);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => address.pathname.includes('/index/'));
  return page;
}

test('a live index that lost documents leads to a restore, and shows where it is and what holds it', async () => {
  const page = await open(sample.damaged);
  await page.getByRole('heading', { level: 1, name: /^government · .+live$/ }).waitFor();
  expect(await page.getByRole('link', { name: 'Restore a backup' }).getAttribute('href')).toContain('alias=government');
  await page.getByText('Show full name').click();
  await page.getByText(sample.damaged, { exact: true }).waitFor();
  await page.getByRole('heading', { name: /^Shards/ }).waitFor();
  await page.getByText('primary 0').waitFor();
  await page.getByText(/^\d+ settings/).waitFor();
  await page.getByText('No backup that is listed here holds an index of this name.').waitFor();
  await page.getByRole('link', { name: 'government', exact: true }).last().waitFor();
  await expectAccessible(page);
  // The previous index is what the backup holds.
  await page.goto(addressOf(sample.previous));
  await page.getByRole('link', { name: 'Switch government to it' }).waitFor();
  const held = page.getByRole('table', { name: 'Backups that hold this index' });
  expect(await held.getByRole('link').first().getAttribute('href')).toContain('/backups/government/');
  await page
    .getByText(/equal to its newest backup/)
    .first()
    .waitFor();
});

test('the name of an index in the list leads to its page', async () => {
  const page = await open(sample.damaged);
  await page.goto(`${dashboard.url}/test/indices?filter=government`);
  await page
    .locator(`a[href$="/index/${encodeURIComponent(sample.previous)}"]`)
    .first()
    .click();
  await page.waitForURL(addressOf(sample.previous));
  await page.getByRole('heading', { level: 1, name: /^government/ }).waitFor();
});

test('a red index says which shard is on no node, and why', async () => {
  const page = await open('red-1');
  await page.getByRole('heading', { name: 'Red: at least one primary shard is on no node' }).waitFor();
  // The line above every page says it too.
  const main = page.getByRole('main');
  await main
    .getByText(/1 primary shard of red-1 is unassigned: .*does not match/)
    .first()
    .waitFor();
  await page.getByText(/primary 0: not assigned since the index was created/).waitFor();
  expect(await main.innerText()).toMatch(/Documents\s+unknown\s+not all can be read/);
});

test('of many fields the searched ones are found, under a strange name', async () => {
  const page = await open(STRANGE);
  await page.getByText('Mappings', { exact: true }).click();
  await page.getByText('The first 200 of 300 fields.').waitFor();
  await page.getByLabel('Find a field, type or analyzer').fill('field_29');
  await page.getByText('11 fields', { exact: true }).waitFor();
});

test('a deleted index, a closed one and an alias say what they are', async () => {
  await call(url, 'DELETE', `/${sample.older}`);
  const page = await open(sample.older);
  await page.getByRole('heading', { name: 'There is no index of this name' }).waitFor({ timeout: 20_000 });
  await page.getByRole('link', { name: 'Restore a backup of its alias' }).waitFor();
  await page.goto(addressOf(sample.closed));
  await page.getByRole('heading', { name: 'This index is closed' }).waitFor();
  await page.goto(addressOf('government'));
  await page.getByRole('link', { name: 'Open the alias' }).waitFor();
  await page.getByTitle(sample.damaged, { exact: true }).waitFor();
});

test('a viewer reads everything, and each action says why it is not possible', async () => {
  const page = await open(sample.previous, 'vic');
  await page.getByRole('button', { name: 'Switch government to it' }).waitFor();
  await page.getByRole('button', { name: 'More actions for this index' }).click();
  const remove = page.getByRole('button', { name: /^Delete this index/ });
  expect(await remove.getAttribute('aria-disabled')).toBe('true');
  expect(await remove.innerText()).toMatch(/you are a viewer/);
  await page.goto(addressOf(sample.damaged));
  await page.getByRole('heading', { name: 'History' }).waitFor();
});

test('the page is in order at every width, for axe and fingers, and loads little JavaScript', async () => {
  const direct = await startDashboard({
    elasticsearchUrl: url,
    env: { RESTORE_DESK_BACKUPS: dashboard.backupDirectory },
  });
  try {
    const starts = [sample.damaged, STRANGE].map(
      (name) => `${direct.url}/${direct.cluster}/index/${encodeURIComponent(name)}`,
    );
    await expectPagesInOrder(starts);
    await takePictures(starts);
  } finally {
    await direct.stop();
  }
}, 120_000);

/** For people: pictures of the page in a folder that is named in the environment. */
async function takePictures(addresses: readonly string[]): Promise<void> {
  const folder = process.env['INDEX_PAGE_PICTURES'];
  if (folder === undefined) return;
  for (const theme of ['light', 'dark'] as const)
    for (const width of [390, 768, 1024, 1440])
      for (const [place, address] of addresses.entries()) {
        const page = await browser.open(address, { width, theme });
        await page.getByRole('heading', { name: /^Shards/ }).waitFor();
        await page.screenshot({ path: join(folder, `index-${place}-${width}-${theme}.png`), fullPage: true });
        await page.close();
      }
}
