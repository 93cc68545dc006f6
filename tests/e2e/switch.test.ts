import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { expectOnFirstScreen } from '../support/first-screen.ts';
import { createDocuments, moveAlias, fillSampleCluster, type SampleCluster } from '../support/sample-cluster.ts';

const browser = useBrowser();
let url: string;
let dashboard: TestDashboard;
let sample: SampleCluster;
let indices: string;

const switchTo = (index: string, alias = 'government') =>
  `${indices}/switch?index=${encodeURIComponent(index)}&alias=${encodeURIComponent(alias)}`;

beforeAll(async () => {
  url = await sharedServer();
  dashboard = await startDashboard({ elasticsearchUrl: url });
  indices = `${dashboard.url}/${dashboard.cluster}/indices`;
});
afterAll(() => dashboard.stop());
beforeEach(async () => {
  sample = await fillSampleCluster(url, dashboard.backupDirectory);
});

test('a switch is started from the alias map and undone by one click, by keyboard alone', async () => {
  const page = await browser.open(`${indices}?filter=government`);
  await page.getByRole('button', { name: `Actions for ${sample.previous}` }).focus();
  await page.keyboard.press('Enter');
  const link = page.getByRole('link', { name: 'Switch government to this index' });
  await link.focus();
  await page.keyboard.press('Enter');
  const heading = page.getByRole('heading', { level: 1, name: /^Switch government to \d+ \w+/ });
  await heading.waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  const main = page.getByRole('main');
  await expect
    .poll(() => main.innerText())
    .toMatch(/Now\s+61\s[\s\S]*After\s+412\s+\+351[\s\S]*Ready: \d of \d checks? pass/);
  const button = page.getByRole('button', { name: 'Switch government', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(async () => (await aliasesOf(url)).government).toEqual([sample.previous]);

  const undo = page.getByRole('button', { name: /^Undo/ });
  await undo.waitFor();
  await undo.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await aliasesOf(url)).government).toEqual([sample.damaged]);
  // Nothing was deleted.
  expect(await call<{ count: number }>(url, 'GET', `/${sample.previous}/_count`)).toMatchObject({ count: 412 });
});

test('a switch whose alias was moved again since says so, and offers no undo', async () => {
  const page = await browser.open(switchTo(sample.previous));
  await page.getByRole('button', { name: 'Switch government', exact: true }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  const undo = page.getByRole('button', { name: /^Undo/ });
  await undo.waitFor();
  await moveAlias(url, 'government', sample.previous, sample.older);
  const afresh = () => page.reload().then(() => page.getByRole('main').innerText());
  await expect.poll(afresh, { interval: 1_000 }).toContain('government was switched since');
  expect(await page.getByRole('region', { name: 'For the incident channel', exact: true }).innerText()).toMatch(
    /government points to government · \d+ \w+ 02:00 · b6b1: it has been switched again since\./,
  );
  expect(await undo.count()).toBe(0);
});

test('a double click moves the alias once', async () => {
  const switches = async () =>
    (
      (await (await fetch(`${dashboard.url}/api/${dashboard.cluster}/jobs?kind=switch`)).json()) as {
        rows: { id: string }[];
      }
    ).rows.map((row) => row.id);
  const before = await switches();
  const page = await browser.open(switchTo(sample.previous));
  await page.getByRole('button', { name: 'Switch government', exact: true }).dblclick();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(async () => (await aliasesOf(url)).government).toEqual([sample.previous]);
  await expect.poll(async () => (await switches()).filter((id) => !before.includes(id))).toHaveLength(1);
});

test('an outdated plan is refused with its changes, and the new plan is shown beside it', async () => {
  const page = await browser.open(switchTo(sample.previous));
  const button = page.getByRole('button', { name: 'Switch government', exact: true });
  await button.waitFor();
  // No more polls: the page shows its last data.
  await page.route('**/switch-plan*', (route) => route.abort());
  browser.allowProblem(/ERR_FAILED|Failed to load resource/);
  await moveAlias(url, 'government', sample.damaged, sample.older);
  await page.unroute('**/switch-plan*');
  await button.click();
  const refusal = page
    .getByRole('alert')
    .filter({ hasText: 'The cluster has changed since this was displayed. Nothing was done.' });
  await refusal.waitFor();
  expect(await refusal.innerText()).toMatch(
    /The alias government points to government\s*·\s*\d+ \w+ 02:00\s*·\s*b6b1 now; it pointed to government\s*·\s*\d+ \w+ 02:00\s*·\s*1111\./,
  );
  expect((await aliasesOf(url)).government).toEqual([sample.older]);
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/Now\s+300\s/);
  await page.getByRole('button', { name: 'Switch government', exact: true }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await expect.poll(async () => (await aliasesOf(url)).government).toEqual([sample.previous]);
});

test('a closed index is opened first, and a much smaller one is warned about', async () => {
  const page = await browser.open(switchTo(sample.closed, 'detailed'));
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/is closed[\s\S]*opened first/);
  await page.getByRole('button', { name: 'Switch detailed', exact: true }).click();
  await expect.poll(async () => (await aliasesOf(url)).detailed, { timeout: 30_000 }).toEqual([sample.closed]);
  expect(await call<{ count: number }>(url, 'GET', '/detailed/_count')).toMatchObject({ count: 90 });

  const small = 'government-2020-01-01t00-00-00z-1a2b';
  await seedIndex(url, small, { documents: createDocuments(5) });
  await page.goto(switchTo(small));
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/Much smaller than the live index/);
});

