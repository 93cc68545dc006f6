import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

let dashboard: TestDashboard;
let home: string;
const browser = useBrowser();

beforeAll(async () => {
  const server = await sharedServer();
  await emptyCluster(server);
  await seedIndex(server, 'govuk-1', { aliases: { govuk: {} }, documents: [{ id: '1', source: { title: 'One' } }] });
  dashboard = await startDashboard({ elasticsearchUrl: server });
  home = `${dashboard.url}/${dashboard.cluster}`;
});
afterAll(() => dashboard.stop());

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

test('g and a letter open a page, / goes to its filter, and typing there does nothing else', async () => {
  const page = await browser.open(`${home}/audit-log`);
  await press(page, 'g', 'j');
  await heading(page, 'Jobs');
  await page.waitForURL(`${home}/jobs`);
  await press(page, '/');
  const filter = page.getByRole('main').getByRole('searchbox');
  await expect.poll(() => filter.evaluate((field) => field === document.activeElement)).toBe(true);
  await press(page, 'g', 'o', '?');
  expect(await filter.inputValue(), 'the key / itself is not typed').toBe('go?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await filter.blur();
  await page.keyboard.press('Control+g');
  await press(page, 'b');
  await page.waitForTimeout(300);
  expect(new URL(page.url()).pathname, 'a key with Ctrl is not a shortcut').toMatch(/\/jobs$/);
  await press(page, 'g', 'b');
  await page.waitForURL(`${home}/backups`);
  await press(page, 'g', 'i');
  await page.waitForURL(`${home}/indices`);
  await press(page, 'g', 'o');
  await page.waitForURL(home);
});

test('? lists the shortcuts, and they can be switched off, for the next visit too', async () => {
  const page = await browser.open(`${home}/jobs`, { theme: 'dark' });
  await heading(page, 'Jobs');
  await press(page, '?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await dialog.waitFor();
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: 'Keyboard shortcuts' }).uncheck();
  await press(page, 'Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.reload();
  await press(page, '?', 'g', 'b');
  await page.waitForTimeout(300);
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(new URL(page.url()).pathname).toMatch(/\/jobs$/);
  // The way back has no need of a shortcut.
  await page.getByRole('link', { name: 'Help' }).click();
  await page.getByRole('checkbox', { name: 'Keyboard shortcuts' }).check();
  await press(page, 'Tab');
  await press(page, 'g', 'j');
  await page.waitForURL(`${home}/jobs`);
});

test('the help page has the version, the words and a choice of local time, which is kept', async () => {
  const page = await browser.open(`${home}/help`, { width: 390 });
  await heading(page, 'Help');
  await page.getByText(/^Restore Desk \d+\.\d+\.\d+\./).waitFor();
  await page.getByText('Content digest', { exact: true }).waitFor();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('a time has the local time in its title, and beside it if that is chosen', async () => {
  const page = await browser.open(`${home}/backups/new?aliases=govuk`);
  await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setTimezoneOverride', { timezoneId: 'Asia/Kolkata' });
  await page.goto(`${home}/jobs`);
  const time = page.getByRole('table', { name: 'Jobs' }).getByRole('time').first();
  await expect
    .poll(() => time.getAttribute('title'))
    .toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n.*\d\d:\d\d:\d\d in Asia\//);
  expect(await time.innerText()).toMatch(/^\d\d:\d\d$/);
  await page.goto(`${home}/help`);
  await page.getByRole('checkbox', { name: 'Show local time beside UTC' }).check();
  await page.goto(`${home}/jobs`);
  await expect.poll(() => time.innerText()).toMatch(/^\d\d:\d\d \((\d+ \w+ )?\d\d:\d\d here\)$/);
});
