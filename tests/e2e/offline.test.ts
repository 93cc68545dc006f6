import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { sharedServer } from '../support/elasticsearch.ts';
import { fillSampleCluster, type SampleCluster } from '../support/sample-cluster.ts';

/** The connection between the browser and Restore Desk's own server is lost. */
const browser = useBrowser();
let dashboard: TestDashboard;
let home: string;
let sample: SampleCluster;

beforeAll(async () => {
  const url = await sharedServer();
  dashboard = await startDashboard({ elasticsearchUrl: url });
  home = `${dashboard.url}/${dashboard.cluster}`;
  sample = await fillSampleCluster(url, dashboard.backupDirectory);
});
afterAll(() => dashboard.stop());

const main = (page: Page) => page.getByRole('main');

async function openReview(): Promise<Page> {
  browser.allowProblem(/Failed to load resource|Failed to fetch|ERR_/);
  const page = await browser.open(`${home}/backups/${sample.backup}/restore`);
  const button = page.getByRole('button', { name: /^Restore [\d,]+ documents$/ });
  await expect.poll(() => button.getAttribute('aria-disabled').catch(() => ''), { timeout: 60_000 }).toBeNull();
  return page;
}

test('offline, a press says that nothing was sent, with a link to the jobs, until the connection is back', async () => {
  const page = await openReview();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: /^Restore [\d,]+ documents$/ }).click();
  const answer = main(page).getByRole('alert').filter({ hasText: 'This browser is offline' }).first();
  await answer.waitFor();
  expect(await answer.innerText()).toMatch(/nothing was sent/i);
  expect(await main(page).innerText()).not.toMatch(/may have begun|did not begin/);
  expect(await answer.getByRole('link', { name: 'Open the jobs' }).getAttribute('href')).toMatch(/\/jobs$/);
  await expectAccessible(page);
  await page.context().setOffline(false);
  await answer.waitFor({ state: 'detached' });
  await expect.poll(() => main(page).innerText()).not.toMatch(/Old data|offline/);
});

test('without an answer of the server, a press says that its outcome is unknown, until the server is back', async () => {
  const page = await openReview();
  await dashboard.kill9();
  await page.getByRole('button', { name: /^Restore [\d,]+ documents$/ }).click();
  const answer = main(page).getByRole('alert').filter({ hasText: 'did not answer' }).first();
  await answer.waitFor();
  expect(await answer.innerText()).toMatch(/unknown/);
  expect(await main(page).innerText()).not.toMatch(/did not begin|That did not work/);
  await answer.getByRole('link', { name: 'Open the jobs' }).waitFor();
  await dashboard.restart();
  await answer.waitFor({ state: 'detached', timeout: 30_000 });
}, 60_000);
