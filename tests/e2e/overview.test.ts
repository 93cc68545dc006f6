import { afterAll, beforeAll, expect, test } from 'vitest';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import {
  createDocuments,
  generationName,
  moveAlias,
  fillSampleCluster,
  type SampleCluster,
} from '../support/sample-cluster.ts';
import { openFold } from '../support/open-fold.ts';
import { at } from '../../lib/contract/by-name.ts';
import type { Overview } from '../../lib/contract/overview.ts';

const browser = useBrowser();
let url: string;
let dashboard: TestDashboard;
let sample: SampleCluster;
let home: string;

beforeAll(async () => {
  url = await sharedServer();
  dashboard = await startDashboard({ elasticsearchUrl: url });
  home = `${dashboard.url}/${dashboard.cluster}`;
  sample = await fillSampleCluster(url, dashboard.backupDirectory);
});
afterAll(() => dashboard.stop());

test('the only cluster is opened without a choice, and the sidebar names it and its environment', async () => {
  const page = await browser.open(dashboard.url);
  await page.waitForURL(home);
  const bar = page.getByRole('complementary');
  await expect.poll(() => bar.innerText()).toMatch(/Test search/);
  expect(await bar.innerText()).toMatch(/test/i);
  expect(await bar.innerText()).toMatch(/Local, no sign-in/);
});

test('a page has one title, and keeps its icon after a navigation', async () => {
  const page = await browser.open(home);
  await expect.poll(() => page.title()).toBe('Test search · Restore Desk');
  // As browsers find an icon for a tab, and as they request one for a document that names none.
  const icon = await page.locator('head > link[rel="icon"]').elementHandle();
  for (const path of ['/favicon.ico', await icon!.getAttribute('href')]) {
    const { status, headers } = await fetch(new URL(path!, dashboard.url));
    expect({ path, status, type: headers.get('content-type')?.startsWith('image/') }).toEqual({
      path,
      status: 200,
      type: true,
    });
  }
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs' }).click();
  await expect.poll(() => page.title()).toBe('Jobs · Test search · Restore Desk');
  expect(await icon!.evaluate((link) => link.isConnected)).toBe(true);
});

test('an alias with fewer documents than its last good backup is an incident, with both ways out compared', async () => {
  const page = await browser.open(home);
  const incident = page.getByRole('region', { name: 'government lost 85 % of its documents' });
  await incident.waitFor();
  expect(await incident.innerText()).toMatch(
    /61\s*of 412 documents[\s\S]*(switched to another index|points to another index)/,
  );
  expect(await page.getByRole('alert').filter({ hasText: 'government lost 85 %' }).count()).toBe(1);
  const options = incident.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2 }) });
  expect(await options.count()).toBe(2);
  // The index that was backed up still has all documents: a switch is faster than a restore.
  expect(await options.nth(0).innerText()).toMatch(/Switch to the previous index\s*Recommended[\s\S]*412/);
  expect(await options.nth(1).innerText()).toMatch(/Or restore the backup of[\s\S]*412[\s\S]*not verified yet/);
  for (const option of await options.all())
    expect(await option.innerText()).toMatch(/Documents[\s\S]*Data as of[\s\S]*Missing[\s\S]*Time/);
  const restore = await incident
    .getByRole('link', { name: 'Restore 412 documents of government' })
    .getAttribute('href');
  expect(decodeURIComponent(restore ?? '')).toContain(sample.backup);
  const back = await incident.getByRole('link', { name: 'Switch alias of government' }).getAttribute('href');
  expect(back).toContain(`index=${sample.previous}`);
});

test('a phone has the recommended way in view at the bottom, and the other one in a menu', async () => {
  const page = await browser.open(home, { width: 390, height: 844 });
  await page.getByRole('region', { name: 'government lost 85 % of its documents' }).waitFor();
  const primary = page.getByRole('link', { name: 'Switch alias of government' });
  expect(await primary.count()).toBe(1);
  const box = await primary.boundingBox();
  expect(box!.y + box!.height).toBeLessThanOrEqual(844);
  expect(box!.height).toBeGreaterThanOrEqual(44);
  await page.getByRole('button', { name: 'Other ways' }).click();
  await page.getByRole('link', { name: /^Restore the backup of/ }).click();
  await page.waitForURL(/\/restore/);
});

test('each alias shows its index, its difference from the backup, and its problems', async () => {
  const page = await browser.open(home);
  const row = (alias: string) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name: alias, exact: true }) });
  await row('government').waitFor();
  expect(await row('government').innerText()).toMatch(/lost 85 %[\s\S]*61[\s\S]*−351/i);
  expect(await row('detailed').innerText()).toMatch(/as expected[\s\S]*120[\s\S]*not verified yet/i);
  expect(await row('page-traffic').innerText()).toMatch(/on two indices[\s\S]*81[\s\S]*overdue/i);
});

