import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { listBackups } from '../support/folder-of-backups.ts';
import { useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, openContexts, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy, type ProxiedRequest } from '../support/faulty-proxy.ts';
import {
  ALIAS,
  backUp,
  createBigBackup,
  connectWithShortTimeouts,
  documents,
  expectEqual,
  LIVE,
  liveState,
  seedLive,
  waitUntil,
} from './support.ts';

/** The built dashboard, by its pages, with a cluster whose responses stop where a test says so. */
const browser = useBrowser();
/** Several pages of 8 MB, several bulks of 5 MB. */
const COUNT = 8_000;
const SMALL = 'second-2018-01-07t03-00-00z-aaaa';
let url: string;
let proxy: FaultyProxy;
let cluster: Cluster;
let dashboard: TestDashboard;
let live: unknown;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedLive(url, { count: COUNT, bytes: 3_000 });
  await seedIndex(url, SMALL, { aliases: { second: {} }, documents: documents(50) });
  live = await liveState(url);
  cluster = connectWithShortTimeouts(url, 30_000);
});
beforeEach(async () => {
  proxy = await startFaultyProxy(url);
  dashboard = await startDashboard({ elasticsearchUrl: proxy.url });
  browser.allowProblem(
    /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|Failed to load resource|Failed to fetch/,
  );
});
afterEach(async () => {
  await dashboard.stop();
  await proxy.close();
  // No test changes the live index.
  expect((await liveState(url)) as object).toMatchObject({
    documents: (live as { documents: number }).documents,
    versions: (live as { versions: number }).versions,
  });
});
afterAll(async () => {
  await cluster.close();
  await emptyCluster(url);
});

