import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { aRun } from '../support/a-run.ts';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { placeOf } from '../support/test-place.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';

let server: string;
let dashboard: TestDashboard;
let newest: string;
const browser = useBrowser();
const INDEX = 'detailed-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000001';

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  await seedIndex(server, INDEX, {
    aliases: { detailed: {} },
    documents: [
      { id: '/a"b', source: '{"title":"First","hash":9007199254740993,"price":1.0}' },
      ...Array.from({ length: 99 }, (_, n) => ({ id: `/page-${String(n)}`, source: { title: `Page ${String(n)}` } })),
    ],
  });
  await call(server, 'POST', `/${INDEX}/_refresh`);
  dashboard = await startDashboard({ elasticsearchUrl: server });
  const cluster = connect({ url: server });
  const plan = await planBackup(
    placeOf(cluster),
    { aliases: ['detailed'], source: folderSource(dashboard.backupDirectory) },
    aRun(),
  );
  const { backups } = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun());
  await cluster.close();
  newest = backups[0]!.backup.id;
  await copyFile(
    new URL('../fixtures/partial-dump.zip', import.meta.url),
    join(dashboard.backupDirectory, 'partial-dump.zip'),
  );
  await mkdir(join(dashboard.backupDirectory, 'broken'), { recursive: true });
  writeFileSync(join(dashboard.backupDirectory, 'broken', 'broken-2026-11-22t03-00-00z.zip'), 'this is no zip');
  writeFileSync(join(dashboard.backupDirectory, 'broken', 'broken-2026-11-23t03-00-00z.zip.partial'), 'half');
  await call(server, 'PUT', `/${INDEX}/_settings`, { index: { refresh_interval: '7s' } });
}, 600_000);

afterAll(async () => {
  await dashboard.stop();
  await emptyCluster(server);
});

const at = (path = '') => `${dashboard.url}/${dashboard.cluster}/backups${path}`;
/** Without the header and the lines over each day. */
const backupRows = (list: Locator) => list.getByRole('checkbox', { name: /^Select the backup/ }).count();
const nameOf = (id: string) => id.split('/').at(-1)!;

test.each(['dark', 'light'] as const)(
  'the list shows every backup with its condition, also unfinished, broken and old ones (%s)',
  async (theme) => {
    const page = await browser.open(at(), { theme });
    const list = page.getByRole('table', { name: 'Backups', exact: true });
    await list.waitFor();
    // The dashboard may have listed them before the last one was written.
    await expect.poll(() => backupRows(list)).toBe(4);
    const text = await list.innerText();
    expect(text).toContain('last good');
    expect(text).toContain('es_dump');
    expect(text).toContain('unfinished');
    expect(text).toContain('broken');
    await expectAccessible(page);
    await page.getByLabel('State').selectOption('broken');
    await expect.poll(() => backupRows(list)).toBe(1);
    await expect.poll(() => page.url()).toContain('state=broken');
    await page.reload();
    await expect.poll(() => backupRows(list)).toBe(1);
    const find = page.getByLabel('Find');
    await find.pressSequentially('no such backup');
    await page.getByText('No backup matches').waitFor();
    expect(await find.inputValue()).toBe('no such backup');
    await page.getByRole('button', { name: /^Show all/ }).click();
    await expect.poll(() => backupRows(list)).toBe(4);
    expect(await find.inputValue()).toBe('');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByLabel('Alias', { exact: true }).selectOption('detailed');
    await expect.poll(() => page.url()).toContain('group=detailed');
    await expect.poll(() => backupRows(list)).toBe(1);
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  },
);

test('text and choices entered before the page’s scripts have loaded are not lost', async () => {
  const page = await browser.open(at());
  let arrive!: () => void;
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await page.route('**/_next/static/**/*.js', (route) => held.then(() => route.continue()));
  await page.goto(at(), { waitUntil: 'domcontentloaded' });
  const find = page.getByLabel('Find');
  const state = page.getByLabel('State');
  await find.pressSequentially('broken-2026');
  await state.selectOption('unfinished');
  arrive();
  const list = page.getByRole('table', { name: 'Backups', exact: true });
  await expect.poll(() => backupRows(list)).toBe(1);
  await expect.poll(() => new URL(page.url()).search).toBe('?text=broken-2026&state=unfinished');
  expect([await find.inputValue(), await state.inputValue()]).toEqual(['broken-2026', 'unfinished']);
});

