import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import type { RestoreWork } from '../../lib/kinds/restore/schema.ts';
import { LOADING } from '../../lib/loading/phases.ts';
import { aRun } from '../support/a-run.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import type { Locator } from 'playwright-core';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { expectOnFirstScreen } from '../support/first-screen.ts';
import { aliasesOf, call, emptyCluster, readIndex, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { placeOf } from '../support/test-place.ts';
import { refOfFile } from '../../lib/contract/backup-ref.ts';

let server: string;
let dashboard: TestDashboard;
let backup: string;
const browser = useBrowser();
const LIVE = 'detailed-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000001';
const OTHER = 'detailed-2026-11-21t02-00-07z-91c0aaaa-0000-4000-8000-000000000002';

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  await seedIndex(server, LIVE, {
    aliases: { detailed: {} },
    mappings: { properties: { rank: { type: 'keyword' } } },
    documents: Array.from({ length: 100 }, (_, n) => ({
      id: `/page-${String(n)}`,
      source: { title: `Page ${String(n)}`, rank: n < 60 ? String(n) : `not a number ${String(n)}` },
    })),
  });
  await seedIndex(server, OTHER, { documents: [{ id: '/one', source: { title: 'One' } }] });
  dashboard = await startDashboard({ elasticsearchUrl: server });
  backup = await backUpAlias(server, dashboard.backupDirectory, 'detailed');
  await copyFile(
    new URL('../fixtures/partial-dump.zip', import.meta.url),
    join(dashboard.backupDirectory, 'partial-dump.zip'),
  );
}, 600_000);

afterAll(async () => {
  await dashboard.stop();
  await emptyCluster(server);
});

const review = (query = '') => `${dashboard.url}/${dashboard.cluster}/backups/${backup}/restore${query}`;
const go = (page: Page) => page.getByRole('button', { name: /^Restore [\d,]+ documents?$/ });
const overrides = async (page: Page) => {
  await go(page).waitFor();
  const summary = page.getByText('Name, replicas and other options');
  if (!(await page.getByLabel('Shards').isVisible())) await summary.click();
};
const toBackups = (page: Page) =>
  page.getByRole('navigation', { name: 'Steps of the restore' }).getByRole('link', { name: 'Backup' });
const pointTo = (from: string, to: string) =>
  call(server, 'POST', '/_aliases', {
    actions: [{ remove: { index: from, alias: 'detailed' } }, { add: { index: to, alias: 'detailed' } }],
  });

test('an override is checked beside its field, changes the plan, and is kept after going back', async () => {
  const page = await browser.open(review(), { theme: 'dark' });
  await overrides(page);
  await page.getByLabel('Override settings').fill('{"index": {');
  await page.getByText(/This is not JSON/).waitFor();
  expect(await go(page).getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel('Shards').fill('many');
  await page.getByLabel('Override settings').fill('{"index": {"refresh_interval": "42s"}}');
  await page.getByText('A whole number from 1 to 1024.').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Override settings').fill('');
  await page.getByLabel('Shards').focus();
  for (let n = 'many'.length; n > 0; n--) await page.keyboard.press('Backspace');
  await expect.poll(() => page.getByText('A whole number from 1 to 1024.').count()).toBe(0);
  expect(await page.getByLabel('Shards').isVisible(), 'nothing is overridden any more, and the form stays').toBe(true);
  await page.keyboard.type('3');
  await page.getByLabel('Override settings').fill('{"index": {"refresh_interval": "42s"}}');
  await page.getByRole('cell', { name: '42s' }).or(page.getByText(/42s/)).first().waitFor();
  await expect.poll(() => go(page).getAttribute('aria-disabled')).toBeNull();
  expect(page.url()).toContain('shards=3');
  await page.getByText(/Duration unknown: no restore of a similar size yet\. The backup took \d/).waitFor();

  await toBackups(page).click();
  await page.getByRole('heading', { level: 1, name: /from which backup/ }).waitFor();
  await page.getByRole('button', { name: 'Review the restore' }).click();
  await overrides(page);
  expect(await page.getByLabel('Shards').inputValue()).toBe('3');
  expect(await page.getByLabel('Override settings').inputValue()).toContain('42s');
});

test('on a phone the button is always visible and covers no focused element, and the effects come before the settings', async () => {
  const page = await browser.open(review(), { theme: 'dark', width: 390, height: 844 });
  await go(page).waitFor();
  const isInReach = async () =>
    expect(
      await go(page).evaluate(
        (button) =>
          document.elementFromPoint(innerWidth / 2, button.getBoundingClientRect().y + 5)?.contains(button) ||
          button.contains(document.elementFromPoint(innerWidth / 2, button.getBoundingClientRect().y + 5)),
      ),
    ).toBe(true);
  await isInReach();
  await page.getByText('detailed: 100 documents now, 100 afterwards.').waitFor();
  const bar = (await go(page).boundingBox())!.y;
  const covered: (string | null)[] = [];
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press('Tab');
    covered.push(
      await page.evaluate((top) => {
        const focused = document.activeElement!;
        return focused !== document.body &&
          focused.closest('.pinned') === null &&
          focused.getBoundingClientRect().bottom > top - 20
          ? focused.textContent.slice(0, 80)
          : null;
      }, bar),
    );
  }
  expect(covered.filter((text) => text !== null)).toEqual([]);
  await page.getByText(/calls as curl$/).scrollIntoViewIfNeeded();
  await isInReach();
  const top = async (target: Locator) => (await target.boundingBox())!.y;
  const verdict = page.getByText(/^Ready/);
  expect(await top(page.getByRole('group', { name: 'After', exact: true }))).toBeLessThan(await top(verdict));
  expect(await top(verdict)).toBeLessThan(await top(page.getByText('Settings and mappings', { exact: true })));
  await expectAccessible(page);
});

