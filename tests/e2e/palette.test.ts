import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { sharedServer } from '../support/elasticsearch.ts';
import { fillSampleCluster } from '../support/sample-cluster.ts';

/** The palette: by keyboard alone, on every page, and only what this person may see and do. */
const browser = useBrowser();
const PASSWORD = 'a long enough password';
let dashboard: TestDashboard;
let directory: string;

beforeAll(async () => {
  const url = await sharedServer();
  directory = mkdtempSync(join(tmpdir(), 'restore-desk-palette-'));
  for (const folder of ['data', 'production', 'staging', 'secret', 'away']) mkdirSync(join(directory, folder));
  await fillSampleCluster(url, join(directory, 'production'));
  const users = join(directory, 'data/users.json');
  await addLocalUser(users, 'ann', PASSWORD, { role: 'admin' });
  await addLocalUser(users, 'vic', PASSWORD, { role: 'viewer' });
  dashboard = await startDashboard({
    directory,
    configuration: `
signIn: { kind: local }
clusters:
  production: { name: search-production, environment: production, url: "${url}", backups: production }
  staging: { name: search-staging, environment: staging, url: "${url}", backups: staging, roles: { viewer: ['user:ann'] } }
  secret: { name: search-hidden, environment: hidden-place, url: "${url}", backups: secret, roles: { admin: ['user:zoe'] } }
  away: { name: search-away, environment: integration, url: "http://127.0.0.1:9", backups: away, roles: { admin: ['user:ann'] } }
`,
  });
});
afterAll(async () => {
  await dashboard.stop();
  rmSync(directory, { recursive: true, force: true });
});

const field = (page: Page) => page.getByRole('combobox', { name: /^Search/ });
const option = (page: Page, name: string | RegExp) => page.getByRole('option', { name });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search' });
/** The active option, as the field names it. */
const active = (page: Page) =>
  field(page).evaluate((input) => document.getElementById(input.getAttribute('aria-activedescendant')!)?.textContent);

async function openAs(name: string, path: string, width = 1440, theme: 'light' | 'dark' = 'dark'): Promise<Page> {
  const page = await browser.open(`${dashboard.url}/sign-in?to=${encodeURIComponent(path)}`, { width, theme });
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${dashboard.url}${path}`);
  // Opened again: its scripts are waited for, and the first key is not lost.
  await page.goto(`${dashboard.url}${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Search everything' }).waitFor();
  return page;
}

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  await page.keyboard.type(text);
}

test('goes to a page, an alias and an action by keyboard alone, and Escape gives the focus back', async () => {
  const page = await openAs('ann', '/production');
  await search(page, 'jobs');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/production\/jobs$/);
  await dialog(page).waitFor({ state: 'hidden' });

  // An answer of the server is waited for.
  await search(page, 'government');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/production\/alias\/government$/);

  await search(page, 'restore gov');
  await expect.poll(() => active(page)).toBe('Restore government');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/backups\/choose\?alias=government$/);

  const back = page.getByRole('button', { name: 'Search everything' });
  await back.focus();
  await search(page, 'gov');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'hidden' });
  expect(await back.evaluate((button) => button === document.activeElement)).toBe(true);
}, 120_000);

test('what is typed while the search is being loaded is kept, and Enter too', async () => {
  const page = await openAs('ann', '/production');
  const signedIn = await page.context().storageState();
  const early = await browser.open('about:blank', { storageState: signedIn });
  let release = () => undefined as void;
  const released = new Promise<void>((resolve) => (release = resolve));
  let holds = false;
  await early.route('**/_next/static/chunks/**', async (route) => {
    if (holds) await released;
    await route.continue();
  });
  await early.goto(`${dashboard.url}/production`);
  await early.getByRole('button', { name: 'Search everything' }).waitFor();
  holds = true;
  await search(early, 'job');
  await early.getByText('Loading…').waitFor();
  await early.keyboard.type('s');
  await early.keyboard.press('Enter');
  expect(await field(early).inputValue()).toBe('jobs');
  release();
  await early.waitForURL(/\/production\/jobs$/);
});