test('a backup shows its manifest, its differences from the live index, and documents with every digit', async () => {
  const page = await browser.open(at(`/detailed/${nameOf(newest)}`), { theme: 'dark' });
  await page
    .locator('summary')
    .filter({ hasText: /^Settings1 different/ })
    .click();
  expect(await page.getByRole('table', { name: 'Settings that differ' }).innerText()).toMatch(
    /index\.refresh_interval\s+not set\s+7s/,
  );
  await page.getByText('First', { exact: true }).click();
  const sample = page.getByRole('region', { name: 'Document 1', exact: true });
  await sample.waitFor();
  expect(await page.locator('main').innerText()).toContain('9007199254740993');
  expect(await page.locator('main').innerText()).toContain('"price": 1.0');
  await page.getByRole('button', { name: 'Full name of index 91c0' }).first().click();
  await page.getByText(INDEX, { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  const phone = await browser.open(at(`/detailed/${nameOf(newest)}`), { theme: 'light', width: 390 });
  await phone
    .locator('summary')
    .filter({ hasText: /^Settings1 different/ })
    .waitFor();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await expectAccessible(phone);
});

/** Of one visit, without what follows an input: the sum of the browser's own measure. */
const layoutShift = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
            if (!entry.hadRecentInput) sum += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 500);
      }),
  );

test.each([1440, 390])('nothing shifts while a backup and the list load (%s px)', async (width) => {
  for (const [path, last] of [
    [`/detailed/${nameOf(newest)}`, /^Settings1 different/],
    ['', /^Last 30 days/],
  ] as const) {
    const page = await browser.open(at(path), { width });
    await page.getByText(last).first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await layoutShift(page), path).toBeLessThan(0.05);
  }
});

test('the days of an alias are read with the arrow keys', async () => {
  const page = await browser.open(at('?group=detailed'));
  const days = page.getByRole('slider', { name: /^Backups of detailed, last 30 days: 1 (not )?verified/ });
  await days.focus();
  expect(await days.getAttribute('aria-valuetext')).toMatch(/verified\. \d\d:\d\d UTC, (not )?verified, 100 documents/);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => days.getAttribute('aria-valuetext')).toMatch(/: none$/);
  await page.keyboard.press('End');
  await expect.poll(() => days.innerText()).toMatch(/100 documents/);
  await expectAccessible(page);
});

test('the list is sorted by its columns, and the order is in the address', async () => {
  const page = await browser.open(at());
  const list = page.getByRole('table', { name: 'Backups', exact: true });
  const sizes = async () => (await list.getByRole('checkbox', { name: /^Select the backup/ }).all()).length;
  await expect.poll(sizes).toBe(4);
  await list.getByText('Today', { exact: true }).waitFor();
  await list.getByRole('button', { name: 'Documents' }).click();
  await page.waitForURL(/sort=documents$/);
  await expect.poll(() => list.getByText('Today', { exact: true }).count()).toBe(0);
  await expect.poll(() => list.getByRole('row').nth(1).innerText()).toMatch(/5,000 expected/);
  expect(await list.getByRole('columnheader', { name: 'Documents' }).getAttribute('aria-sort')).toBe('descending');
  await list.getByRole('button', { name: 'Documents' }).click();
  await page.waitForURL(/order=up/);
  await page.reload();
  await expect.poll(() => list.getByRole('row').nth(1).innerText()).toMatch(/100/);
});

