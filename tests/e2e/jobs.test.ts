import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { databaseFile } from '../../lib/jobs/store/database-file.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import type { DeleteBackupWork } from '../../lib/kinds/delete-backup/schema.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { expectAccessible, useBrowser, type Page } from '../support/browser.ts';
import { startCommand } from '../support/command-line.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { startFaultyProxy } from '../support/faulty-proxy.ts';
import { aliasesOf, emptyCluster, readIndex, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { refOfFile } from '../../lib/contract/backup-ref.ts';

let server: string;
let dashboard: TestDashboard;
let backup: string;
const browser = useBrowser();
const LIVE = 'govuk-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000001';
/** Enough that the server is killed in the middle of the restore. */
const MANY = 60_000;

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  const words = 'a page with enough words in it to take the cluster a moment '.repeat(12);
  await seedIndex(server, LIVE, {
    aliases: { govuk: {} },
    documents: Array.from({ length: MANY }, (_, n) => ({
      id: `/page-${String(n)}`,
      source: { title: `Page ${String(n)}`, words },
    })),
  });
  dashboard = await startDashboard({ elasticsearchUrl: server });
  backup = await backUpAlias(server, dashboard.backupDirectory, 'govuk');
}, 600_000);

afterAll(async () => {
  await dashboard.stop();
  await emptyCluster(server);
});

const go = (page: Page) => page.getByRole('button', { name: /^Restore [\d,]+ documents?$/ });
const jobs = () => `${dashboard.url}/${dashboard.cluster}/jobs`;

async function startRestore(page: Page): Promise<string> {
  await expect
    .poll(
      () =>
        go(page)
          .getAttribute('aria-disabled')
          .catch(() => 'not there'),
      { timeout: 60_000 },
    )
    .toBeNull();
  await go(page).click();
  await page.waitForURL(/\/restore\/\d+$/);
  await page.getByRole('progressbar', { name: 'Loading documents' }).waitFor();
  return /\/restore\/(\d+)$/.exec(page.url())![1]!;
}

