import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { sharedServer } from '../support/elasticsearch.ts';
import { fillSampleCluster, generationName } from '../support/sample-cluster.ts';

/** What surrounds every page: sidebar, top line, breadcrumb, fonts; and the names of indices. */
const browser = useBrowser();
let dashboard: TestDashboard;
let home: string;

beforeAll(async () => {
  const url = await sharedServer();
  dashboard = await startDashboard({ elasticsearchUrl: url });
  home = `${dashboard.url}/${dashboard.cluster}`;
  await fillSampleCluster(url, dashboard.backupDirectory);
});
afterAll(() => dashboard.stop());

const sidebar = (page: Page) => page.getByRole('complementary').filter({ hasText: 'Restore Desk' });

test('the fonts come from the dashboard itself, and both are used', async () => {
  const page = await browser.open('about:blank');
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(dashboard.url) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  await page.goto(home);
  const loaded = () =>
    page.evaluate(() =>
      [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family.replaceAll('"', '')),
    );
  await expect.poll(loaded).toEqual(expect.arrayContaining(['sans', 'mono']));
  expect(elsewhere).toEqual([]);
});

test('on a wide screen the sidebar is a column, and the breadcrumb leads to the pages above', async () => {
  const page = await browser.open(`${home}/indices/clean-up`, { width: 1440, height: 900, theme: 'dark' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect((await sidebar(page).boundingBox())!.width).toBe(224);
  expect(await page.getByRole('button', { name: 'Menu' }).isVisible()).toBe(false);
  const crumbs = page.getByRole('navigation', { name: 'Breadcrumb' });
  await expect.poll(() => crumbs.innerText()).toMatch(/Indices\s*\/\s*Clean up/);
  await crumbs.getByRole('link', { name: 'Indices' }).click();
  await page.waitForURL(/\/indices$/);
  await page
    .getByRole('region', { name: 'Cluster health' })
    .getByText(/checked at \d\d:\d\d:\d\d UTC/)
    .waitFor();
  await expectAccessible(page);
});

test.each([
  [390, 'light'],
  [1024, 'dark'],
] as const)('at %i px the menu opens the sidebar, Escape and a link close it (%s)', async (width, theme) => {
  const page = await browser.open(home, { width, height: 844, theme });
  const menu = page.getByRole('button', { name: 'Menu' });
  expect(await sidebar(page).isVisible()).toBe(false);
  await menu.click();
  await sidebar(page).getByRole('link', { name: 'Backups' }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await sidebar(page).waitFor({ state: 'hidden' });
  await menu.click();
  await sidebar(page).getByRole('link', { name: 'Jobs' }).click();
  await page.waitForURL(/\/jobs$/);
  await sidebar(page).waitFor({ state: 'hidden' });
});

test('on a phone the header is one line that names cluster, environment and health, and opens the facts', async () => {
  const page = await browser.open(home, { width: 390, height: 844, theme: 'dark' });
  const header = page.getByRole('banner');
  await expect.poll(() => header.innerText()).toMatch(/Test search/);
  expect((await header.boundingBox())!.height).toBeLessThanOrEqual(57);
  const facts = page.getByRole('region', { name: 'Cluster health' });
  expect(await facts.isVisible()).toBe(false);
  await page.getByRole('button', { name: /^Cluster health: (Green|Yellow)$/ }).click();
  await expect.poll(() => facts.innerText()).toMatch(/disk[\s\S]*rejected writes[\s\S]*checked at/);
});

test('an index is alias, date and four characters; these open the full name, which can be copied', async () => {
  const name = generationName('page-traffic', 1);
  const page = await browser.open(`${home}/indices`, { width: 1440, height: 900 });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const id = page.locator(`button[title="${name}"]`).first();
  await id.waitFor();
  expect(await id.innerText()).toBe('1111');
  expect(await page.getByRole('main').innerText()).not.toContain(name);
  await id.click();
  const full = page.getByRole('group', { name: 'Full name of the index' });
  expect(await full.innerText()).toContain(name);
  await expectAccessible(page);
  await full.getByRole('button', { name: 'Copy the full name' }).click();
  await full.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(name);
  await page.keyboard.press('Escape');
  await full.waitFor({ state: 'hidden' });
  expect(await id.evaluate((button) => button === document.activeElement)).toBe(true);
});