test('an alias that no index has any more, but that was backed up today, is an incident with both ways to bring it back', async () => {
  const live = generationName('detailed', 2);
  await call(url, 'POST', '/_aliases', { actions: [{ remove: { index: live, alias: 'detailed' } }] });
  const page = await browser.open(home);
  const row = page.getByRole('listitem').filter({ hasText: 'The alias detailed is missing' });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/0 of 120 documents found by searches[\s\S]*so searches for it fail/);
  await expectAccessible(page);
  await row.getByRole('link', { name: 'Switch alias of detailed' }).click();
  await page.getByRole('button', { name: 'Switch detailed' }).click();
  await page.waitForURL(/jobs\/\d+$/);
  await page.goto(home);
  await page.getByRole('heading', { name: /^government lost 85 %/ }).waitFor();
  await expect.poll(() => row.count()).toBe(0);
});

test('an alias on a closed index is an incident, with the way to open it', async () => {
  const live = generationName('detailed', 2);
  await call(url, 'POST', `/${live}/_close`);
  const page = await browser.open(home);
  const row = page.getByRole('listitem').filter({ hasText: 'The index of detailed is closed' });
  await row.getByRole('link', { name: 'Open the index of detailed' }).click();
  await page
    .getByText(/^detailed.* is closed/)
    .first()
    .waitFor();
  await call(url, 'POST', `/${live}/_open`);
});

test('health is a word and a shape, with its causes and the nodes’ disks compared with their watermarks', async () => {
  await seedIndex(url, 'needs-a-replica', { settings: { number_of_replicas: 1 }, documents: createDocuments(1) });
  const page = await browser.open(home);
  const strip = page.getByRole('region', { name: 'Cluster health' });
  await expect.poll(() => strip.innerText(), { timeout: 20_000 }).toMatch(/Yellow/);
  await expect
    .poll(() => page.getByRole('region', { name: 'Health problem' }).innerText())
    .toMatch(/needs-a-replica is unassigned/);
  expect(await strip.locator('svg').count()).toBeGreaterThan(0);
  const health = await openFold(page, 'health');
  await expect
    .poll(() => health.innerText(), { timeout: 20_000 })
    .toMatch(/Yellow[\s\S]*Disk \d+ %[\s\S]*Heap \d+ %[\s\S]*watermarks/);
  await call(url, 'DELETE', '/needs-a-replica');
});

test('changes of documents and aliases are shown without a reload, also changes made outside the product', async () => {
  const page = await browser.open(home);
  const row = (alias: string) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name: alias, exact: true }) });
  const government = row('government');
  await row('detailed').waitFor();
  // The next poll is compared with what the page has shown.
  await expect.poll(() => government.innerText(), { timeout: 20_000 }).toMatch(/61/);
  await call(url, 'PUT', `/${sample.older}/_doc/new?refresh=true`, { title: 'one more' });
  await moveAlias(url, 'government', sample.damaged, sample.older);
  await expect.poll(() => government.innerText(), { timeout: 20_000 }).toMatch(/301/);
  const changes = await openFold(page, 'changes');
  await expect
    .poll(() => changes.innerText(), { timeout: 10_000 })
    .toMatch(
      /Alias government was switched from .* to .*, with 301 documents instead of 61\.[\s\S]*not by Restore Desk/,
    );
  await moveAlias(url, 'government', sample.older, sample.damaged);
}, 120_000);

test('names from the cluster are always shown as text', async () => {
  await seedIndex(url, "o'brien&copy;-%22-index", {
    documents: createDocuments(2),
    aliases: { 'a&lt;b&amp;': {}, '{{7-7}}$(id)': {} },
  });
  const page = await browser.open(home);
  await expect
    .poll(() => page.getByRole('link', { name: 'a&lt;b&amp;', exact: true }).count(), { timeout: 20_000 })
    .toBe(1);
  expect(await page.getByRole('link', { name: '{{7-7}}$(id)', exact: true }).count()).toBe(1);
  await call(url, 'DELETE', `/${encodeURIComponent("o'brien&copy;-%22-index")}`);
});