test('a running restore shows its progress, is cancelled, and resumes where it stopped', async () => {
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}/backups/${backup}/restore`, { theme: 'dark' });
  const job = await startRestore(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await page.evaluate(() => document.getAnimations().length), 'nothing moves for who asked for that').toBe(0);
  await page.emulateMedia({ reducedMotion: null });
  // Meanwhile the restore goes on: both pages are looked at before it ends.
  const [elsewhere] = await Promise.all([
    browser.open(`${jobs()}/${job}`, { theme: 'light' }).then(async (other) => {
      await other.getByRole('progressbar', { name: 'Loading documents' }).waitFor();
      await other.getByText(/^[\d.]+ [KMG]B of [\d.]+ [KMG]B$/).waitFor();
      return other;
    }),
    expectAccessible(page),
  ]);
  await elsewhere.getByRole('button', { name: 'Cancel the restore' }).click();
  await page.getByRole('heading', { name: 'It was cancelled' }).waitFor({ timeout: 60_000 });
  await expectAccessible(page);
  await elsewhere.getByRole('heading', { name: 'It was cancelled' }).waitFor();
  const log = (await (await fetch(`${dashboard.url}/api/${dashboard.cluster}/jobs/${job}/log`)).json()) as {
    lines: { text: string }[];
  };
  await elsewhere.getByText(/^\d+ lines?$/).click();
  await expect
    .poll(() => elsewhere.getByRole('region', { name: 'Log lines' }).getByRole('listitem').last().innerText(), {
      message: 'the log has its end where the job was watched',
    })
    .toContain(log.lines.at(-1)!.text);
  expect((await aliasesOf(server)).govuk).toEqual([LIVE]);
  await page.getByRole('button', { name: /Resume where it stopped|Start again/ }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(`/${job}`));
  await page.getByText('of 60,000 documents have the same id and content').first().waitFor({ timeout: 120_000 });
  await page.getByText(/, resumed after [1-9][\d,]* documents, the rest in [\d.]+ (s|min)/).waitFor();
  const [restored] = (await aliasesOf(server)).govuk!;
  expect((await readIndex(server, restored!)).size).toBe(MANY);
}, 300_000);

test('a job of a killed server is shown as interrupted, and resumes to the same documents', async () => {
  browser.allowProblem(
    /ERR_CONNECTION_REFUSED|Failed to load resource|Failed to fetch|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED/,
  );
  const page = await browser.open(`${dashboard.url}/${dashboard.cluster}/backups/${backup}/restore`);
  const job = await startRestore(page);
  await dashboard.kill9();
  await page.getByText('Old data').first().waitFor();
  await dashboard.restart();
  await page.goto(`${jobs()}/${job}`);
  await page.getByRole('heading', { name: 'It was interrupted' }).waitFor();
  await page.getByRole('button', { name: /Resume where it stopped|Start again/ }).click();
  await page.getByText('of 60,000 documents have the same id and content').first().waitFor({ timeout: 120_000 });
  await page.goto(jobs());
  const row = page.getByRole('row', { name: /Interrupted/ });
  await row.waitFor();
}, 300_000);

test.each(['dark', 'light'] as const)(
  'the list is filtered by view and words, and its address keeps it (%s)',
  async (theme) => {
    const page = await browser.open(jobs(), { theme });
    const list = page.getByRole('table', { name: 'Jobs' });
    await list.waitFor();
    await expectAccessible(page);
    const rows = list.getByRole('row').filter({ has: page.getByRole('cell') });
    const all = await rows.count();
    await page.getByRole('button', { name: /^Failed \d/ }).click();
    await expect.poll(() => rows.filter({ hasNotText: /Interrupted|Failed/ }).count()).toBe(0);
    expect(await rows.count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Switches' }).click();
    await page.getByText('No job matches').waitFor();
    await page.reload();
    await page.getByText('No job matches').waitFor();
    await page.getByRole('button', { name: 'Show all jobs' }).click();
    await expect.poll(() => rows.count()).toBe(all);
    const find = page.getByRole('searchbox');
    await find.pressSequentially('no such job at all');
    await page.getByText('No job matches').waitFor();
    expect(await find.inputValue()).toBe('no such job at all');
    await page.getByRole('button', { name: 'Show all jobs' }).click();
    await list.waitFor();
    expect(await find.inputValue()).toBe('');
  },
);

test('the list is by day, and without days when it is sorted by duration or state', async () => {
  const page = await browser.open(jobs());
  const list = page.getByRole('table', { name: 'Jobs' });
  await list.getByRole('rowheader', { name: /^Today/ }).waitFor();
  await list.getByRole('button', { name: 'Duration' }).click();
  await page.waitForURL(/[?&]sort=duration/);
  await expect.poll(() => list.getByRole('rowheader').count()).toBe(0);
  const column = (name: string) => list.getByRole('columnheader', { name }).getAttribute('aria-sort');
  expect(await column('Duration')).toBe('descending');
  const secondsOf = (words: string) =>
    [...words.matchAll(/([\d.]+) (h|min|s)/g)].reduce(
      (sum, [, count, unit]) => sum + Number(count) * { h: 3600, min: 60, s: 1 }[unit as 'h' | 'min' | 's'],
      0,
    );
  const durations = async () =>
    (
      await list
        .getByRole('cell')
        .filter({ hasText: /^[\d.]+ (h|min|s)/ })
        .allInnerTexts()
    ).map(secondsOf);
  await expect
    .poll(async () => {
      const shown = await durations();
      return shown.length > 1 && shown.every((seconds, place) => place === 0 || seconds <= shown[place - 1]!);
    })
    .toBe(true);
  await list.getByRole('button', { name: 'Duration' }).click();
  await expect.poll(() => column('Duration')).toBe('ascending');
  await page.reload();
  await expect.poll(() => column('Duration')).toBe('ascending');
  await list.getByRole('button', { name: 'Started' }).click();
  await list.getByRole('rowheader', { name: /^Today/ }).waitFor();
  expect(new URL(page.url()).search).toBe('');
});

test('a log of 100,000 lines is read page by page', async () => {
  const store = JobStore.open(dashboard.dataDirectory);
  const [newest] = store.list({ limit: 1 });
  for (let at = 0; at < 100; at++)
    store.appendLog(
      newest!.id,
      Array.from({ length: 1000 }, (_, n) => ({
        at: new Date().toISOString(),
        text: `line ${String(at * 1000 + n)} <b>of the test</b>`,
      })),
    );
  store.close();
  const page = await browser.open(`${jobs()}/${newest!.id}`);
  await page.getByText(/^100,\d+ lines$/).click();
  const lines = page.getByRole('region', { name: 'Log lines' });
  await lines.getByText('line 99999 <b>of the test</b>').waitFor();
  expect(await lines.getByRole('listitem').count()).toBe(200);
  await page.getByRole('button', { name: 'Older', exact: true }).click();
  await lines.getByText('line 99700 <b>of the test</b>').waitFor();
  await page.getByRole('button', { name: 'Newest', exact: true }).click();
  await lines.getByText('line 99999 <b>of the test</b>').waitFor();
  await page.route('**/log?before=*', (route) =>
    route.fulfill({ contentType: 'application/json', body: '{"lines":[{"seq":1' }),
  );
  await page.getByRole('button', { name: 'Older', exact: true }).click();
  await lines.getByText('line 99700 <b>of the test</b>').waitFor();
  await page.getByRole('button', { name: 'Older', exact: true }).click();
  await page.getByText('The response of Restore Desk’s own server was cut off.').waitFor();
});

test('a restore of a command line is cancelled from its page, and the command names who cancelled it', async () => {
  const configuration = join(dashboard.directory, 'command-line.yaml');
  // Its third bulk gets no response: the restore runs until it is cancelled.
  const proxy = await startFaultyProxy(server);
  const fault = proxy.inject({
    match: ({ path }) => path.includes('/_bulk'),
    skip: 2,
    fault: { kind: 'hang', afterBytes: 0 },
  });
  await writeFile(
    configuration,
    `data: ${dashboard.dataDirectory}\nclusters:\n  ${dashboard.cluster}: { url: "${proxy.url}", backups: ${dashboard.backupDirectory} }\n`,
  );
  const command = startCommand(
    ['restore', dashboard.cluster, join(dashboard.backupDirectory, backup), '--no-switch', '--json'],
    {
      environment: { RESTORE_DESK_CONFIG: configuration },
    },
  );
  await expect.poll(() => fault.hits).toBeGreaterThan(0);
  const page = await browser.open(`${jobs()}?status=active`);
  await page.getByRole('link', { name: /^Restore govuk from/ }).click({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Cancel the restore' }).click();
  const asked = page.getByRole('alert').filter({ hasText: 'Cancel the restore of command line' });
  await asked.getByRole('button', { name: 'Keep it running' }).click();
  await asked.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Cancel the restore' }).click();
  await expectAccessible(page);
  await asked.getByLabel('Why').fill('It was the wrong backup.');
  await asked.getByRole('button', { name: 'Cancel the restore' }).click();
  await page.getByRole('heading', { name: 'It was cancelled' }).waitFor({ timeout: 30_000 });
  await page
    .getByText(/Cancelled by local while: loading documents/)
    .first()
    .waitFor();
  await page.goto(`${dashboard.url}/${dashboard.cluster}/audit-log`);
  await page
    .getByRole('listitem')
    .filter({ hasText: /Restore job ended[^]*command line/ })
    .getByText('Cancelled by local.')
    .waitFor();
  const { code, json, stderr } = await command.ended;
  expect({ code, stderr, json }).toMatchObject({
    code: 130,
    stderr: expect.stringContaining('Cancelled by local.'),
    json: { status: 'cancelled' },
  });
  await proxy.close();
});

test('a search text that is too long is cut, and an invalid index name is reported', async () => {
  browser.allowProblem(/400 \(Bad Request\)/);
  for (const path of ['/jobs', '/backups']) {
    const page = await browser.open(`${dashboard.url}/${dashboard.cluster}${path}?text=${'y'.repeat(3_000)}`);
    await page.getByText(/^No (job|backup) (matches|is like this)/).waitFor();
    expect((await page.getByRole('main').getByRole('searchbox').first().inputValue()).length).toBe(255);
  }
  const page = await browser.open(
    `${dashboard.url}/${dashboard.cluster}/indices/switch?alias=govuk&index=${encodeURIComponent('no name, this')}`,
  );
  await page
    .getByRole('alert')
    .getByText(/^index: /)
    .waitFor();
});

test('an address without a page says so, in the frame of its cluster, or of the product if there is no such cluster', async () => {
  browser.allowProblem(/404/);
  for (const path of ['/nothing/here', '/backups/government/at/all/of/it']) {
    const page = await browser.open(`${dashboard.url}/${dashboard.cluster}${path}`, { theme: 'dark' });
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await expectAccessible(page);
  }
  const page = await browser.open(`${dashboard.url}/no-cluster/nothing/here`, { theme: 'light' });
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  await page.getByRole('banner').getByRole('link', { name: 'Restore Desk' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Open the first page' }).click();
  await page.getByRole('heading', { level: 1, name: 'Test search' }).waitFor();
});

test('a job that does not exist is not found', async () => {
  browser.allowProblem(/404/);
  const page = await browser.open(`${jobs()}/999999`);
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  await expectAccessible(page);
  // In the frame of this cluster.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Jobs' }).click();
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor();
});

test('the button of a page that failed requests the page again', async () => {
  browser.allowProblem(/status of 500|React error \#441/);
  const store = JobStore.open(dashboard.dataDirectory);
  const work: DeleteBackupWork = {
    kind: 'delete-backup',
    backups: [{ backup: refOfFile(join(dashboard.backupDirectory, backup)), fileBytes: 1 }],
  };
  const { job } = store.create(
    {
      cluster: dashboard.cluster,
      actor: { name: 'nobody', role: 'admin', address: '127.0.0.1' },
      work,
    },
    thisProcess('command line'),
    'running',
  );
  store.end(job.id, { status: 'cancelled', resumable: false });
  const database = new DatabaseSync(databaseFile(dashboard.dataDirectory));
  const write = (actor: string) => database.prepare('UPDATE jobs SET actor = ? WHERE id = ?').run(actor, job.id);
  try {
    write('no JSON');
    const page = await browser.open(`${jobs()}/${job.id}`);
    await page.getByRole('heading', { level: 1, name: 'This page could not be shown' }).waitFor();
    write(JSON.stringify(job.actor));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: job.title }).waitFor();
  } finally {
    write(JSON.stringify(job.actor));
    store.close();
  }
});
