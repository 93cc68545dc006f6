import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { createDocuments } from '../support/sample-cluster.ts';

const PASSWORD = 'a password for the browser';
const browser = useBrowser();
let directory: string;
let dashboard: TestDashboard;
let url: string;
let list: string;
let admin: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, 'government-1', { documents: createDocuments(20), aliases: { government: {} } });
  directory = await mkdtemp(join(tmpdir(), 'schedules-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nclusters:\n  production: { name: search-production, url: "${url}", backups: backups }\n`,
  });
  list = `${dashboard.url}/production/schedules`;
}, 600_000);
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function signIn(name: string): Promise<Page> {
  const page = await browser.open(list);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Schedules' }).waitFor();
  return page;
}

const open = (address: string, options: Parameters<typeof browser.open>[1] = {}) =>
  browser.open(address, { storageState: admin, ...options });
const main = (page: Page) => page.getByRole('main').innerText();
const action = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Actions for Every night' }).click();
  await page.getByRole('button', { name }).or(page.getByRole('link', { name })).last().click();
};

test('an admin makes a schedule, and sees its times, what it matches and its page', async () => {
  // The preview of times that can't be read.
  browser.allowProblem(/status of 400 .*part=times/);
  const page = await signIn('ann');
  admin = await page.context().storageState();
  await page.getByText('Nothing runs by itself on this cluster yet').waitFor();
  await page.getByRole('link', { name: 'New schedule' }).click();
  await page.getByRole('heading', { level: 1, name: 'New schedule' }).waitFor();
  await page.getByText('Now: 1 alias.').waitFor();
  await page.getByLabel('Cron expression').fill('at night');
  await page.getByRole('alert').first().waitFor();
  await page.getByRole('button', { name: 'Add the schedule' }).click();
  await page.getByText('A name is needed.').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Every night');
  await page.getByLabel('Cron expression').fill('30 2 * * *');
  await page.getByLabel('Time zone').selectOption('Europe/London');
  await page.getByText('Every day at 02:30, Europe/London').waitFor();
  await expect.poll(() => page.getByRole('list', { name: 'The next times' }).getByRole('listitem').count()).toBe(5);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add the schedule' }).click();
  await page.getByRole('heading', { level: 1, name: 'Every night' }).waitFor();
  await page.getByText('It has not run yet.').waitFor();
});

test('it runs now, and the good run links to its job, which names the schedule', async () => {
  const page = await open(`${list}/Every%20night`);
  await page.getByRole('button', { name: 'Run now' }).click();
  const row = page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1);
  await expect.poll(() => row.innerText(), { timeout: 40_000 }).toMatch(/good/i);
  expect(await row.innerText()).toContain('started by a person');
  await expectAccessible(page);
  await row.getByRole('link').first().click();
  await page.getByRole('link', { name: 'Every night' }).waitFor();
  expect(await main(page)).toContain('by schedule Every night');
});

test('a run that fails is seen on the page, with the reason, until a good one follows', async () => {
  await call(url, 'POST', '/government-1/_close');
  const page = await open(list);
  await action(page, 'Run now');
  await page.getByText('Every night was started.').waitFor();
  await expect.poll(() => main(page), { timeout: 40_000 }).toContain('Failed');
  const strip = page.getByRole('slider', { name: /Every night, last 2 runs: 1 good, 1 failed/ });
  await strip.focus();
  expect(await strip.getAttribute('aria-valuetext')).toMatch(/failed.*government-1/);
  await page.keyboard.press('ArrowLeft');
  expect(await strip.getAttribute('aria-valuetext')).toMatch(/: good/);
  await expectAccessible(page);
  await call(url, 'POST', '/government-1/_open');
});

test('it is paused, with who did it, and resumed', async () => {
  const page = await open(list);
  await action(page, 'Pause');
  await page.getByText('by ann').waitFor();
  expect(await main(page)).toContain('Nothing runs in the next 24 hours.');
  await action(page, 'Resume');
  await page.getByText('Every night was resumed.').waitFor();
  await expect.poll(() => main(page)).not.toContain('by ann');
});

test('a time that Restore Desk slept through is overdue', async () => {
  // As made two days ago, by a Restore Desk that has not run since.
  const database = new DatabaseSync(join(directory, 'data/restore-desk.sqlite'), { timeout: 5_000 });
  const spec = JSON.parse(String(database.prepare('SELECT spec FROM schedules').get()?.spec)) as object;
  database
    .prepare('UPDATE schedules SET since = ?, spec = ?, changed_at = ?')
    .run(Date.now() - 2 * 86_400_000, JSON.stringify({ ...spec, missed: 'record' }), new Date().toISOString());
  // What ran until now was before that.
  database.prepare('UPDATE schedule_runs SET due_at = due_at - ?').run(3 * 86_400_000);
  database.close();
  const page = await open(list);
  await expect.poll(() => main(page), { timeout: 30_000 }).toMatch(/Overdue\s+should have run at/);
});

test('it is changed, and a change that somebody else has overtaken is refused', async () => {
  const [first, second] = [await open(`${list}/Every%20night/change`), await open(`${list}/Every%20night/change`)];
  expect(await first.getByLabel('Cron expression').inputValue()).toBe('30 2 * * *');
  await first.getByLabel('Cron expression').fill('0 4 * * *');
  await first.getByText('Every day at 04:00, Europe/London').waitFor();
  await first.getByRole('button', { name: 'Save the schedule' }).click();
  await first.getByRole('heading', { level: 1, name: 'Every night', exact: true }).waitFor();
  expect(await main(first)).toContain('0 4 * * *');
  await second.getByRole('button', { name: 'Save the schedule' }).click();
  await second.getByText('ann has changed Every night in the meantime.').waitFor();
  await expectAccessible(second);
});

test('a viewer sees it, and why they can’t change it', async () => {
  const page = await signIn('vic');
  await page.getByRole('link', { name: 'Every night' }).waitFor();
  const button = page.getByRole('button', { name: 'New schedule' });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  await page.getByText('Only an admin may make and change schedules').first().waitFor();
  await page.getByRole('button', { name: 'Actions for Every night' }).click();
  expect(await page.getByRole('button', { name: /^Run now/ }).getAttribute('aria-disabled')).toBe('true');
});

test('rules are not saved before the preview says what they would delete', async () => {
  const page = await open(`${list}/Every%20night/change`);
  const held = Promise.withResolvers<void>();
  await page.route(/part=retention/, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.getByLabel('Delete old backups after each run').check();
  await page.getByText('The preview is being computed').waitFor();
  const save = page.getByRole('button', { name: 'Save the schedule' });
  expect(await save.getAttribute('aria-disabled')).toBe('true');
  held.resolve();
  await page.getByText('If it ran now').waitFor();
  await expect.poll(() => save.getAttribute('aria-disabled')).toBeNull();
});

test('it is removed after a question; its jobs and backups are kept, and the list says so', async () => {
  const page = await open(`${list}/Every%20night`);
  await action(page, 'Remove');
  const dialog = page.getByRole('dialog', { name: 'Remove the schedule Every night?' });
  await dialog.getByText('are kept').waitFor();
  await dialog.getByRole('button', { name: 'Keep the schedule' }).click();
  await action(page, 'Remove');
  await dialog.getByRole('button', { name: 'Remove the schedule' }).click();
  await page.getByText('Every night was removed. Its backups are kept.').waitFor();
  await page.getByText('Nothing runs by itself on this cluster yet').waitFor();
  await page.goto(`${dashboard.url}/production/jobs/1`);
  await expect.poll(() => main(page)).toContain('Every night (removed)');
});