test('several backups are verified together, and deleted together after one confirmation', async () => {
  const folder = join(dashboard.backupDirectory, 'several');
  await mkdir(folder);
  const names = ['01', '02', '03'].map((day) => `several-2026-10-${day}t03-00-00z.zip`);
  for (const name of names) await copyFile(new URL('../fixtures/government.zip', import.meta.url), join(folder, name));
  const page = await browser.open(at('?group=several'), { theme: 'light' });
  const bar = page.getByRole('region', { name: 'Selected backups' });
  const selectAll = async () => {
    await page
      .getByRole('checkbox', { name: /^Select the backup/ })
      .first()
      .waitFor();
    await page.getByRole('checkbox', { name: 'Select all zip files of this page' }).check();
  };
  await expect.poll(() => page.getByRole('checkbox', { name: /^Select the backup several/ }).count()).toBe(3);
  await selectAll();
  await bar.getByText('3 backups selected').first().waitFor();
  await expectAccessible(page);
  await bar.getByRole('button', { name: 'Verify 3 backups' }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByRole('heading', { name: 'All 3 backups are complete' }).waitFor();

  await page.goto(at('?group=several'));
  await expect.poll(() => page.getByRole('row', { name: /verified/ }).count()).toBe(3);
  await selectAll();
  await bar.getByRole('link', { name: 'Review deletion of 3 backups' }).click();
  const deleted = page.getByRole('table', { name: 'Backups to delete' });
  for (const name of names) await deleted.getByText(`several/${name}`).waitFor();
  await page.getByText('This deletes the last good backup of several').waitFor();
  await expectAccessible(page);
  // Changed after the review: nothing is deleted until it is read again.
  writeFileSync(join(folder, names[0]!), 'something else');
  const confirm = async () => {
    await page.getByLabel('Type the name of the cluster to delete them').fill('Test search');
    await page.getByRole('button', { name: /^Delete 3 backups/ }).click();
  };
  await confirm();
  await page.getByText(`several/${names[0]} has changed.`).waitFor();
  expect(readdirSync(folder)).toHaveLength(3);
  await expect.poll(() => deleted.innerText()).toMatch(/14 B/);
  await page.getByRole('button', { name: /^Delete 3 backups/ }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.getByRole('heading', { name: /^3 backups deleted/ }).waitFor();
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  await expectAccessible(page);
  await rm(folder, { recursive: true, force: true });
});

test('a download has every byte of the file', async () => {
  const page = await browser.open(at(`/detailed/${nameOf(newest)}`));
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await page.getByRole('button', { name: 'Actions for this backup' }).click();
      await page.getByRole('link', { name: /^Download/ }).click();
    })(),
  ]);
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(hash(await readFile(await download.path()))).toBe(hash(readFileSync(join(dashboard.backupDirectory, newest))));
  expect(download.suggestedFilename()).toBe(nameOf(newest));
  const { headers } = await fetch(download.url(), { method: 'HEAD' });
  expect([headers.get('content-length'), headers.get('x-file-bytes')]).toEqual([
    String(readFileSync(join(dashboard.backupDirectory, newest)).length),
    null,
  ]);
});

test('a verification reads the file to its end, and the list shows its time', async () => {
  const page = await browser.open(at(`/detailed/${nameOf(newest)}`));
  await page.getByRole('button', { name: 'Actions for this backup' }).click();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('heading', { name: 'The backup is complete' }).waitFor();
  await page.goto(at());
  await expect.poll(() => page.getByRole('row', { name: /detailed/ }).innerText()).toMatch(/(?<!not )verified/);
});

test('a backup of selected aliases is planned, confirmed and made', async () => {
  const before = readdirSync(join(dashboard.backupDirectory, 'detailed')).length;
  const page = await browser.open(at('/new'), { theme: 'light' });
  await page.getByText('Nothing is selected yet').waitFor();
  await page.getByRole('checkbox', { name: /^detailed/ }).click();
  const start = page.getByRole('button', { name: 'Back up 1 index', exact: true });
  await start.waitFor();
  expect(page.url()).toContain('aliases=detailed');
  await expectAccessible(page);
  await start.dblclick();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page
    .getByText(/1 backup, 100 documents/)
    .first()
    .waitFor();
  expect(readdirSync(join(dashboard.backupDirectory, 'detailed')).filter((name) => name.endsWith('.zip'))).toHaveLength(
    before + 1,
  );
  await expectAccessible(page);
});

test('the delete page counts the other good backups, without files that were never read to their end', async () => {
  const folder = join(dashboard.backupDirectory, 'detailed');
  const page = await browser.open(at('/-/partial-dump.zip/delete'));
  await page.getByText('There is no good backup of partial-dump').waitFor();
  const [, older] = readdirSync(folder)
    .filter((name) => name.endsWith('.zip'))
    .sort()
    .reverse();
  await page.goto(at(`/detailed/${older!}/delete`));
  await page.getByText(/\d+ other good backups? of detailed/).waitFor();
  expect(await page.getByRole('main').innerText()).not.toMatch(/last good backup/);
});

