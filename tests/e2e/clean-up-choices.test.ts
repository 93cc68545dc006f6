import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refOfFile } from '../../lib/contract/backup-ref.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import type { RestorePlan, RestoreWork } from '../../lib/kinds/restore/schema.ts';
import { aRun } from '../support/a-run.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { createDocuments, fillSampleCluster, generationName, type SampleCluster } from '../support/sample-cluster.ts';
import { placeOf } from '../support/test-place.ts';

const browser = useBrowser();
let url: string;
let dashboard: TestDashboard;
let sample: SampleCluster;
let cluster: string;

const main = (page: Page) => page.getByRole('main').innerText();
const box = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true });
const isThere = async (index: string) => (await fetch(`${url}/${index}`, { method: 'HEAD' })).status === 200;

beforeAll(async () => {
  url = await sharedServer();
  dashboard = await startDashboard({ elasticsearchUrl: url });
  cluster = `${dashboard.url}/${dashboard.cluster}`;
  sample = await fillSampleCluster(url, dashboard.backupDirectory);
});
afterAll(() => dashboard.stop());

test('unchecking the last alias chooses none and deletes nothing, and all aliases are a choice of their own', async () => {
  const page = await browser.open(`${cluster}/indices/clean-up?keep=0`);
  await expect.poll(() => main(page)).toMatch(/3 of \d indices will be deleted/);
  await page.getByRole('button', { name: 'All 3 aliases' }).click();
  expect(await box(page, 'All aliases').isChecked()).toBe(true);
  await box(page, 'detailed').check();
  await expect.poll(() => main(page)).toMatch(/1 of \d indices will be deleted/);
  expect(await box(page, 'All aliases').isChecked()).toBe(false);
  await box(page, 'detailed').uncheck();
  await expect.poll(() => main(page)).toMatch(/No alias is selected[\s\S]*Nothing is deleted/);
  expect(await page.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
  // The same after a reload, where the aliases can still be chosen.
  await page.reload();
  await expect.poll(() => main(page)).toContain('No alias is selected');
  await page.getByRole('button', { name: '0 of 3 aliases' }).click();
  expect(await box(page, 'All aliases').isChecked()).toBe(false);
  await expectAccessible(page);
  await box(page, 'government').check();
  await expect.poll(() => main(page)).toMatch(/2 of \d indices will be deleted/);
  await box(page, 'All aliases').check();
  await expect.poll(() => main(page)).toMatch(/3 of \d indices will be deleted/);
  expect(await box(page, 'government').isChecked()).toBe(false);
});

test('the reason counts the newer indices that are kept, also one that is kept beside an empty one', async () => {
  const empty = generationName('government', 0, '99999999-2222-4333-8444-555555555555');
  await seedIndex(url, empty, { documents: [] });
  const page = await browser.open(`${cluster}/indices/clean-up?aliases=government`);
  await expect.poll(() => main(page)).toMatch(/Delete\s+no alias[^\n]*2 newer ones without an alias are kept/);
  await call(url, 'DELETE', `/${empty}`);
});

/** A restore that was cancelled: its index as the server has it then, and its job. */
async function leaveCancelledRestore(into?: string): Promise<{ plan: RestorePlan; job: string }> {
  const connection = connect({ url });
  const backup = refOfFile(join(dashboard.backupDirectory, sample.backup));
  const plan = await planRestore(placeOf(connection), { backup, into, switchAlias: into === undefined }, aRun());
  await connection.close();
  const store = JobStore.open(dashboard.dataDirectory);
  const actor = { name: 'ann', role: 'admin', address: null } as const;
  const work: RestoreWork = { kind: 'restore', plan };
  const { job } = store.create({ cluster: dashboard.cluster, actor, work }, thisProcess('command line'), 'running');
  await seedIndex(url, plan.target.index, {
    documents: createDocuments(7),
    aliases: { [plan.target.loadingAlias]: {} },
  });
  store.end(job.id, { status: 'cancelled', resumable: false });
  store.close();
  return { plan, job: job.id };
}

test.each([
  ['of a new name', undefined],
  ['of a chosen name', 'by-hand'],
])(
  'the unfinished index %s of a cancelled restore is deleted from the job’s page at once, and the result leads on',
  async (_, into) => {
    const { job, plan } = await leaveCancelledRestore(into);
    const { index } = plan.target;
    const page = await browser.open(`${cluster}/jobs/${job}`);
    await expect.poll(() => main(page)).toContain('delete that index on the page "Clean up"');
    await page.getByRole('link', { name: 'Clean up the unfinished index' }).click();
    await expect.poll(() => main(page)).toContain(`job ${job}, which began to fill it, was cancelled`);
    await page.getByLabel('Only older than').fill('');
    // With the default rules: the previous index is kept, the unfinished one is not.
    const review = await call<unknown>(url, 'GET', '/_cat/indices?format=json');
    expect(JSON.stringify(review)).toContain(index);
    const name = await page.getByRole('main').locator('code.select-all').first().innerText();
    await page.getByRole('textbox', { name: /type the (index’s )?name/i }).fill(name);
    await page.getByRole('button', { name: /^Delete \d/ }).click();
    await page.waitForURL(/\/jobs\/\d+$/);
    await expect.poll(() => isThere(index)).toBe(false);
    expect(await isThere(sample.previous)).toBe(true);
    const next = page.getByRole('region', { name: 'What to do next' });
    await next.getByRole('link', { name: 'Open the indices' }).waitFor();
    // Back does not return to the confirmation.
    await page.goBack();
    await page.waitForURL((address) => !address.pathname.endsWith('/clean-up'));
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).not.toMatch(/^Clean up/);
  },
);