test.each([
  [1440, 'dark'],
  [1440, 'light'],
  [390, 'dark'],
  [390, 'light'],
] as const)('at %i px, %s, axe finds nothing and nothing scrolls sideways', async (width, theme) => {
  const page = await browser.open(home, { width, theme });
  await page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: 'government', exact: true }) })
    .waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test('the first Tab offers to skip to the content, and the theme is kept', async () => {
  const page = await browser.open(home, { theme: 'dark' });
  await page.getByRole('link', { name: 'Restore 412 documents of government' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the page');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  const theme = page.getByRole('button', { name: /Theme: / });
  await theme.click();
  await theme.click();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
});

test('a first visit loads less than 200 KB of compressed JavaScript', async () => {
  const page = await browser.open('about:blank');
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  session.on('Network.responseReceived', (event) => {
    if (event.type === 'Script') scripts.add(event.requestId);
  });
  session.on('Network.loadingFinished', (event) => {
    if (scripts.has(event.requestId)) bytes += event.encodedDataLength;
  });
  await page.goto(home);
  await page.getByRole('link', { name: 'Restore 412 documents of government' }).waitFor();
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(200_000);
});

test('an alias has the same backups on every page, in any folder, and the clicked alias is the one restored', async () => {
  // One index with two aliases, of which one has been damaged since; and one alias of two indices.
  const shared = generationName('shared', 3);
  const broken = generationName('all-content', 0);
  await seedIndex(url, shared, { documents: createDocuments(100), aliases: { shared: {}, 'all-content': {} } });
  const backup = await backUpAlias(url, dashboard.backupDirectory, 'shared');
  await seedIndex(url, broken, { documents: createDocuments(9) });
  await moveAlias(url, 'all-content', shared, broken);
  await backUpAlias(url, dashboard.backupDirectory, 'page-traffic');

  const page = await browser.open(home);
  const main = () => page.getByRole('main').innerText();
  const incident = page.getByRole('listitem').filter({ hasText: 'all-content lost 91 % of its documents' });
  await incident.getByRole('link', { name: 'Restore 100 documents of all-content' }).click({ timeout: 20_000 });
  await page.getByRole('heading', { level: 1, name: /^Restore all-content from/ }).waitFor();
  expect(decodeURIComponent(page.url())).toContain(backup);
  await expect.poll(main, { timeout: 20_000 }).toMatch(/Switch the alias all-content in one step/);
  expect(await main()).not.toMatch(/the alias shared/);

  await page.goto(home);
  const traffic = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'page-traffic', exact: true }) });
  await expect.poll(() => traffic.innerText(), { timeout: 20_000 }).not.toMatch(/overdue/);
  await traffic.getByRole('button', { name: 'Actions for page-traffic' }).click();
  await traffic.getByRole('link', { name: 'Restore a backup' }).click();
  await expect.poll(() => page.getByRole('radio').count()).toBe(2);
  await page.getByRole('button', { name: 'Review the restore' }).click();
  await page.getByRole('heading', { level: 1, name: /^Restore page-traffic from/ }).waitFor();
  await page.goto(`${home}/backups`);
  await expect.poll(main).toMatch(/page-traffic/);
  expect(await main()).not.toMatch(/page-traffic[^\n]*overdue|Never backed up: [^\n]*page-traffic/);
  await page.goto(`${home}/backups/new`);
  await expect.poll(main).toMatch(/page-traffic 2 indices, 81 documents\s+last /);
  for (const index of [shared, broken]) await call(url, 'DELETE', `/${index}`);
});

test('polled data is compressed, and readable', async () => {
  for (const path of ['overview', 'indices/map']) {
    const answer = await fetch(`${dashboard.url}/api/${dashboard.cluster}/${path}`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(Object.keys((await answer.json()) as object)).toContain('takenAt');
  }
});

test('the last 24 hours of an alias are kept across a restart, with the moment of a drop', async () => {
  const counted = async () => {
    const answer = await fetch(`${dashboard.url}/api/${dashboard.cluster}/overview`);
    const { history } = (await answer.json()) as Overview;
    return at(history.counts, 'detailed') ?? [];
  };
  const live = generationName('detailed', 2);
  await expect.poll(async () => (await counted()).at(-1)?.[2], { timeout: 20_000 }).toBe(120);
  for (const id of ['/1', '/2']) await call(url, 'DELETE', `/${live}/_doc/${encodeURIComponent(id)}?refresh=true`);
  await expect.poll(async () => (await counted()).at(-1)?.[2], { timeout: 20_000 }).toBe(118);
  const before = await counted();
  await dashboard.restart();
  await expect.poll(async () => (await counted()).length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(await counted()).toEqual(before);
});

test('the plot of an incident says each value to the keyboard and to screen readers', async () => {
  const page = await browser.open(home);
  const incident = page.getByRole('region', { name: 'government lost 85 % of its documents' });
  const plot = incident.getByRole('slider', { name: /^Documents of government/ });
  await plot.focus();
  await expect.poll(() => plot.getAttribute('aria-valuetext')).toMatch(/UTC: 61 documents$/);
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Home');
  await expect.poll(() => plot.getAttribute('aria-valuetext')).toMatch(/UTC: not known$/);
  expect(await incident.getByRole('table', { name: /^Documents of government/ }).innerText()).toMatch(/61/);
});