test('the button is on the first screen of a laptop, beside what is now and after, and checks are one verdict that opens', async () => {
  const page = await browser.open(review(), { theme: 'light', width: 1440, height: 757 });
  await go(page).waitFor();
  await expectOnFirstScreen(go(page));
  const top = async (target: Locator) => (await target.boundingBox())!.y;
  const decision = page.getByRole('form', { name: 'Start the restore' });
  const after = page.getByRole('group', { name: 'After', exact: true });
  expect(Math.abs((await top(decision)) - (await top(after)))).toBeLessThan(40);
  const checks = page.getByRole('list', { name: 'Checks' });
  const verdict = page.getByText(/^Ready: (\d+) of \1 checks pass$/);
  await verdict.waitFor();
  expect(await checks.isVisible(), 'all is well: folded').toBe(false);
  await verdict.click();
  await checks.getByText('Disk space').waitFor();
  await checks.getByText(/the high watermark \(the disk limit/).waitFor();
  await page.getByText('Settings and mappings', { exact: true }).click();
  await page.getByRole('table', { name: 'Settings that change' }).getByText('index.refresh_interval').waitFor();
  await expectAccessible(page);
});

test('an override of tens of thousands of characters is kept after going back and a reload, and is restored', async () => {
  const page = await browser.open(review(), { theme: 'light' });
  await overrides(page);
  await page.getByLabel(/Switch the alias when all/).uncheck();
  const long = JSON.stringify({
    properties: Object.fromEntries(
      Array.from({ length: 600 }, (_, n) => [`a-field-of-many-${String(n)}`, { type: 'keyword', doc_values: false }]),
    ),
  });
  expect(long.length).toBeGreaterThan(30_000);
  await page.getByLabel('Override mappings').fill(`${long}${' '.repeat(200_000)}`);
  await page.getByText(/At most 200,000 characters here/).waitFor();
  await page.getByLabel('Override mappings').fill(long);
  await page.waitForURL(/typed=[0-9a-f]{64}/);
  expect(page.url().length).toBeLessThan(2_000);
  await page.reload();
  await overrides(page);
  expect(await page.getByLabel('Override mappings').inputValue()).toBe(long);
  await toBackups(page).click();
  await page.getByRole('button', { name: 'Review the restore' }).click();
  await overrides(page);
  expect(await page.getByLabel('Override mappings').inputValue()).toBe(long);
  await page.getByText('Settings and mappings', { exact: true }).click();
  await page.getByText('a-field-of-many-199').first().waitFor();
  await expect.poll(() => go(page).getAttribute('aria-disabled')).toBeNull();
  await go(page).click();
  await page.waitForURL(/\/result$/);
  const made = (await call<{ index: string }[]>(server, 'GET', '/_cat/indices?format=json'))
    .map(({ index }) => index)
    .filter((index) => index !== LIVE && index !== OTHER);
  expect(made).toHaveLength(1);
  const mapping = await call<Record<string, { mappings: { properties: Record<string, unknown> } }>>(
    server,
    'GET',
    `/${made[0]!}/_mapping`,
  );
  expect(mapping[made[0]!]!.mappings.properties['a-field-of-many-599']).toEqual({ type: 'keyword', doc_values: false });
  await call(server, 'DELETE', `/${made[0]!}`);

  const forgotten = await browser.open(review(`?typed=${'0'.repeat(64)}`));
  await forgotten.getByText(/Your input here is no longer saved/).waitFor();
});

test('a restore without a switch does not move the alias, and its index has the requested settings', async () => {
  const page = await browser.open(
    review(`?shards=3&settings=${encodeURIComponent('{"index":{"refresh_interval":"42s"}}')}`),
  );
  await go(page).waitFor();
  await page.getByLabel(/Switch the alias when all/).uncheck();
  await page.getByText('Stop. The alias detailed is not switched').waitFor();
  await page.getByText(/^About \d.* s, by the last restore of a similar size\.$/).waitFor();
  await expect.poll(() => go(page).getAttribute('aria-disabled')).toBeNull();
  await go(page).dblclick();
  await page.waitForURL(/\/result$/);
  await page.getByRole('heading', { level: 1, name: '100 documents restored beside the live index' }).waitFor();
  await expectAccessible(page);
  expect((await aliasesOf(server)).detailed).toEqual([LIVE]);
  const made = (await call<{ index: string }[]>(server, 'GET', '/_cat/indices?format=json'))
    .map(({ index }) => index)
    .filter((index) => index !== LIVE && index !== OTHER);
  expect(made).toHaveLength(1);
  expect((await readIndex(server, made[0]!)).size).toBe(100);
  const settings = await call<Record<string, { settings: { index: Record<string, unknown> } }>>(
    server,
    'GET',
    `/${made[0]!}/_settings`,
  );
  expect(settings[made[0]!]!.settings.index).toMatchObject({ number_of_shards: '3', refresh_interval: '42s' });
  await call(server, 'DELETE', `/${made[0]!}`);
});

test('an outdated plan is refused visibly with its changes, and the new plan is shown beside it', async () => {
  const page = await browser.open(review(), { width: 390, height: 844 });
  await expect
    .poll(() =>
      go(page)
        .getAttribute('aria-disabled')
        .catch(() => 'not there'),
    )
    .toBeNull();
  await page.getByText(/calls as curl$/).scrollIntoViewIfNeeded();
  await pointTo(LIVE, OTHER);
  try {
    await go(page).click();
    const notice = page.getByRole('alert').filter({ hasText: 'The cluster has changed since this was displayed' });
    await notice.waitFor();
    await notice.getByTitle(OTHER).waitFor();
    await expect
      .poll(() =>
        notice.evaluate(
          (shown) => shown.getBoundingClientRect().top >= 0 && shown.getBoundingClientRect().bottom <= innerHeight,
        ),
      )
      .toBe(true);
    await expectAccessible(page);
    expect(await page.getByRole('group', { name: 'Now', exact: true }).innerText()).toContain('21 Nov');
    expect((await aliasesOf(server)).detailed).toEqual([OTHER]);
  } finally {
    await pointTo(OTHER, LIVE);
  }
});

test('an incomplete dump is refused with its numbers, unless a partial restore is requested', async () => {
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}/backups/-/partial-dump.zip/restore`, {
    theme: 'light',
  });
  await page.getByText(/5,000/).first().waitFor();
  await page
    .getByText(/has 120 of 5,000/)
    .first()
    .waitFor();
  await page.getByText(/^Not ready: 1 of \d checks fails$/).waitFor();
  expect(await go(page).getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(page);
  await page.getByText('Name, replicas and other options').click();
  await page.getByLabel('Restore this backup even if it is incomplete').check();
  await expect.poll(() => go(page).getAttribute('aria-disabled')).toBeNull();
  await go(page).click();
  await page.waitForURL(/\/result$/);
  await page.getByRole('heading', { level: 1, name: '120 of 5,000 documents restored' }).waitFor();
  await expectAccessible(page);
  for (const { index } of await call<{ index: string }[]>(server, 'GET', '/_cat/indices?format=json'))
    if (index !== LIVE && index !== OTHER) await call(server, 'DELETE', `/${index}`);
});

test('an interrupted restore shows its progress, the state of its documents, and which were rejected', async () => {
  const cluster = connect({ url: server });
  const plan = await planRestore(
    placeOf(cluster),
    { backup: refOfFile(join(dashboard.backupDirectory, backup)) },
    aRun(),
  );
  await cluster.close();
  const work: RestoreWork = { kind: 'restore', plan };
  const store = JobStore.open(dashboard.dataDirectory);
  const owner = thisProcess('command line');
  const { job } = store.create(
    {
      cluster: dashboard.cluster,
      actor: { name: 'ann', role: 'operator', address: null },
      work,
    },
    owner,
    'running',
  );
  store.save(job.id, owner, {
    progress: {
      ...LOADING,
      subject: null,
      done: 3_100,
      total: 8_000,
      unit: 'documents',
      bytes: 1,
      totalBytes: null,
      rate: null,
      secondsLeft: null,
      counters: { indexed: 3_098, existing: 0, newer: 0, rejected: 2 },
      pausedBecause: null,
    },
  });
  const directory = join(dashboard.dataDirectory, 'jobs', job.id);
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, 'rejected.ndjson'),
    [7, 8]
      .map(
        (line) =>
          `{"line":${line},"id":"/page-${line}","status":400,"type":"mapper_parsing_exception","reason":"not a number","action":{},"source":{}}\n`,
      )
      .join(''),
  );
  store.end(job.id, { status: 'interrupted', why: 'Its process was gone.', resumable: true });
  store.close();
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}/jobs/${job.id}`, { theme: 'dark' });
  const far = page.getByRole('region', { name: 'Ended while: loading documents' });
  expect(await far.innerText()).toMatch(/3,100 of 8,000 documents, last known[\s\S]*3,098[\s\S]*4,900/);
  await page.getByRole('region', { name: '2 documents rejected' }).getByText('/page-8').waitFor();
  expect(await page.getByRole('button', { name: /^Retry/ }).count()).toBe(0);
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download all' }).click(),
  ]);
  expect((await readFile(await download.path(), 'utf8')).match(/\n/g)).toHaveLength(2);
});

