import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { backUp, connectWithShortTimeouts, seedLive } from './support.ts';

/** The built dashboard with a jobs database that it can't use: what it reports, and what it can still do. */
const browser = useBrowser();
let url: string;
let dashboard: TestDashboard;
let data: string;

const database = () => join(data, 'restore-desk.sqlite');
const at = (path: string) => `${dashboard.url}/${dashboard.cluster}${path}`;
const text = (page: Page) => page.getByRole('main').innerText();

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedLive(url, { count: 50 });
});
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'restore-desk-data-'));
  dashboard = await startDashboard({ elasticsearchUrl: url, env: { RESTORE_DESK_DATA: data } });
  const cluster = connectWithShortTimeouts(url, 30_000);
  await backUp(cluster, dashboard.backupDirectory);
  await cluster.close();
  browser.allowProblem(/Failed to load resource/);
});
afterEach(async () => {
  await dashboard.stop();
  spawnSync('umount', ['-l', data], { stdio: 'ignore' });
  rmSync(data, { recursive: true, force: true });
});
afterAll(() => emptyCluster(url));

/** The list of backups and the overview are shown, within seconds. */
async function expectBackupsListed(page: Page): Promise<void> {
  await page.goto(at('/backups'));
  await expect.poll(() => text(page)).toMatch(/government[\s\S]*last good/);
  await page.goto(at(''));
  await expect.poll(() => text(page)).toMatch(/government/);
  const began = Date.now();
  expect((await fetch(`${dashboard.url}/api/live`)).status).toBe(200);
  expect((await fetch(`${dashboard.url}/api/${dashboard.cluster}/backups`)).status).toBe(200);
  expect(Date.now() - began).toBeLessThan(4_000);
}

/** A change is refused with this text, next to its button. */
async function expectChangeRefused(page: Page, words: RegExp): Promise<void> {
  await page.goto(at('/backups/new?aliases=government'));
  await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
  await expect.poll(() => text(page), { timeout: 30_000 }).toMatch(words);
}

/** The dashboard checks the database at most every two seconds. */
async function expectBackUpWorks(page: Page): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await page.goto(at('/backups/new?aliases=government'));
  await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
  await page
    .getByText(/1 backup, 50 documents/)
    .first()
    .waitFor({ timeout: 30_000 });
}

test('a damaged database is reported on the pages of jobs and not touched; backups are listed; after it is moved aside everything works', async () => {
  await dashboard.kill9();
  const invalidDatabase = 'This is not a database, and it is long enough to be one.'.repeat(200);
  for (const end of ['-wal', '-shm']) rmSync(`${database()}${end}`, { force: true });
  writeFileSync(database(), invalidDatabase);
  await dashboard.restart();
  const page = await browser.open(at('/jobs'));
  await expect
    .poll(() => text(page))
    .toMatch(/The jobs can’t be read[\s\S]*jobs' database is damaged[\s\S]*Move the file aside/);
  await expectBackupsListed(page);
  await expect.poll(() => text(page)).toMatch(/jobs' database is damaged/);
  await expectChangeRefused(page, /jobs' database is damaged[\s\S]*Move the file aside/);
  expect(readFileSync(database(), 'utf8')).toBe(invalidDatabase);
  rmSync(database());
  await expectBackUpWorks(page);
}, 120_000);

test('a locked database is reported and no job starts; backups are listed; once it is unlocked everything works', async () => {
  const page = await browser.open(at('/jobs'));
  const other = new DatabaseSync(database());
  other.exec('BEGIN IMMEDIATE');
  await expectChangeRefused(page, /jobs' database is locked by another process[\s\S]*Try again in a moment/);
  await expectBackupsListed(page);
  other.exec('ROLLBACK');
  other.close();
  await expectBackUpWorks(page);

  await dashboard.kill9();
  const alone = new DatabaseSync(database());
  alone.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; CREATE TABLE held (a)');
  await dashboard.restart();
  await page.goto(at('/jobs'));
  await expect.poll(() => text(page), { timeout: 30_000 }).toMatch(/jobs' database is locked by another process/);
  for (const path of ['/jobs/1', '/backups/-/any.zip/restore/1', '/backups/-/any.zip/restore/1/result']) {
    await page.goto(at(path));
    await expect
      .poll(() => text(page))
      .toMatch(/The jobs can’t be read[\s\S]*locked by another process[\s\S]*Try again in a moment/);
  }
  await expectBackupsListed(page);
  alone.exec('ROLLBACK');
  alone.close();
  await expectBackUpWorks(page);
}, 180_000);

test.runIf(process.getuid?.() === 0)(
  'a full disk refuses changes without a partial write; backups are listed; with free space everything works',
  async () => {
    await dashboard.terminate();
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', data]).status).toBe(0);
    await dashboard.restart();
    const page = await browser.open(at('/jobs'));
    await page.getByText('No jobs yet').waitFor();
    // Fills the disk to the last byte.
    spawnSync('dd', ['if=/dev/zero', `of=${join(data, 'fill')}`, 'bs=4k'], { stdio: 'ignore' });
    await expectChangeRefused(page, /jobs' database (is full: its disk has no free space|can't be written)/);
    await expectBackupsListed(page);
    rmSync(join(data, 'fill'));
    await expectBackUpWorks(page);
    expect(new DatabaseSync(database()).prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  },
  120_000,
);
