import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CleanUpReview } from '../../lib/kinds/clean-up/review.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import type { CleanUpWork } from '../../lib/kinds/clean-up/schema.ts';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, sharedServer } from '../support/elasticsearch.ts';
import { fillSampleCluster, type SampleCluster } from '../support/sample-cluster.ts';
import { placeOf } from '../support/test-place.ts';
import { aRun } from '../support/a-run.ts';

const browser = useBrowser();
let url: string;
let dashboard: TestDashboard;
let sample: SampleCluster;
let address: string;

const names = async () =>
  (await call<{ index: string }[]>(url, 'GET', '/_cat/indices?format=json&h=index&expand_wildcards=all'))
    .map(({ index }) => index)
    .sort();

beforeAll(async () => {
  url = await sharedServer();
  dashboard = await startDashboard({ elasticsearchUrl: url });
  address = `${dashboard.url}/${dashboard.cluster}/indices/clean-up`;
});
afterAll(() => dashboard.stop());
beforeEach(async () => {
  sample = await fillSampleCluster(url, dashboard.backupDirectory);
});

test('the list follows the rules while they are typed, and every index says why it is deleted or kept', async () => {
  const page = await browser.open(address);
  const main = page.getByRole('main');
  await expect.poll(() => main.innerText()).toMatch(/1 of \d ind(ex|ices) will be deleted/);
  const list = page.getByRole('table', { name: 'Indices by alias, and the plan for each' });
  expect(await list.innerText()).toMatch(
    /government\s+1 of 3 to delete[\s\S]*Keep\s+government points to it[\s\S]*Keep\s+it is the newest index without an alias[\s\S]*Delete\s+no alias points to it[\s\S]*page-traffic\s+nothing to delete/,
  );
  expect(await list.innerText()).not.toContain('detailed points to it');
  await list.getByRole('button', { name: /nothing to delete/ }).click();
  expect(await list.innerText()).toContain('detailed points to it');
  await page.getByText('1 index named after no alias').click();
  expect(await page.getByRole('list', { name: 'Indices named after no alias' }).innerText()).toMatch(
    /scratch\s+3 documents, \d/,
  );
  await page.getByLabel('Keep the newest').fill('0');
  await expect.poll(() => main.innerText()).toMatch(/3 of \d indices will be deleted/);
  await page.getByLabel('Only older than').fill('7 days');
  await expect.poll(() => main.innerText()).toMatch(/A number and a unit/);
  await page.getByLabel('Only older than').fill('');
  await page.getByRole('button', { name: 'All 3 aliases' }).click();
  await page.getByRole('checkbox', { name: 'detailed' }).check();
  await page.keyboard.press('Escape');
  await expect.poll(() => main.innerText()).toMatch(/1 of \d ind(ex|ices) will be deleted/);
  expect(await list.innerText()).toMatch(/detailed\s+1 of 2 to delete/);
  // Both indices of the alias have the same four characters, so the full name is asked for.
  expect(await main.locator('code.select-all').innerText()).toBe(sample.closed);
  expect(await list.innerText()).not.toMatch(/government/);
  expect(await main.innerText()).toMatch(
    /Now\s+\d[\d.]* % used[\s\S]*After\s+\d[\d.]* % used[\s\S]*The data node[\s\S]*watermarks[\s\S]*: low .*, high .*, flood stage /,
  );
  // The rules are in the address.
  await expect.poll(() => new URL(page.url()).search).toBe('?keep=0&aliases=detailed');
  await page.reload();
  await expect.poll(() => main.innerText()).toMatch(/1 of \d ind(ex|ices) will be deleted/);
  expect(await names()).toContain(sample.closed);
});

test('a clean-up requires the typed name, and deletes exactly the shown index', async () => {
  const before = await names();
  const page = await browser.open(address);
  const button = page.getByRole('button', { name: 'Delete 1 index' });
  await button.waitFor();
  const field = page.getByLabel(/Type the index’s name/);
  await field.fill('delete');
  await field.press('Enter');
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/That is not the name/);
  expect(await names()).toEqual(before);
  // The alias and four characters are asked for, and copied.
  await page.getByText('government b6b1', { exact: true }).waitFor();
  await field.fill('Government B6B1');
  await field.press('Enter');
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(names).toEqual(before.filter((name) => name !== sample.older));
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/1 index deleted/);
});