test('300 aliases with nothing to delete take one line, until they are asked for', async () => {
  await call(url, 'POST', '/_aliases', {
    actions: Array.from({ length: 300 }, (_, n) => ({ add: { index: 'scratch', alias: `tenant-${n}` } })),
  });
  const page = await browser.open(`${cluster}/indices/clean-up`);
  const more = page.getByRole('button', { name: /^30\d aliases nothing to delete$/ });
  await more.waitFor();
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  expect(await height()).toBeLessThan(3_000);
  await expectAccessible(page);
  await more.click();
  await page.getByText('tenant-0', { exact: true }).first().waitFor();
  expect(await more.getAttribute('aria-expanded')).toBe('true');
  await more.click();
  await expect.poll(height).toBeLessThan(3_000);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await call(url, 'POST', '/_aliases', { actions: [{ remove: { index: 'scratch', alias: 'tenant-*' } }] });
});

test('after a backup is deleted the job leads on, and Back does not return to the confirmation', async () => {
  const page = await browser.open(`${cluster}/backups/${sample.backup.split('/').map(encodeURIComponent).join('/')}`);
  await page.getByRole('button', { name: 'Actions for this backup' }).click();
  await page.getByRole('link', { name: /^Delete/ }).click();
  await page.getByRole('textbox', { name: /Type the name of the file/ }).fill(sample.backup.split('/').at(-1)!);
  await page.getByRole('button', { name: /^Delete 1 backup/ }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  const next = page.getByRole('region', { name: 'What to do next' });
  await next.getByRole('link', { name: 'Open the backups' }).waitFor();
  await expectAccessible(page);
  browser.allowProblem(/status of 404/);
  await page.goBack();
  await page.waitForURL((address) => !address.pathname.endsWith('/delete') && address.pathname.includes('/backups/'));
  await page.goForward();
  await next.getByRole('link', { name: 'Open the backups' }).click();
  await page.waitForURL(/\/backups$/);
});

test('outside of the demo there is no page that resets it, and no link to one', async () => {
  browser.allowProblem(/status of 404/);
  const page = await browser.open(cluster);
  await page.getByRole('table', { name: 'Aliases' }).waitFor();
  expect(await page.getByText('Reset the demo').count()).toBe(0);
  expect((await page.goto(`${cluster}/reset-demo`))!.status()).toBe(404);
});