test('an alias in upper case moves like any other, and names of 200 characters fit the screen', async () => {
  const alias = `GovUK_${'x'.repeat(200)}`;
  const [from, to] = [`plain-from-${'y'.repeat(200)}`, `plain-to-${'y'.repeat(200)}`];
  await seedIndex(url, from, { aliases: { [alias]: {} }, documents: createDocuments(1) });
  await seedIndex(url, to, { documents: [] });
  const page = await browser.open(switchTo(to, alias), { width: 390, height: 844 });
  const button = page.getByRole('button', { name: `Switch ${alias}`, exact: true });
  await button.waitFor();
  await page.getByText(`${to} is empty`).waitFor();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`).toBe(true);
    await expectAccessible(page);
  }
  await page.getByRole('checkbox', { name: /^I accept that .* shows 0 documents instead of 1\b/ }).check();
  await button.click();
  await expect.poll(async () => (await aliasesOf(url))[alias]).toEqual([to]);
});

test('the pages of a missing index, and of an index whose name implies no alias, say what to do', async () => {
  browser.allowProblem(/status of 4\d\d/);
  const page = await browser.open(switchTo('government-nowhere'));
  await expect.poll(() => page.getByRole('main').innerText()).toMatch(/There is no index called government-nowhere/);
  // In both orders: the index first, or the alias first.
  await page.goto(`${indices}/switch?alias=government`);
  await page.getByRole('link', { name: 'Review the switch to scratch' }).click();
  await page.getByRole('heading', { name: 'Switch government to scratch' }).waitFor();
  await page.goto(`${indices}?show=without-alias`);
  await page.getByRole('button', { name: 'Actions for scratch' }).click();
  await page.getByRole('link', { name: 'Switch an alias to this index' }).click();
  await page.getByRole('textbox', { name: 'Alias' }).fill('notes');
  await page.getByRole('button', { name: 'Review the switch' }).click();
  await page.getByRole('button', { name: 'Switch notes', exact: true }).click();
  await expect.poll(async () => (await aliasesOf(url)).notes).toEqual(['scratch']);
});

test.each([
  [1440, 'dark'],
  [390, 'light'],
] as const)('at %i px, %s, axe finds nothing on either step', async (width, theme) => {
  const page = await browser.open(`${indices}/switch?alias=government`, { width, theme });
  await page.getByRole('row').filter({ hasText: '412' }).getByRole('link').first().waitFor();
  await expectAccessible(page);
  await page.goto(switchTo(sample.previous));
  await page.getByRole('button', { name: 'Switch government', exact: true }).waitFor();
  await page.getByText('1 call as curl').click();
  await expectAccessible(page);
  if (width === 1440) await expectOnFirstScreen(page.getByRole('button', { name: 'Switch government', exact: true }));
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
