import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AliasMap, MapEntry } from '../../lib/contract/alias-map.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, sharedServer } from '../support/elasticsearch.ts';
import { fillSampleCluster, type SampleCluster } from '../support/sample-cluster.ts';

const browser = useBrowser();
let dashboard: TestDashboard;
let sample: SampleCluster;
let indices: string;
let url: string;

beforeAll(async () => {
  url = await sharedServer();
  dashboard = await startDashboard({ elasticsearchUrl: url });
  indices = `${dashboard.url}/${dashboard.cluster}/indices`;
  sample = await fillSampleCluster(url, dashboard.backupDirectory);
});
afterAll(() => dashboard.stop());

/** The rows of an alias's indices, whose full names are in a popover. */
const rowsOf = (page: Page, alias: string) =>
  page.getByRole('row').filter({ has: page.getByTitle(new RegExp(`^${alias}-`)) });
const documentsIn = async (page: Page, alias: string) =>
  (await rowsOf(page, alias).locator('[role=cell]:nth-child(4)').allInnerTexts()).map(Number);

test('each alias shows its indices, newest first, and marks the live one and what it has lost', async () => {
  const page = await browser.open(`${indices}?filter=government`);
  const rows = rowsOf(page, 'government');
  // The first response may be from before the alias was moved.
  await expect.poll(() => rows.first().innerText()).toMatch(/live[\s\S]*61/);
  await expect.poll(() => rows.count()).toBe(3);
  const texts = await rows.allInnerTexts();
  await rows.nth(0).getByTitle(sample.damaged, { exact: true }).waitFor();
  expect(texts[1]).toMatch(/412[\s\S]*Green/);
  expect(texts[1]).not.toMatch(/\blive\b/);
  await rows.nth(2).getByTitle(sample.older, { exact: true }).waitFor();
  // The backups may have been listed just before the sample: a list is read again when it is ten seconds old, and a poll displays it.
  await page.getByRole('button', { name: 'Lost 85 %' }).waitFor({ timeout: 40_000 });
  // The full name is one press away.
  await rows.nth(1).getByRole('button', { name: 'Full name of index 1111', exact: true }).click();
  await page.getByText(sample.previous, { exact: true }).waitFor();
});

test('aliases of several indices and closed indices are marked, and indices without an alias are listed apart', async () => {
  await call(url, 'POST', '/_aliases', { actions: [{ add: { index: sample.closed, alias: 'archive' } }] });
  const page = await browser.open(indices);
  const main = page.getByRole('main');
  await expect.poll(() => main.innerText(), { timeout: 20_000 }).toMatch(/archive\s+On a closed index/);
  expect(await main.innerText()).toMatch(/page-traffic\s+On two indices/);
  expect(await main.innerText()).toMatch(/Indices without an alias[\s\S]*scratch/);
  await page.getByRole('button', { name: /^Problems/ }).click();
  await expect.poll(() => page.getByRole('row').filter({ hasText: 'scratch' }).count()).toBe(0);
  expect(await rowsOf(page, 'page-traffic').count()).toBe(2);
  const live = page.getByRole('button', { name: /^Live/ });
  await live.click();
  await expect.poll(() => rowsOf(page, 'government').count()).toBe(1);
  // The list of the problems may have as many rows of it: the address says which list is shown.
  await expect.poll(() => new URL(page.url()).search).toBe('?show=live');
  const shown = page.getByRole('row').filter({ has: page.getByText('live', { exact: true }) });
  await expect
    .poll(async () => (await live.innerText()).split(/\s+/).at(-1) === String(await shown.count()))
    .toBe(true);
  await call(url, 'POST', '/_aliases', { actions: [{ remove: { index: sample.closed, alias: 'archive' } }] });
});

test('columns sort in both directions, and announce it', async () => {
  const page = await browser.open(indices);
  await page.getByRole('button', { name: 'Documents' }).click();
  const header = page.getByRole('columnheader', { name: 'Documents' });
  await expect.poll(() => header.getAttribute('aria-sort')).toBe('descending');
  const counts = () => documentsIn(page, 'government');
  await expect.poll(counts).toEqual([412, 300, 61]);
  await page.getByRole('button', { name: /Documents/ }).click();
  await expect.poll(counts).toEqual([61, 300, 412]);
});

test('on a phone the order can be reversed, and a mark explains itself by tap and by keyboard', async () => {
  const page = await browser.open(`${indices}?filter=government`, { width: 390 });
  const counts = () => documentsIn(page, 'government');
  await page.getByLabel('Order').selectOption('Most documents');
  await expect.poll(counts).toEqual([412, 300, 61]);
  await page.getByLabel('Order').selectOption('Fewest documents');
  await expect.poll(counts).toEqual([61, 300, 412]);
  await page.getByLabel('Filter by alias, date or id').fill('page-traffic');
  const flag = page.getByRole('button', { name: 'On two indices' });
  await flag.click();
  const meaning = page.locator('[popover]:popover-open');
  expect((await meaning.innerText()).length).toBeGreaterThan(20);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect.poll(() => meaning.count()).toBe(0);
  await flag.focus();
  await page.keyboard.press('Enter');
  await meaning.waitFor();
});