test('an outdated plan is refused with its changes, and the new plan can be started', async () => {
  const extra = 'detailed-2026-11-21t02-00-07z-91c0aaaa-0000-4000-8000-000000000002';
  const page = await browser.open(at('/new?aliases=detailed'));
  const start = (count: string) => page.getByRole('button', { name: `Back up ${count}`, exact: true });
  await start('1 index').waitFor();
  // No more polls: the page shows its last data.
  await page.route('**/backup-plan*', (route) => route.abort());
  browser.allowProblem(/ERR_FAILED|Failed to load resource/);
  await seedIndex(server, extra, { aliases: { detailed: {} }, documents: [{ id: '1', source: {} }] });
  try {
    await start('1 index').click();
    const refusal = page
      .getByRole('alert')
      .filter({ hasText: 'The cluster has changed since this was displayed. Nothing was done.' });
    await refusal.waitFor();
    expect(await refusal.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^detailed\W+21 Nov 02:00\W+91c0 is now part of the backup\.$/),
    ]);
    await page.unroute('**/backup-plan*');
    await start('2 indices').waitFor();
  } finally {
    await call(server, 'DELETE', `/${extra}`);
  }
});

test('the selected backup remains selected on every page of the list, and is not replaced when it is deleted', async () => {
  const folder = join(dashboard.backupDirectory, 'many');
  await mkdir(folder);
  for (let n = 0; n < 60; n++)
    await copyFile(
      new URL('../fixtures/government.zip', import.meta.url),
      join(folder, `many-2026-10-01t00-00-${String(n).padStart(2, '0')}z.zip`),
    );
  const listed = async () =>
    (
      (await (await fetch(`${dashboard.url}/api/${dashboard.cluster}/backups?group=many`)).json()) as {
        matching: number;
      }
    ).matching;
  await expect.poll(listed).toBe(60);
  const page = await browser.open(at('/choose?alias=many'));
  const radios = page.getByRole('radio');
  const chosen = () =>
    radios.evaluateAll((all) =>
      all.filter((radio) => (radio as HTMLInputElement).checked).map((radio) => (radio as HTMLInputElement).value),
    );
  await page.getByText('Page 1 of 2').waitFor();
  const [first] = await chosen();
  await page.getByRole('button', { name: 'Older' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Page 2 of 2').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent), 'it is blocked now, and keeps the focus').toBe(
    'Older',
  );
  expect(new URL(page.url()).searchParams.get('backup'), 'what was chosen by itself').toBe(first);
  expect(await chosen()).toEqual([]);
  const picked = await radios.nth(3).inputValue();
  await radios.nth(3).click();
  await expect.poll(chosen).toEqual([picked]);

  await page.getByRole('button', { name: 'Review the restore' }).click();
  await page.waitForURL(`**/many/${nameOf(picked)}/restore`);
  await page.getByRole('navigation', { name: 'Steps of the restore' }).getByRole('link', { name: 'Backup' }).click();
  await page.getByText('Page 2 of 2').waitFor();
  expect(await chosen()).toEqual([picked]);
  await page.getByRole('button', { name: 'Newer' }).click();
  await page.getByText('Page 1 of 2').waitFor();
  expect(await chosen()).toEqual([]);
  await page.getByRole('button', { name: 'Review the restore' }).click();
  await page.waitForURL(`**/many/${nameOf(picked)}/restore`);

  await page.goto(at('/choose?alias=many'));
  await unlink(join(dashboard.backupDirectory, picked));
  await expect.poll(listed).toBe(59);
  await page.goto(at(`/choose?alias=many&backup=${encodeURIComponent(picked)}`));
  await page.getByText(`${picked} is not among the backups of many`).waitFor();
  expect(await chosen()).toEqual([]);
  expect(await page.getByRole('button', { name: 'Review the restore' }).getAttribute('aria-disabled')).toBe('true');
  await expectAccessible(page);
  await rm(folder, { recursive: true });
});

test('a backup is deleted only after its file name is typed', async () => {
  const id = 'broken/broken-2026-11-23t03-00-00z.zip.partial';
  const page = await browser.open(at(`/broken/${nameOf(id)}`));
  await page.getByRole('heading', { name: 'This backup was never finished' }).waitFor();
  const colleague = await browser.open(at(`/broken/${nameOf(id)}`), { theme: 'light' });
  await colleague.getByRole('heading', { name: 'This backup was never finished' }).waitFor();
  await page.getByRole('button', { name: 'Actions for this backup' }).click();
  await page.getByRole('link', { name: 'Delete…' }).click();
  expect(await page.getByRole('region', { name: 'What remains' }).innerText()).toMatch(
    /There is no good backup of broken/,
  );
  const field = page.getByLabel(/Type the name of the file/);
  await field.fill('broken');
  await field.press('Enter');
  await page.getByText('That is not the name.').waitFor();
  expect(existsSync(join(dashboard.backupDirectory, id))).toBe(true);
  await expectAccessible(page);
  await field.fill(nameOf(id));
  await page.getByRole('button', { name: /^Delete 1 backup/ }).click();
  await page.getByRole('heading', { name: /^1 backup deleted/ }).waitFor();
  expect(existsSync(join(dashboard.backupDirectory, id))).toBe(false);
  // An open page of the deleted backup says so.
  browser.allowProblem(/404/);
  await colleague.getByRole('alert').getByRole('heading', { name: 'This backup no longer exists' }).waitFor();
  await expectAccessible(colleague);
});

test('an address without a backup is not found, and never leads outside the directory', async () => {
  browser.allowProblem(/404/);
  writeFileSync(join(dashboard.directory, 'secret.zip'), 'outside');
  for (const path of ['/-/none.zip', '/..%2f..%2f/secret.zip', '/%2e%2e/secret.zip']) {
    const answer = await fetch(`${dashboard.url}/api/${dashboard.cluster}/backups${path}/download`);
    expect([400, 404]).toContain(answer.status);
    expect(await answer.text()).not.toContain('outside');
  }
});

test('a missing directory may not be mounted, an emptied one is an alarm, and an empty one says what would fill it', async () => {
  const aside = `${dashboard.backupDirectory}-aside`;
  renameSync(dashboard.backupDirectory, aside);
  try {
    const page = await browser.open(at(), { theme: 'dark' });
    await page
      .getByText(/The backup directory does not exist/)
      .first()
      .waitFor();
    await expectAccessible(page);
    await mkdir(dashboard.backupDirectory);
    await page
      .getByRole('alert')
      .filter({ hasText: 'The backup directory has lost all its backups' })
      .waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: /^Forget \d+ missing backups$/ }).click();
    await expect.poll(() => page.locator('main').innerText(), { timeout: 20_000 }).toContain('No backups yet');
    await expectAccessible(page);
  } finally {
    chmodSync(dashboard.backupDirectory, 0o755);
    renameSync(dashboard.backupDirectory, `${aside}-empty`);
    renameSync(aside, dashboard.backupDirectory);
  }
});

