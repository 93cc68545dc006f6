import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { fillSampleCluster, generationName, moveAlias, type SampleCluster } from '../support/sample-cluster.ts';

/** What somebody else did first, or what was done before: no page offers it again as if it were new. */
let server: string;
let dashboard: TestDashboard;
let sample: SampleCluster;
const browser = useBrowser();

beforeAll(async () => {
  server = await sharedServer();
  dashboard = await startDashboard({ elasticsearchUrl: server });
  sample = await fillSampleCluster(server, dashboard.backupDirectory);
}, 600_000);

afterAll(async () => {
  await dashboard.stop();
  await emptyCluster(server);
});

const at = (path: string) => `${dashboard.url}/${dashboard.cluster}${path}`;
const confirmDeletion = async (page: Page) => {
  const form = page.locator('form').filter({ hasText: 'The name:' });
  await form.locator('input').fill(await form.locator('code').first().innerText());
  await page.getByRole('button', { name: /^Delete 1 backup/ }).click();
};

test('a backup that is restored already is not restored a second time without a warning', async () => {
  const page = await browser.open(at(`/backups/${sample.backup}/restore?alias=government`));
  await page.getByRole('button', { name: 'Restore 412 documents' }).click();
  await page.waitForURL(/\/result$/);
  const [restored] = (await aliasesOf(server)).government!;

  await page.goto(at(`/backups/${sample.backup}/restore?alias=government`));
  await page.getByText('government already points to a restore of this backup').waitFor();
  const checks = page.getByRole('list', { name: 'Checks' });
  await expect.poll(() => checks.innerText()).toContain('was restored from it and has 412 documents.');
  await checks.getByTitle(restored!).waitFor();

  await moveAlias(server, 'government', restored!, sample.damaged);
  await page.reload();
  await page.getByText('This backup was restored before').waitFor();
  await page.getByText('If that index is right, switch the alias to it instead.').waitFor();
});

test('a result that another tool has overtaken says who moved the alias last, and to where', async () => {
  const page = await browser.open(at(`/backups/${sample.backup}/restore/1/result`));
  await page.getByText('government points to the previous index again: Restore Desk did not switch it').waitFor();
  expect(await page.getByRole('button', { name: /^Undo/ }).count()).toBe(0);

  await moveAlias(server, 'government', (await aliasesOf(server)).government![0]!, sample.previous);
  const panel = page.getByRole('region', {
    name: 'government points to another index: Restore Desk did not switch it',
  });
  await panel.waitFor();
  expect(await panel.innerText()).toMatch(/Last switch by Restore Desk .*; checked at/);
  expect(await panel.innerText()).not.toMatch(/^Switched/m);
});

test('a switch to an index of another alias is named as such', async () => {
  const other = generationName('page-traffic', 1);
  const page = await browser.open(at(`/indices/switch?alias=government&index=${other}`));
  await page.getByText(/^page-traffic.* belongs to another alias$/).waitFor();
  await page.getByText('page-traffic points to it. Searches through government would find its documents').waitFor();
});

test('a backup deleted in another tab is gone from its own page and from the second confirmation', async () => {
  const [first, second, open] = await Promise.all([
    browser.open(at(`/backups/${sample.backup}/delete`)),
    browser.open(at(`/backups/${sample.backup}/delete`)),
    browser.open(at(`/backups/${sample.backup}`)),
  ]);
  browser.allowProblem(/404/);
  await confirmDeletion(first);
  await first.getByRole('heading', { name: /^1 backup deleted/ }).waitFor();
  // Before its next poll, or after it: the button finds nothing, or is gone.
  await confirmDeletion(second).catch(() => undefined);
  await second.getByRole('heading', { level: 1, name: 'This backup no longer exists' }).waitFor();
  expect(await second.getByRole('button', { name: /^Delete/ }).count()).toBe(0);
  await expectAccessible(second);

  await open.getByRole('heading', { name: 'This backup no longer exists' }).waitFor();
  for (const name of ['Restore 412 documents', 'Actions for this backup'])
    for (const role of ['link', 'button'] as const) expect(await open.getByRole(role, { name }).count()).toBe(0);
  await open.getByRole('link', { name: 'Find the job that deleted it' }).click();
  await open.getByRole('link', { name: /^Delete the backup government\// }).waitFor();
});