test('a filter that was just typed does not undo a click on a link', async () => {
  const page = await browser.open(indices);
  const filter = page.getByLabel('Filter by alias, date or id');
  await filter.waitFor();
  await page.route('**/audit-log?_rsc=*', async (route) => {
    await new Promise((done) => setTimeout(done, 600));
    await route.continue();
  });
  await filter.pressSequentially('gov', { delay: 80 });
  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await page.waitForURL(/\/audit-log$/);
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
});

test('an empty cluster says what would fill it', async () => {
  const page = await browser.open('about:blank');
  await page.route('**/indices/map*', (route) =>
    route.fulfill({
      json: {
        takenAt: new Date().toISOString(),
        groups: [],
        outside: [],
        indices: 0,
        closed: 0,
        storeBytes: 0,
      } satisfies AliasMap,
    }),
  );
  await page.goto(indices);
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/The cluster is empty[\s\S]*Restore a backup/);
});

function manyIndices(groups: number, generations: number): AliasMap {
  const entry = (alias: string, n: number): MapEntry => ({
    index: `${alias}-2026-01-${String((n % 28) + 1).padStart(2, '0')}t02-00-00z-${String(n).padStart(4, '0')}`,
    uuid: `${alias} ${n}`,
    state: 'open',
    health: 'green',
    documents: n * 7,
    storeBytes: n * 5_000,
    date: '2026-01-01T02:00:00.000Z',
    live: n === 0,
    aliases: n === 0 ? [{ alias, write: false, filtered: false }] : [],
    blocks: [],
    loading: false,
    small: false,
    job: null,
  });
  return {
    takenAt: new Date().toISOString(),
    groups: Array.from({ length: groups }, (_, group) => {
      const alias = `alias-${String(group).padStart(4, '0')}`;
      return {
        alias,
        flags: [],
        documents: 1,
        storeBytes: 1,
        entries: Array.from({ length: generations }, (_unused, n) => entry(alias, n)),
      };
    }),
    outside: [],
    indices: groups * generations,
    closed: 0,
    storeBytes: 1,
  };
}

/** What the page's thread takes for a jump and for a key, in milliseconds of processor time: the machine has other processes. */
async function busyWith(groups: number): Promise<{ perJump: number; perKey: number }> {
  const page = await browser.open('about:blank');
  await page.route('**/indices/map*', (route) => route.fulfill({ json: manyIndices(groups, 5) }));
  await page.goto(indices);
  await page.getByText('alias-0003', { exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(200);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyMs = async () =>
    ((await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) *
    1000;
  const last = `alias-${String(groups - 1).padStart(4, '0')}`;
  const beforeJumps = await busyMs();
  for (let step = 1; step <= 20; step += 1) {
    await page.evaluate((at) => {
      window.scrollTo(0, (document.documentElement.scrollHeight / 20) * at);
    }, step);
    await page.waitForTimeout(50);
  }
  await expect.poll(() => page.getByText(last, { exact: true }).count()).toBe(1);
  const perJump = ((await busyMs()) - beforeJumps) / 20;
  await page.evaluate(() => {
    window.scrollTo(0, 0);
  });
  const beforeTyping = await busyMs();
  await page.getByLabel('Filter by alias, date or id').pressSequentially(last, { delay: 30 });
  await expect.poll(() => page.getByRole('row').count()).toBe(1 + 1 + 5);
  const perKey = ((await busyMs()) - beforeTyping) / last.length;
  await page.close();
  return { perJump, perKey };
}

test('5,000 indices scroll and filter as fast as 500, and few of them are in the DOM', async () => {
  const [few, many] = [await busyWith(100), await busyWith(1_000)];
  process.stderr.write(`few ${JSON.stringify(few)}, many ${JSON.stringify(many)}\n`);
  // On a machine that is not slowed down both are far below 100 ms.
  expect(many.perJump, 'milliseconds for each jump').toBeLessThan(Math.max(100, 3 * few.perJump));
  expect(many.perKey, 'milliseconds for each key').toBeLessThan(Math.max(100, 3 * few.perKey));
});

test.each([
  [1440, 'dark'],
  [1440, 'light'],
  [390, 'dark'],
  [390, 'light'],
] as const)('at %i px, %s, axe finds nothing', async (width, theme) => {
  const page = await browser.open(indices, { width, theme });
  await rowsOf(page, 'government').first().waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});