test('more aliases than fit into an address are selected, kept after a reload, and backed up', async () => {
  const many = 'many-2026-11-20t02-00-07z-91c0aaaa-0000-4000-8000-000000000002';
  const alias = (n: number) => `one-of-many-${String(n)}-${'with-a-long-name-'.repeat(9)}`;
  await seedIndex(server, many, {
    aliases: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [alias(n), {}])),
    documents: [{ id: '1', source: { title: 'Only' } }],
  });
  try {
    // The dashboard polls the cluster every few seconds, and the page polls the dashboard.
    const overdue = async () =>
      (
        (await (await fetch(`${dashboard.url}/api/${dashboard.cluster}/backups`)).json()) as {
          overdue: { never: string[] };
        }
      ).overdue.never.length;
    await expect.poll(overdue, { timeout: 60_000 }).toBe(100);
    const page = await browser.open(at(), { theme: 'light' });
    await page.getByRole('link', { name: 'Back up these 100 now' }).click();
    const isSettled = async () => {
      await page.waitForURL(/\?kept=[0-9a-f]{64}$/);
      await page.getByRole('button', { name: 'Back up 1 index', exact: true }).waitFor();
      expect(await page.getByRole('checkbox', { name: new RegExp(`^${alias(50)}`) }).isChecked()).toBe(true);
      expect(await page.getByRole('checkbox', { name: /^detailed/ }).isChecked()).toBe(false);
    };
    await isSettled();
    await page.reload();
    await isSettled();
    await page.getByLabel('Find an alias').pressSequentially('detailed');
    await expect.poll(() => page.getByRole('checkbox').count()).toBe(2);
    await page.getByLabel('Find an alias').fill('');
    // All but one.
    await page.getByRole('checkbox', { name: 'Every alias' }).check();
    await page.getByRole('button', { name: 'Back up 2 indices', exact: true }).waitFor();
    await page.getByRole('checkbox', { name: /^detailed/ }).uncheck();
    await isSettled();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
    await page.waitForURL(/\/jobs\/\d+$/);
    await page
      .getByText(/1 backup, 1 document/)
      .first()
      .waitFor();
    const forgotten = await browser.open(at(`/new?kept=${'0'.repeat(64)}`));
    await forgotten.getByText('The selection of this address is no longer saved').waitFor();
  } finally {
    await call(server, 'DELETE', `/${many}`);
  }
});