test('documents that the cluster rejects are counted, listed and downloaded, and the alias does not move', async () => {
  const page = await browser.open(
    review(`?mappings=${encodeURIComponent('{"properties":{"rank":{"type":"integer"}}}')}`),
    { theme: 'dark' },
  );
  await expect
    .poll(() =>
      go(page)
        .getAttribute('aria-disabled')
        .catch(() => 'not there'),
    )
    .toBeNull();
  await go(page).click();
  await page.waitForURL(/\/result$/);
  await page.getByRole('heading', { level: 1, name: /^60 of 100 documents restored, 40 rejected$/ }).waitFor();
  expect((await aliasesOf(server)).detailed).toEqual([LIVE]);
  const rejected = page.getByRole('table', { name: 'Rejected documents' });
  await rejected.getByText('/page-60', { exact: true }).waitFor();
  expect(await rejected.getByRole('row').count()).toBe(41);
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download all' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(40);
  expect(lines[0]).toContain('not a number');

  // After the mapping is corrected, the retry completes the restore, which is undone by one click.
  const first = page.url();
  const { index } = JSON.parse(
    await (
      await fetch(
        first
          .replace(/\/backups\/.*\/restore\/(\d+)\/result$/, '/jobs/$1')
          .replace(dashboard.url, `${dashboard.url}/api`),
      )
    ).text(),
  ).result as { index: string };
  await call(server, 'PUT', `/${index}/_mapping`, {
    properties: { rank: { type: 'integer', ignore_malformed: true } },
  });
  await page.getByRole('button', { name: 'Retry 40 rejected documents' }).click();
  await page.getByRole('link', { name: 'Open the result' }).click();
  await page.getByRole('region', { name: 'detailed points to the restored index' }).waitFor();
  expect((await aliasesOf(server)).detailed).toEqual([index]);
  await page.getByRole('button', { name: 'Undo: switch back' }).click();
  await expect.poll(async () => (await aliasesOf(server)).detailed).toEqual([LIVE]);
  await page.goto(first);
  await page.getByRole('heading', { level: 1, name: /40 rejected, and accepted since$/ }).waitFor();
  await page.getByText('sent them again: all of them are in the index now.').waitFor();
  expect(await page.getByRole('button', { name: /^Retry/ }).count()).toBe(0);
});
