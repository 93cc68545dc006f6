import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

const PASSWORD = 'a password for approvals';
const SWITCH = '/production/indices/switch?index=orders-2&alias=orders';
const browser = useBrowser();
let directory: string;
let dashboard: TestDashboard;
let server: string;
let backup: string;
const states = new Map<string, Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>>();

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  for (const index of ['orders-1', 'orders-2', 'orders-3'])
    await seedIndex(server, index, { documents: [{ id: '1', source: { from: index } }] });
  await pointTo('orders-1');
  directory = await mkdtemp(join(tmpdir(), 'approvals-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ann', 'operator'],
    ['ben', 'operator'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  const cluster = (key: string, more: string) => `  ${key}: { name: search-${key}, url: "${server}", ${more} }\n`;
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nclusters:\n${cluster('production', 'backups: backups, protected: { approval: true }')}${cluster('staging', 'environment: staging, backups: backups-staging, readOnly: true')}`,
  });
  backup = await backUpAlias(server, dashboard.backupDirectory, 'orders');
});
afterAll(async () => {
  await dashboard?.stop();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => pointTo('orders-1'));

const pointTo = (index: string) =>
  call(server, 'POST', '/_aliases', {
    actions: [
      { remove: { index: 'orders-*', alias: 'orders', must_exist: false } },
      { add: { index, alias: 'orders' } },
    ],
  });

async function fillInSignIn(page: Page, name: string): Promise<void> {
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** A page of a person, who signs in once. */
async function openAs(name: string, path: string, options: Parameters<typeof browser.open>[1] = {}): Promise<Page> {
  const storageState = states.get(name);
  const page = await browser.open(`${dashboard.url}${path}`, { ...options, ...(storageState ? { storageState } : {}) });
  if (storageState === undefined) {
    await fillInSignIn(page, name);
    states.set(name, await page.context().storageState());
  }
  return page;
}

/** The card of a request in the list. */
const cardOf = (page: Page, summary: string | RegExp) =>
  page.getByRole('listitem').filter({ hasText: summary }).first();

async function ask(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ask for approval' }).click();
  await page.getByText('Waiting for a second person').waitFor();
}

async function withdraw(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Withdraw the request' }).click();
  await page.getByText('A second person must approve this').waitFor();
}

test('a plan whose alias has moved can’t be approved, and both people read what has changed', async () => {
  const ann = await openAs('ann', SWITCH);
  await ask(ann);
  const ben = await openAs('ben', '/production/approvals');
  const card = cardOf(ben, 'to orders-2');
  await card.getByText('The plan is up to date').waitFor();
  const approve = card.getByRole('button', { name: 'Approve this plan' });
  expect(await approve.getAttribute('aria-disabled')).toBeNull();

  await pointTo('orders-3');
  const changed = 'The alias orders points to orders-3 now; it pointed to orders-1.';
  await card.getByText(changed).waitFor();
  await card.getByText('The plan as it is now:').waitFor();
  expect(await approve.getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(ben);

  await ann.getByRole('heading', { name: /The plan has changed: a second person must approve the new one/ }).waitFor();
  await ann.getByText(changed).waitFor();
  await expectAccessible(ann);

  // Back again: it is the same plan, which was requested.
  await pointTo('orders-1');
  await card.getByText('The plan is up to date').waitFor();
  await ann.getByText('Waiting for a second person').waitFor();
  await withdraw(ann);
  await ben
    .getByText(/ann withdrew it/)
    .first()
    .waitFor();
  await ben.getByText('Nothing waits for approval').waitFor();
});

test('the server refuses to approve a plan whose alias has moved since the card was loaded', async () => {
  const ann = await openAs('ann', SWITCH);
  await ask(ann);
  const ben = await openAs('ben', '/production/approvals');
  const card = cardOf(ben, 'to orders-2');
  await card.getByText('The plan is up to date').waitFor();
  // The card does not hear of it.
  await ben.route('**/api/production/approvals/**', (route) => route.abort());
  browser.allowProblem(/Failed to load resource/);
  const approve = card.getByRole('button', { name: 'Approve this plan' });
  await pointTo('orders-3');
  await approve.click();
  await ben.getByText(/The plan has changed since it was requested: The alias orders points to orders-3 now/).waitFor();
  await pointTo('orders-1');
  await ann.getByText('Waiting for a second person').waitFor();
  await withdraw(ann);
});

test('a second person declines with a reason, and the requester reads it on the review and on other pages', async () => {
  const ann = await openAs('ann', SWITCH);
  await ask(ann);
  const ben = await openAs('ben', '/production/approvals', { width: 390 });
  const card = cardOf(ben, 'to orders-2');
  await card.getByRole('button', { name: 'Decline this plan…' }).click();
  const submit = card.getByRole('button', { name: 'Decline this plan', exact: true });
  expect(await submit.getAttribute('aria-disabled')).toBe('true');
  await card.getByLabel(/Why you decline it/).fill('orders-2 was built from yesterday’s feed.');
  await expectAccessible(ben);
  await submit.click();
  await ben.getByText('Nothing waits for approval').waitFor();
  await ben.getByText(/ben declined it.*yesterday’s feed/).waitFor();
  await expectAccessible(ben);

  await ann.getByRole('heading', { name: 'ben declined this' }).waitFor();
  await ann.getByText(/yesterday’s feed/).waitFor();
  await ann.goto(`${dashboard.url}/production/jobs`);
  await ann.getByRole('heading', { name: 'ben declined your plan' }).waitFor();
  await ann.getByRole('link', { name: 'Open the review' }).click();
  await ann.getByRole('button', { name: 'Ask for approval' }).waitFor();
});

test('a viewer reads who may approve, and opens a plan and its backup', async () => {
  const ann = await openAs('ann', `/production/backups/${backup}/restore?shards=2`);
  await ask(ann);
  const vic = await openAs('vic', '/production/approvals');
  const card = cardOf(vic, 'Restore');
  await card.getByText(/Only an operator may approve a plan; you are a viewer on search-production/).waitFor();
  await card.getByText('The plan is up to date').waitFor();
  await card.getByText(backup).first().waitFor();
  await card.getByText('Changed settings and mappings').click();
  await card.getByRole('row').filter({ hasText: 'number_of_shards' }).getByText('override').waitFor();
  await expectAccessible(vic);
  await card.getByRole('link', { name: 'Open the review' }).click();
  await vic.waitForURL(/\/restore\?shards=2$/);
  await vic.getByText(/Only an operator may ask for approval; you are a viewer/).waitFor();
  await vic.getByText(/ann requested approval of this plan/).waitFor();
  await vic.goBack();
  await cardOf(vic, 'Restore').getByRole('link', { name: 'Open the backup' }).click();
  await vic.waitForURL(new RegExp(`/production/backups/${backup}$`));
  await withdraw(ann);
});

test('an approval leads to the job, the job to the audit log, and each line of it is found by every name', async () => {
  const ann = await openAs('ann', SWITCH);
  await ask(ann);
  const ben = await openAs('ben', '/');
  await ben.getByText('Signed in as ben').waitFor();
  await expectAccessible(ben);
  await ben.getByRole('link', { name: '1 plan waits for approval on search-production' }).click();
  await cardOf(ben, 'to orders-2').getByRole('button', { name: 'Approve this plan' }).click();
  await ben.getByText('Approved by ben').waitFor();

  // The requester is somewhere else meanwhile, and finds the way back.
  await ann.goto(`${dashboard.url}/production/backups`);
  await ann.getByRole('heading', { name: 'ben approved your plan' }).waitFor();
  await expectAccessible(ann);
  await ann.getByRole('link', { name: 'Open the review' }).click();
  await ann.getByText('Approved by ben').waitFor();
  await ann.getByLabel(/type the name of the alias/).fill('orders');
  await ann.getByRole('button', { name: 'Switch orders' }).click();
  await ann.waitForURL(/\/production\/jobs\/(\d+)$/);
  const job = /\d+$/.exec(ann.url())![0];
  await ann.getByText('Requested by ann, approved by ben', { exact: true }).waitFor();
  await expect.poll(async () => (await aliasesOf(server)).orders, { timeout: 15_000 }).toEqual(['orders-2']);
  await expect
    .poll(() => ann.getByRole('region', { name: 'For the incident channel', exact: true }).innerText())
    .toMatch(/Done: .*\n[^]*Requested by ann, approved by ben at/);
  await ann.getByRole('link', { name: /^Plan [0-9a-f]{12} in the audit log/ }).click();

  const lines = ann.getByRole('list', { name: /^Audit log/ });
  const ALL = ['ask for approval', 'approve', 'switch alias', 'switch job ended'];
  const expectLines = async (of: readonly string[]) => {
    for (const action of of)
      await lines
        .getByRole('listitem')
        .filter({ hasText: new RegExp(`${action}.*orders, orders-2,.* job ${job}`, 'si') })
        .first()
        .waitFor();
  };
  await expectLines(ALL);
  await lines.getByText('Requested by ann, approved by ben.').waitFor();
  for (const text of ['orders-2', 'orders', job, `job ${job}`]) {
    await ann.getByRole('main').getByRole('searchbox').fill(text);
    await ann.waitForURL((url) => url.searchParams.get('text') === text);
    await expectLines(ALL);
  }
  await expectAccessible(ann);
  await ben.getByText(`Job ${job} used the approval.`).waitFor();
});

test('break-glass is refused for a reason that is too short, by a sentence about the reason', async () => {
  const ann = await openAs('ann', SWITCH);
  await ann.getByText('It can’t wait: break the glass').click();
  await ann.getByLabel(/type the name of the alias/).fill('orders');
  const button = ann.getByRole('button', { name: 'Switch orders' });
  await expect.poll(() => button.getAttribute('title')).toBe('It needs a second person’s approval.');
  await ann.getByLabel('Why it can’t wait for a second person').fill('fives');
  await expect.poll(() => button.getAttribute('title')).toBe('The reason has 5 characters; at least 10 are needed.');
});

test('after the session has ended the page says so, and what was typed is there again after signing in', async () => {
  browser.allowProblem(/Failed to load resource/);
  const ann = await openAs('ann', SWITCH);
  const reason = 'Searches are down, and ben does not answer.';
  await ann.getByText('It can’t wait: break the glass').click();
  await ann.getByLabel('Why it can’t wait for a second person').fill(reason);
  await ann.getByLabel(/type the name of the alias/).fill('ord');
  await ann.context().clearCookies();
  const button = ann.getByRole('button', { name: 'Break the glass and switch orders' });
  await expect.poll(() => button.getAttribute('title')).toBe('Your session has ended: sign in again first.');
  expect(await ann.getByText('the cluster does not answer').count()).toBe(0);
  await ann.getByRole('main').getByRole('link', { name: 'Sign in again' }).first().click();
  await fillInSignIn(ann, 'ann');
  await ann.getByLabel('Why it can’t wait for a second person').waitFor();
  await expect.poll(() => ann.getByLabel('Why it can’t wait for a second person').inputValue()).toBe(reason);
  expect(await ann.getByLabel(/type the name of the alias/).inputValue()).toBe('ord');

  // Another person in the same tab does not get it.
  await ann.context().clearCookies();
  await ann.getByRole('main').getByRole('link', { name: 'Sign in again' }).first().click();
  await fillInSignIn(ann, 'ben');
  await ann.getByLabel(/type the name of the alias/).waitFor();
  expect(await ann.getByLabel(/type the name of the alias/).inputValue()).toBe('');
});