test('a plan is refused if one of its indices got an alias since it was shown', async () => {
  const page = await browser.open(address);
  await page.getByRole('button', { name: 'Delete 1 index' }).waitFor();
  const field = page.getByLabel(/Type the index’s name/);
  await field.fill(sample.older);
  await call(url, 'POST', '/_aliases', { actions: [{ add: { index: sample.older, alias: 'keep-me' } }] });
  browser.allowProblem(/status of 4\d\d/);
  await field.press('Enter');
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/nothing was done|Nothing was deleted/);
  expect(await names()).toContain(sample.older);
});

test('the server checks the typed name, too', async () => {
  const page = await browser.open(`${address}?keep=0&aliases=government`);
  await page.getByRole('button', { name: 'Delete 2 indices' }).waitFor();
  // Of two indices, the one with the most documents must be typed; the other one is refused.
  await page.getByLabel(/type the name of the index with the most documents/).fill(sample.older);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/That is not the name/);
  expect(await names()).toContain(sample.older);
});

test('all of 5,000 indices are in the list, and few of them in the DOM', async () => {
  const page = await browser.open('about:blank');
  const review = (await (
    await fetch(`${dashboard.url}/api/${dashboard.cluster}/indices/clean-up-plan?keep=1&olderThan=&aliases=`)
  ).json()) as CleanUpReview;
  const [group] = review.plan.groups;
  const groups = Array.from({ length: 1_000 }, (_, n) => ({
    alias: `alias-${String(n).padStart(4, '0')}`,
    entries: Array.from({ length: 5 }, (_unused, m) => ({
      ...group!.entries[0]!,
      index: `index-${n}-${m}`,
      uuid: `${n} ${m}`,
      goes: m > 1,
    })),
  }));
  await page.route('**/indices/clean-up-plan*', (route) =>
    route.fulfill({ json: { ...review, plan: { ...review.plan, groups, indices: 3_000 } } satisfies CleanUpReview }),
  );
  await page.goto(address);
  await page.getByText('alias-0003', { exact: true }).waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await page.getByText('alias-0999', { exact: true }).waitFor();
  expect(await page.getByRole('row').last().getAttribute('aria-rowindex')).toBe('6001');
});

test('a cancelled clean-up is not started again: its page links to a new plan by the same rules', async () => {
  const cluster = connect({ url });
  const plan = await planCleanUp(
    placeOf(cluster),
    { keep: 0, aliases: ['government'], olderThanMs: 86_400_000, indicesBeingWritten: [] },
    aRun(),
  );
  await cluster.close();
  const work: CleanUpWork = { kind: 'clean-up', plan };
  const store = JobStore.open(dashboard.dataDirectory);
  const { job } = store.create(
    {
      cluster: dashboard.cluster,
      actor: { name: 'ann', role: 'admin', address: null },
      work,
    },
    thisProcess('command line'),
    'running',
  );
  store.end(job.id, { status: 'cancelled', resumable: false });
  store.close();
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}/jobs/${job.id}`);
  const again = page.getByRole('link', { name: 'Review the clean-up again' });
  await again.waitFor();
  expect(await page.getByRole('button', { name: /Start again|Resume/ }).count()).toBe(0);
  await again.click();
  await page.waitForURL((address) => address.search === '?keep=0&olderThan=1d&aliases=government');
  // Created by the test: too new to be deleted by the rules.
  await page.getByText('Nothing to delete by these rules').waitFor();
  expect(await names()).toContain(sample.older);
});

test.each([
  [1440, 'light'],
  [390, 'dark'],
] as const)('at %i px, %s, axe finds nothing', async (width, theme) => {
  const page = await browser.open(`${address}?keep=0`, { width, theme });
  await page.getByRole('button', { name: 'Delete 3 indices' }).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});