const at = (path: string) => `${dashboard.url}/${dashboard.cluster}${path}`;
const pages = ({ method, path }: ProxiedRequest) => method === 'POST' && path.startsWith('/_search?');
const bulks = ({ path }: ProxiedRequest) => path.includes('/_bulk');
const zips = () =>
  readdirSync(dashboard.backupDirectory, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.zip'))
    .sort();
const files = async (state: string) =>
  (await listBackups(dashboard.backupDirectory)).backups.filter(({ condition }) => condition.state === state);

/** The cluster executes matching requests, and its responses never arrive. */
const holdResponses = (match: (request: ProxiedRequest) => boolean, skip = 0) =>
  proxy.inject({ match, skip, fault: { kind: 'hang', afterBytes: 0 } });

async function readJobId(page: Page): Promise<string> {
  await page.waitForURL(/\/(jobs|restore)\/\d+$/);
  return /\/(\d+)$/.exec(page.url())![1]!;
}

/** After a restart, the page shows how the job ended. */
async function interrupted(page: Page, job: string): Promise<void> {
  proxy.clear();
  await dashboard.restart();
  await page.goto(at(`/jobs/${job}`));
  await page.getByRole('heading', { name: 'It was interrupted' }).waitFor({ timeout: 30_000 });
}

/** Resumes the interrupted job by one click. */
async function resumeInterrupted(page: Page, job: string, button: RegExp): Promise<void> {
  await interrupted(page, job);
  await page.getByRole('button', { name: button }).click();
  await page.waitForURL((address) => !address.pathname.endsWith(`/${job}`));
}

async function startHeldRestore(page: Page): Promise<{ job: string }> {
  const id = (await backUp(cluster, dashboard.backupDirectory)).backups[0]!.backup.id;
  const injection = holdResponses(bulks, 3);
  await page.goto(at(`/backups/${id}/restore`));
  const button = page.getByRole('button', { name: /^Restore [\d,]+ documents$/ });
  await expect
    .poll(() => button.getAttribute('aria-disabled').catch(() => 'not there'), { timeout: 60_000 })
    .toBeNull();
  await button.click();
  const job = await readJobId(page);
  await waitUntil(() => injection.hits > 0);
  // A checkpoint is saved within a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  return { job };
}

async function expectRestored(page: Page): Promise<void> {
  await page.getByText('Equal to the backup', { exact: true }).first().waitFor({ timeout: 60_000 });
  const [restored] = (await aliasesOf(url))[ALIAS]!;
  expect(restored).not.toBe(LIVE);
  await expectEqual(url, restored!, join(dashboard.backupDirectory, zips()[0]!));
  await call(url, 'POST', '/_aliases', {
    actions: [{ remove_index: { index: restored } }, { add: { index: LIVE, alias: ALIAS } }],
  });
}

/** The first group: a killed process can't close its point in time, which stays open until it expires. */
describe('SIGTERM', () => {
  test('during a bulk without response: the dashboard stops within 10 s, saves the checkpoint, and the resumed job ends equal', async () => {
    const page = await browser.open(at(''));
    const { job } = await startHeldRestore(page);
    expect(await dashboard.terminate()).toBeLessThan(10_000);
    expect(await dashboard.ended).toBe(143);
    expect((await aliasesOf(url))[ALIAS]).toEqual([LIVE]);
    await resumeInterrupted(page, job, /^Resume where it stopped/);
    await expectRestored(page);
  }, 180_000);

  test('during a backup: the dashboard stops within 10 s and leaves no unfinished file and no point in time', async () => {
    const page = await browser.open(at(`/backups/new?indices=${LIVE}`));
    const injection = holdResponses(pages, 2);
    await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
    const job = await readJobId(page);
    await waitUntil(() => injection.hits > 0);
    expect(await dashboard.terminate()).toBeLessThan(10_000);
    expect(
      readdirSync(dashboard.backupDirectory, { recursive: true }).filter((name) => String(name).includes('.zip')),
    ).toEqual([]);
    await expect.poll(() => openContexts(url)).toBe(0);
    await resumeInterrupted(page, job, /^Start again|^Resume/);
    await page
      .getByText(/1 backup, 8,000 documents/)
      .first()
      .waitFor({ timeout: 60_000 });
    await expectEqual(url, LIVE, join(dashboard.backupDirectory, zips()[0]!));
  }, 180_000);
});

describe('the dashboard killed (-9) during', () => {
  test('a backup of two indices: the finished one is kept; resumed, each has one equal backup', async () => {
    const page = await browser.open(at('/backups/new?all=yes'));
    const injection = holdResponses((request) => pages(request) && zips().length > 0, 1);
    await page.getByRole('button', { name: 'Back up 2 indices', exact: true }).click();
    const job = await readJobId(page);
    await waitUntil(() => injection.hits > 0);
    const [kept] = zips();
    await dashboard.kill9();
    expect(zips()).toEqual([kept]);
    expect(await files('unfinished')).toHaveLength(1);
    await resumeInterrupted(page, job, /^Resume where it stopped|^Start again/);
    await page
      .getByText(/2 backups, 8,050 documents/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(zips()).toHaveLength(2);
    expect(zips()).toContain(kept);
    for (const { id, manifest } of await files('whole'))
      await expectEqual(url, manifest!.index.name, join(dashboard.backupDirectory, id));
  }, 180_000);

  test('a restore: the alias has not moved; resumed from its checkpoint, it ends equal and moves the alias', async () => {
    const page = await browser.open(at(''));
    const { job } = await startHeldRestore(page);
    await dashboard.kill9();
    expect((await aliasesOf(url))[ALIAS]).toEqual([LIVE]);
    const before = proxy.requests.length;
    await resumeInterrupted(page, job, /^Resume where it stopped/);
    await expectRestored(page);
    expect(proxy.requests.slice(before).filter(bulks).length).toBeLessThanOrEqual(3);
  }, 180_000);

  test('a switch, after the alias moved: started again, it finds the alias moved, and can be undone', async () => {
    const target = 'second-2019-01-01t00-00-00z-bbbb';
    await seedIndex(url, target, { documents: documents(60) });
    const page = await browser.open(at(`/indices/switch?index=${target}&alias=second`));
    const injection = holdResponses(({ method, path }) => method === 'POST' && path.startsWith('/_aliases'));
    await page.getByRole('button', { name: 'Switch second', exact: true }).click();
    const job = await readJobId(page);
    await waitUntil(async () => injection.hits > 0 && (await aliasesOf(url))['second']?.[0] === target);
    await dashboard.kill9();
    await resumeInterrupted(page, job, /^Start again|^Resume/);
    const undo = page.getByRole('button', { name: /^Undo/ });
    await undo.waitFor({ timeout: 30_000 });
    expect((await aliasesOf(url))['second']).toEqual([target]);
    await undo.click();
    await expect.poll(async () => (await aliasesOf(url))['second']).toEqual([SMALL]);
    await call(url, 'DELETE', `/${target}`);
  }, 180_000);

  test('a clean-up, after one of two deletions: planned and confirmed again, it deletes only the other index', async () => {
    const old = ['01', '02'].map((day) => `government-2017-01-${day}t00-00-00z-cccc`);
    for (const index of old) await call(url, 'PUT', `/${index}`, { settings: { number_of_replicas: 0 } });
    const page = await browser.open(at('/indices/clean-up?keep=0&aliases=government'));
    const injection = holdResponses(({ method, path }) => method === 'DELETE' && path.includes('2017'));
    await page
      .getByLabel(/type the name of the index with the most documents/)
      .fill(await page.locator('form').filter({ hasText: 'The name:' }).locator('code').first().innerText());
    await page.keyboard.press('Enter');
    const job = await readJobId(page);
    await waitUntil(() => injection.hits > 0);
    await dashboard.kill9();
    await interrupted(page, job);
    expect(await page.getByRole('button', { name: /^Start again|^Resume/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Review the clean-up again' }).click();
    await page
      .getByLabel(/Type the index’s name/)
      .fill(await page.locator('form').filter({ hasText: 'The name:' }).locator('code').first().innerText());
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('main').innerText(), { timeout: 30_000 }).toMatch(/1 index deleted/);
    const left = await call<Record<string, unknown>>(url, 'GET', '/_all/_settings?expand_wildcards=all');
    expect(Object.keys(left).sort()).toEqual([LIVE, SMALL].sort());
  }, 180_000);

  test('a verification: started again, it gives the result', async () => {
    const big = await createBigBackup(dashboard.backupDirectory, 700_000);
    const page = await browser.open(at(`/backups/${big}`));
    await page.getByRole('button', { name: 'Actions for this backup' }).click();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    const job = await readJobId(page);
    await page.getByRole('progressbar', { name: 'Reading the backup to its end' }).waitFor();
    await dashboard.kill9();
    await resumeInterrupted(page, job, /^Start again/);
    await page.getByRole('heading', { name: 'The backup is complete' }).waitFor({ timeout: 60_000 });
  }, 180_000);

  test('deleting a backup: the file is complete, or deleted', async () => {
    const big = await createBigBackup(dashboard.backupDirectory, 50_000);
    const page = await browser.open(at(`/backups/${big}/delete`));
    await page.getByLabel(/Type the name of the file/).fill(big.split('/').at(-1)!);
    await page.getByRole('button', { name: /^Delete 1 backup/ }).click();
    await waitUntil(
      () =>
        proxy.requests.length >= 0 &&
        (dashboard.output().includes('job queued') || !existsSync(join(dashboard.backupDirectory, big))),
    );
    await dashboard.kill9();
    await dashboard.restart();
    await page.goto(at('/backups'));
    if (!existsSync(join(dashboard.backupDirectory, big)))
      return void (await page.getByText('No backups yet').waitFor());
    await page.goto(at(`/backups/${big}`));
    await page.getByRole('button', { name: 'Actions for this backup' }).click();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByRole('heading', { name: 'The backup is complete' }).waitFor({ timeout: 60_000 });
  }, 120_000);
});
