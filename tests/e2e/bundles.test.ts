import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { openZip } from '../../lib/archive/read-zip.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { operator, switchOf } from '../jobs/builders.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';

const PASSWORD = 'a long enough password';
const FIXTURE = new URL('../fixtures/government.zip', import.meta.url);
const BACKUPS = ['government/government-2018-01-08t03-00-00z.zip', 'government/government-2018-01-07t03-00-00z.zip'];
/** A folder for pictures of the pages, for who looks at them. */
const PICTURES = process.env['PICTURES_OF_BUNDLES'];

const browser = useBrowser();
let directory: string;
let dashboard: TestDashboard;
let job: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bundles-'));
  mkdirSync(join(directory, 'data'));
  mkdirSync(join(directory, 'backups/government'), { recursive: true });
  for (const backup of BACKUPS) await copyFile(FIXTURE, join(directory, 'backups', backup));
  writeFileSync(join(directory, 'backups/government/government-2018-01-09t03-00-00z.zip.partial'), 'half');
  for (const [name, role] of [
    ['ola', 'operator'],
    ['vic', 'viewer'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  dashboard = await startDashboard({
    directory,
    configuration:
      'signIn: { kind: local }\nclusters:\n  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }\n',
  });
  const store = JobStore.open(dashboard.dataDirectory);
  const { id } = store.create(
    { cluster: 'one', actor: operator, work: switchOf() },
    thisProcess('command line'),
    'running',
  ).job;
  store.end(id, { status: 'failed', failure: { code: 'unreachable', message: 'It went away.' }, resumable: false });
  store.close();
  mkdirSync(join(dashboard.dataDirectory, 'jobs', id), { recursive: true });
  writeFileSync(join(dashboard.dataDirectory, 'jobs', id, 'rejected.ndjson'), '{"of":"a document"}\n');
  job = id;
}, 300_000);
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

// No cluster answers: none is needed.
beforeEach(() => browser.allowProblem(/status of 502/));

async function signIn(name: string, to: string, options: Parameters<typeof browser.open>[1] = {}): Promise<Page> {
  const page = await browser.open(`${dashboard.url}${to}`, options);
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

async function downloadOf(page: Page, link: RegExp | string): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
  return download;
}

async function entriesOf(download: Download): Promise<Map<string, Buffer>> {
  const zip = await openZip(await download.path());
  const found = new Map<string, Buffer>();
  for (const entry of zip.table.entries) {
    const pieces: Buffer[] = [];
    for await (const piece of zip.read(entry)) pieces.push(piece);
    found.set(entry.name, Buffer.concat(pieces));
  }
  await zip.close();
  return found;
}

async function takePictures(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  for (const colorScheme of ['dark', 'light'] as const)
    for (const width of [390, 768, 1024, 1440]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({
        path: join(PICTURES, `${name}-${String(width)}-${colorScheme}.png`),
        fullPage: width !== 390,
      });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('selected backups are downloaded as one zip with the bytes of their files', async () => {
  const page = await signIn('ola', '/one/backups');
  const list = page.getByRole('table', { name: 'Backups', exact: true });
  await list.waitFor();
  for (const box of await list.getByRole('checkbox', { name: /^Select the backup/ }).all()) await box.check();
  const size = 2 * readFileSync(FIXTURE).length;
  await page.getByText('3 backups selected').last().waitFor();
  const link = page.getByRole('link', { name: /^Download 2 backups \([\d.]+ k?B\)$/i });
  expect(size).toBeGreaterThan(0);
  await expectAccessible(page);
  await takePictures(page, 'selected');
  await link.waitFor();
  const download = await downloadOf(page, /^Download 2 backups/);
  expect(download.suggestedFilename()).toMatch(/^backups-of-one-.*\.zip$/);
  const entries = await entriesOf(download);
  expect([...entries.keys()].sort()).toEqual([...BACKUPS].sort());
  for (const content of entries.values()) expect(content.equals(readFileSync(FIXTURE))).toBe(true);
});

test('a viewer may select backups, and reads why not to download them', async () => {
  const page = await signIn('vic', '/one/backups', { width: 390, theme: 'dark' });
  await page
    .getByRole('checkbox', { name: /^Select the backup/ })
    .last()
    .check();
  await page.getByRole('button', { name: /^Download 1 backup/ }).waitFor();
  await page
    .getByText(/Only an operator may download backups; you are a viewer/)
    .first()
    .waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await takePictures(page, 'viewer');
});

test.each([
  ['ola', 'an operator', true],
  ['vic', 'a viewer', false],
])('%s downloads the incident bundle of a job as %s', async (name, _, hasDocuments) => {
  const page = await signIn(name, `/one/jobs/${job}`);
  await page.getByRole('link', { name: 'Download the incident bundle' }).waitFor();
  await expectAccessible(page);
  await takePictures(page, `job-of-${name}`);
  const download = await downloadOf(page, 'Download the incident bundle');
  expect(download.suggestedFilename()).toBe(`restore-desk-job-${job}.zip`);
  const entries = await entriesOf(download);
  expect(entries.get('summary.txt')?.toString()).toContain(
    await page
      .getByRole('group', { name: 'Summary for the incident channel' })
      .innerText()
      .then((text) => text.split('\n')[1]),
  );
  expect([entries.has('documents/rejected.ndjson'), entries.has('audit-log.ndjson')]).toEqual([
    hasDocuments,
    hasDocuments,
  ]);
  expect(entries.get('contents.txt')?.toString().includes('Only an operator may read documents')).toBe(!hasDocuments);
});