test('arrow keys move, and → lists the actions of the active object', async () => {
  const page = await openAs('ann', '/production/indices');
  await search(page, 'government');
  await expect.poll(() => active(page)).toMatch(/^government/);
  const first = await active(page);
  await page.keyboard.press('ArrowDown');
  expect(await active(page)).not.toBe(first);
  await page.keyboard.press('ArrowUp');
  expect(await active(page)).toBe(first);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  expect(await active(page)).toBe(first);
  await page.keyboard.press('ArrowRight');
  await option(page, 'Back up government').waitFor();
  await expectAccessible(page);
  await page.keyboard.type('switch');
  await expect.poll(() => active(page)).toBe('Switch government');
  for (let letter = 0; letter < 'switch'.length; letter++) await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  expect(await field(page).inputValue()).toBe('government');
  // Its buttons leave the keyboard where it was.
  await dialog(page).getByRole('button', { name: 'Actions for government' }).click();
  await page.keyboard.type('switch');
  await expect.poll(() => active(page)).toBe('Switch government');
  await dialog(page).getByRole('button', { name: 'Back' }).click();
  await page.keyboard.press('ArrowDown');
  expect(await active(page)).not.toBe(first);
});

test.each(['Control+Enter', 'Meta+Enter'])('%s opens a page in a new tab', async (keys) => {
  const page = await openAs('ann', '/production');
  await search(page, 'jobs');
  const opened = page.context().waitForEvent('page');
  await page.keyboard.press(keys);
  await (await opened).waitForURL(/\/production\/jobs$/);
  expect(page.url()).toMatch(/\/production$/);
  await dialog(page).waitFor();
});

test('opens while text is typed, and not over another dialog', async () => {
  const page = await openAs('ann', '/production/jobs');
  await page.getByRole('main').getByRole('searchbox').fill('abc');
  await page.keyboard.press('Control+k');
  await field(page).waitFor();
  await page.keyboard.press('Control+k');
  await dialog(page).waitFor({ state: 'hidden' });
  await page.getByRole('main').getByRole('searchbox').blur();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Control+k');
  expect(await dialog(page).count()).toBe(0);
});

test('names what matches nothing, and says what can’t be searched', async () => {
  const page = await openAs('ann', '/production');
  await search(page, '.*[nothing');
  await page.getByText('Nothing matches “.*[nothing”.').waitFor();
  await page.getByText(/search-away does not answer: its aliases and indices can’t be searched now\./).waitFor();
  await expectAccessible(page);
});

test('what is on another cluster is marked with its name and environment, and has what is permitted there', async () => {
  const page = await openAs('ann', '/production');
  await search(page, 'government');
  const elsewhere = page.getByRole('group', { name: /^On other clusters/ });
  const alias = elsewhere.getByRole('option', { name: /^government Alias/ });
  await expect.poll(() => alias.innerText()).toMatch(/search-staging\s+staging/i);
  await field(page).fill('jobs staging');
  await expect.poll(() => active(page)).toMatch(/^Jobs of search-staging/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/staging\/jobs$/);
  await dialog(page).waitFor({ state: 'hidden' });
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
  // There she is a viewer.
  await search(page, 'back up gov');
  await page.getByText(/^Nothing matches|Searching/).waitFor();
  await expect.poll(() => page.getByText('Nothing matches “back up gov”.').count(), { timeout: 15_000 }).toBe(1);
});

test('a viewer is offered no action, and no name of a cluster without a role', async () => {
  const page = await openAs('vic', '/production');
  await search(page, '');
  await option(page, 'Overview').waitFor();
  expect(await page.getByRole('group', { name: 'Actions' }).count()).toBe(0);
  await page.keyboard.type('restore gov');
  await page.getByText('Nothing matches “restore gov”.').waitFor();
  const answer = await page.request.get(`${dashboard.url}/api/find?find=hidden&cluster=secret`);
  expect(answer.status()).toBe(200);
  expect(await answer.text()).not.toMatch(/search-hidden|hidden-place|search-away/);
});

test('on the choice of clusters it goes to a cluster and to any name on one (390 px)', async () => {
  const page = await openAs('ann', '/', 390, 'light');
  const button = page.getByRole('button', { name: 'Search everything' });
  const size = (await button.boundingBox())!;
  expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(44);
  await button.click();
  await field(page).fill('staging');
  await expect.poll(() => active(page)).toMatch(/^search-staging/);
  await field(page).fill('government');
  await option(page, /^government.*search-production/)
    .first()
    .waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await field(page).fill('search-prod');
  await expect.poll(() => active(page)).toMatch(/^search-production/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/production$/);
});

test('without an answer of the server pages are still found, and a sentence says so', async () => {
  browser.allowProblem(/Failed to load resource/);
  const page = await openAs('ann', '/production');
  await page.route('**/api/find?**', (route) => route.abort());
  await search(page, 'backups');
  await page.getByText(/Only pages, actions and the names of clusters are searched now\./).waitFor();
  await expect.poll(() => active(page)).toBe('Backups');
});
