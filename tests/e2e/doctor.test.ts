import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, sharedServer } from '../support/elasticsearch.ts';

const PASSWORD = 'a password for the browser';
const browser = useBrowser();
let directory: string;
let dashboard: TestDashboard;

beforeAll(async () => {
  const url = await sharedServer();
  await emptyCluster(url);
  directory = await mkdtemp(join(tmpdir(), 'doctor-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }
clusters:
  production: { name: search-production, url: "${url}", backups: backups }
  staging: { name: search-staging, environment: staging, url: "http://127.0.0.1:9", backups: backups-staging }
notifications:
  channels: { on-call: { kind: webhook, url: "https://10.0.0.7/in" }, other: { kind: webhook, url: "https://10.0.0.8/in" } }
  routes: [{ channel: on-call, clusters: [production] }, { channel: other, clusters: [staging] }]
`,
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function signIn(name: string, to: string, options: Parameters<typeof browser.open>[1] = {}): Promise<Page> {
  const page = await browser.open(`${dashboard.url}${to}`, options);
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

test('an admin finds the checks from the help, each with a word, and runs them again', async () => {
  const page = await signIn('ann', '/production/help');
  await page.getByRole('link', { name: 'Installation check' }).click();
  const cluster = page.getByRole('list', { name: 'Cluster search-production' });
  const connection = cluster.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Connection' }) });
  await connection.getByText('ok', { exact: true }).waitFor();
  await connection.getByText(/ answers in \d+ ms\./).waitFor();
  const installation = page.getByRole('list', { name: 'Installation' });
  const channel = installation.getByRole('listitem').filter({ hasText: 'Channel on-call' });
  await channel.getByText('failure', { exact: true }).waitFor();
  await channel.getByText('To do:').waitFor();
  // A key of the configuration is code, without its backticks.
  await installation
    .locator('code', { hasText: /^publicUrl$/ })
    .first()
    .waitFor();
  // Channels of other clusters alone are not shown.
  expect(await installation.getByText('Channel other').count()).toBe(0);
  await page.getByText(/^1 failure, /).waitFor();
  const checkedAt = () =>
    page
      .getByText(/^Checked /)
      .getByRole('time')
      .getAttribute('datetime');
  const before = await checkedAt();
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect.poll(checkedAt).not.toBe(before);
  await expectAccessible(page);
});

test('a cluster that is down is a failure, and fits 320 px', async () => {
  // The health of the same cluster, in the top line.
  browser.allowProblem(/Failed to load resource.*\/api\/staging\/health/);
  const page = await signIn('ann', '/staging/doctor', { width: 320, theme: 'dark' });
  await page.getByText(/^Nothing listens at http:\/\/127\.0\.0\.1:9/).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expectAccessible(page);
});

test('a viewer gets the reason, and the help has no link to it', async () => {
  const page = await signIn('vic', '/production/doctor');
  await page.getByText('Only an admin may check the installation; you are a viewer on search-production.').waitFor();
  await page.goto(`${dashboard.url}/production/help`);
  await page.getByText('Content digest', { exact: true }).waitFor();
  expect(await page.getByRole('link', { name: 'Installation check' }).count()).toBe(0);
});
