import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { expectOnFirstScreen } from '../support/first-screen.ts';

const PASSWORD = 'a password for the browser';
const browser = useBrowser();
let directory: string;
let dashboard: TestDashboard;
let elasticsearch: string;

beforeAll(async () => {
  elasticsearch = await sharedServer();
  await emptyCluster(elasticsearch);
  for (const generation of ['government-1', 'government-2']) {
    await call(elasticsearch, 'PUT', `/${generation}`, { settings: { number_of_shards: 1, number_of_replicas: 0 } });
    await call(elasticsearch, 'POST', `/${generation}/_doc/1?refresh=true`, { title: generation });
  }
  await call(elasticsearch, 'POST', '/_aliases', {
    actions: [{ add: { index: 'government-2', alias: 'government' } }],
  });
  directory = await mkdtemp(join(tmpdir(), 'access-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['ben', 'operator'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nclusters:\n  production: { name: search-production, url: "${elasticsearch}", backups: backups, protected: { approval: true } }\n  staging: { name: search-staging, environment: staging, url: "${elasticsearch}", backups: backups-staging, readOnly: true }\n`,
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function signIn(
  name: string,
  to = '/production',
  options: Parameters<typeof browser.open>[1] = {},
): Promise<Page> {
  const page = await browser.open(`${dashboard.url}${to}`, options);
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

test.each([
  { width: 1440, theme: 'dark' },
  { width: 390, theme: 'light' },
] as const)('the sign-in page works by keyboard and has no axe violation, $width wide and $theme', async (options) => {
  const page = await browser.open(`${dashboard.url}/production`, options);
  await page.waitForURL(/\/sign-in/);
  await expectAccessible(page);
  await page.keyboard.type('ann');
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong wrong wrong');
  await page.keyboard.press('Enter');
  await page.getByText('The name or the password is wrong.').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/production$/);
});

test('signing out ends the session, and the previous page is not shown again', async () => {
  const page = await signIn('ben');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto(`${dashboard.url}/production`);
  await page.waitForURL(/\/sign-in/);
});

test('when the session ends, an open page links to the sign-in and back to the same page', async () => {
  browser.allowProblem(/Failed to load resource/);
  const page = await signIn('ben', '/production/jobs?kind=switch');
  await page.getByText('No job matches').or(page.getByText('No jobs yet')).first().waitFor();
  await page.context().clearCookies();
  const main = page.getByRole('main').getByRole('link', { name: 'Sign in again' });
  await main.waitFor();
  await page.getByRole('region', { name: 'Health problem' }).getByRole('link', { name: 'Sign in again' }).waitFor();
  await expectAccessible(page);
  await main.click();
  await page.getByLabel('Name').fill('ben');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname + url.search === '/production/jobs?kind=switch');
});

test('when the session ends, the list of clusters links to the sign-in, too', async () => {
  browser.allowProblem(/Failed to load resource/);
  const page = await signIn('ben', '/production');
  await page.goto(dashboard.url);
  await page.getByRole('link', { name: /search-staging/ }).waitFor();
  await page.context().clearCookies();
  await page.getByRole('heading', { name: 'You are no longer signed in' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.waitForURL(/\/sign-in/);
});

test('a button that a viewer may not press says why', async () => {
  const page = await signIn('vic', '/production/indices/switch?index=government-1&alias=government');
  await page
    .getByText(/Only an operator may switch an alias; you are a viewer/)
    .first()
    .waitFor();
});

test('every button that a viewer may not press says why, a small one on a phone after a tap', async () => {
  const page = await signIn('vic', '/production', { width: 390 });
  for (const path of [
    '',
    '/indices',
    '/backups',
    '/jobs',
    '/indices/switch?index=government-1&alias=government',
    '/backups/new?aliases=government',
    '/approvals',
  ]) {
    await page.goto(`${dashboard.url}/production${path}`);
    await page.getByRole('heading').first().waitFor();
    if (path === '') {
      await page.getByRole('button', { name: 'Actions for government', exact: true }).click();
      await page.getByRole('button', { name: /^Switch alias/ }).waitFor();
    }
    if (path === '/indices') {
      await page.getByRole('button', { name: 'Actions for government', exact: true }).click();
      await page.getByRole('button', { name: /^Switch government to another index/ }).waitFor();
    }
    const silent = await page
      .locator('[aria-disabled="true"]')
      .evaluateAll((buttons) =>
        buttons
          .filter((button) => !document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent)
          .map((button) => button.textContent),
      );
    expect({ path, silent }).toEqual({ path, silent: [] });
    expect({
      path,
      links: await page
        .getByRole('main')
        .getByRole('link', { name: /^Back up (?!.*\d)/ })
        .allInnerTexts(),
    }).toEqual({ path, links: [] });
  }
  await page.goto(`${dashboard.url}/production`);
  await page.getByRole('button', { name: 'Actions for government', exact: true }).click();
  const small = page.getByRole('button', { name: /^Switch alias/ });
  const why = page.locator(`[id="${(await small.getAttribute('aria-describedby')) ?? ''}"]`);
  expect(await why.innerText()).toContain('Only an operator may switch an alias; you are a viewer');
  await expect.poll(async () => ((await why.boundingBox())?.height ?? 0) > 10).toBe(true);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await expectAccessible(page);
});

test('an alias of a protected cluster moves only after a second person’s approval, and back without one', async () => {
  const ben = await signIn('ben', '/production', { width: 390 });
  const ann = await signIn('ann', '/production/indices/switch?index=government-1&alias=government');
  await ann.getByRole('button', { name: 'Ask for approval' }).click();
  await ann.getByText('Waiting for a second person').waitFor();
  await expectAccessible(ann);

  // Without a reload, it appears on the overview and in the bar.
  await ben.getByRole('heading', { name: '1 plan waits for a second person' }).waitFor();
  await ben.getByRole('button', { name: 'Menu' }).click();
  await ben.getByRole('link', { name: 'Approvals 1 waiting' }).waitFor();
  await ben.keyboard.press('Escape');
  await expectAccessible(ben);
  await ben.getByRole('link', { name: 'Open the approvals' }).click();
  await ben.getByText('Ready: 1 of 1 check passes').waitFor();
  await ben.getByText(/Switch government from government-2 \(1 documents?\) to government-1/).waitFor();
  await expectAccessible(ben);
  await ben.getByRole('button', { name: 'Approve this plan' }).click();
  await ben.getByText('Approved by ben').waitFor();

  await ann.getByText('Approved by ben').waitFor();
  expect(await aliasesOf(elasticsearch)).toEqual({ government: ['government-2'] });
  // The open audit log shows new entries without a reload.
  const auditLog = await browser.open(`${dashboard.url}/production/audit-log`, {
    storageState: await ann.context().storageState(),
    theme: 'light',
  });
  const lines = auditLog.getByRole('list', { name: 'Audit log, Today' });
  for (const action of ['ask for approval', 'approve'])
    await lines.getByText(action, { exact: false }).first().waitFor();
  expect(await lines.getByText('Switch job ended').count()).toBe(0);
  await ann.getByLabel(/type the name of the alias/).fill('government');
  // The index is still being filled: the typed name and the approval are not lost.
  await call(elasticsearch, 'POST', '/government-1/_doc/2?refresh=true', { title: 'one more' });
  await expect.poll(() => ann.getByRole('group', { name: 'After', exact: true }).innerText()).toMatch(/^After\s+2\s/);
  expect(await ann.getByLabel(/type the name of the alias/).inputValue()).toBe('government');
  await ann.getByText('Approved by ben').waitFor();
  await ann.getByRole('button', { name: /^(Switch|Move)/ }).click();
  await expect.poll(() => aliasesOf(elasticsearch), { timeout: 20_000 }).toEqual({ government: ['government-1'] });
  await ann.waitForURL(/\/production\/jobs\/\d+/);
  await ann
    .getByRole('button', { name: /undo|switch .*back/i })
    .first()
    .click();
  await expect.poll(() => aliasesOf(elasticsearch), { timeout: 20_000 }).toEqual({ government: ['government-2'] });
  await ann.getByRole('link', { name: /^Review the switch to the .* again$/ }).waitFor();
  expect(await ann.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
  await ben.getByText('Nothing waits for approval').waitFor();

  for (const action of ['switch alias', 'switch job ended'])
    await lines.getByText(action, { exact: false }).first().waitFor();
  // The switch and its undo: a line that arrives later would be the first one.
  await expect.poll(() => lines.getByText('Switch job ended').count()).toBe(2);
  await expectAccessible(auditLog);
  // The search field is empty when the complete log is shown again.
  const find = auditLog.getByRole('searchbox');
  await find.fill('nothing like this');
  await auditLog.getByRole('button', { name: 'Show all lines' }).click();
  await lines.waitFor();
  expect(await find.inputValue()).toBe('');
  // Details open below their line, and close again.
  const line = lines.getByRole('listitem').filter({ hasText: 'Switch job ended' }).first();
  await line.getByText('Switch job ended').click();
  await line
    .getByRole('region', { name: /^Details of line/ })
    .getByText('"government-2"')
    .first()
    .waitFor();
  await line.getByRole('link', { name: /^Open job/ }).waitFor();
  await expectAccessible(auditLog);
  await line.getByText('Switch job ended').click();
  await line.getByRole('region').waitFor({ state: 'detached' });
  // The filter is in the address, and the export has the same lines.
  await auditLog.getByRole('button', { name: 'Refused' }).click();
  await auditLog.waitForURL(/[?&]outcome=refused/);
  expect(await auditLog.getByRole('link', { name: 'Export NDJSON' }).getAttribute('href')).toMatch(/outcome=refused$/);
});

test('a break-glass use is shown on the overview, the job, the approvals and the audit log', async () => {
  const reason = 'Nobody answers, and searches are empty.';
  const ben = await signIn('ben', '/production/indices/switch?index=government-1&alias=government');
  await ben.getByText('It can’t wait: break the glass').click();
  await ben.getByLabel('Why it can’t wait for a second person').fill(reason);
  await ben.getByLabel(/type the name of the alias/).fill('government');
  await ben.getByRole('button', { name: 'Break the glass and switch government' }).click();
  await ben.waitForURL(/\/production\/jobs\/\d+/);
  await expect.poll(() => aliasesOf(elasticsearch), { timeout: 20_000 }).toEqual({ government: ['government-1'] });
  const glass = (page: Page) => page.getByRole('heading', { name: 'Break-glass used: no second person approved this' });
  await glass(ben).waitFor();
  await expectAccessible(ben);
  const vic = await signIn('vic', '/production', { width: 390 });
  for (const path of ['', '/approvals']) {
    await vic.goto(`${dashboard.url}/production${path}`);
    await glass(vic).waitFor();
    await vic.getByText(reason).waitFor();
    await expectAccessible(vic);
  }
  await ben.goto(`${dashboard.url}/production/audit-log`);
  await ben.getByText('▲ Break glass').first().waitFor();
  await ben.getByText(reason).first().waitFor();
});

test.each([
  { width: 1440, theme: 'dark' },
  { width: 390, theme: 'light' },
] as const)(
  'on the review of a restore, the break-glass button is red and says that it needs no approval ($width, $theme)',
  async (options) => {
    const backup = await backUpAlias(elasticsearch, dashboard.backupDirectory, 'government');
    const ben = await signIn('ben', `/production/backups/${backup}/restore`, options);
    const plain = ben.getByRole('button', { name: /^Restore [\d,]+ documents?$/ });
    await plain.waitFor();
    expect(await plain.getAttribute('aria-disabled')).toBe('true');
    await ben.getByText('It can’t wait: break the glass').click();
    await ben.getByLabel('Why it can’t wait for a second person').fill('Nobody answers, and searches are empty.');
    const red = ben.getByRole('button', { name: /^Break the glass and restore [\d,]+ documents?$/ });
    expect(await red.getAttribute('aria-disabled'), 'the name of the alias is still to be typed').toBe('true');
    await ben.getByLabel(/type the name of the alias/).fill('government');
    await expect.poll(() => red.getAttribute('aria-disabled')).toBeNull();
    // It takes its colour in a short transition.
    await expect
      .poll(() => red.evaluate((button) => getComputedStyle(button).backgroundColor))
      .toBe(
        await ben.evaluate(() => {
          const probe = document.body.appendChild(document.createElement('i'));
          probe.className = 'bg-bad-fill';
          const { backgroundColor } = getComputedStyle(probe);
          probe.remove();
          return backgroundColor;
        }),
      );
    if (options.width === 1440) await expectOnFirstScreen(red);
    await expectAccessible(ben);
    await red.click();
    await ben.waitForURL(/\/result$/);
    await ben.getByRole('heading', { name: 'Break-glass used: no second person approved this' }).waitFor();
    expect((await aliasesOf(elasticsearch)).government).toEqual([expect.stringMatching(/^government-\d{4}-/)]);
  },
);
