import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, useBrowser } from '../support/browser.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { writeTestBackup } from '../support/write-test-backup.ts';

/** What is known of each backup, and which of them the cluster is compared with. */

const browser = useBrowser();
let server: string;
let dashboard: TestDashboard;

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  dashboard = await startDashboard({ elasticsearchUrl: server });
}, 600_000);
afterAll(async () => {
  await dashboard.stop();
  await emptyCluster(server);
});

const at = (path: string) => `${dashboard.url}/${dashboard.cluster}${path}`;
const seed = (index: string, alias: string, count: number) =>
  seedIndex(server, index, {
    aliases: { [alias]: {} },
    documents: Array.from({ length: count }, (_, n) => ({ id: String(n), source: { n } })),
  });

test('a restore of a part of an incomplete backup marks it as incomplete, and nothing is compared with it', async () => {
  await seed('reports-2026-11-20t02-00-00z', 'reports', 300);
  const folder = join(dashboard.backupDirectory, 'reports');
  mkdirSync(folder);
  // 120 of 5,000 documents, written by another tool.
  const name = 'reports-2026-11-21t03-00-00z.zip';
  await copyFile(new URL('../fixtures/partial-dump.zip', import.meta.url), join(folder, name));
  const page = await browser.open(at(`/backups/reports/${name}/restore?allowIncomplete=yes&switchAlias=no`));
  await page.getByRole('button', { name: /^Restore / }).click();
  await page.waitForURL(/\/result$/, { timeout: 60_000 });
  await page.goto(at('/backups?group=reports'));
  const line = page
    .getByRole('row')
    .filter({ has: page.getByRole('checkbox', { name: new RegExp(`reports/${name}`) }) });
  await expect.poll(() => line.innerText()).toMatch(/incomplete: 120 of 5,000[\s\S]*120 of 5,000/);
  expect(await line.innerText()).not.toMatch(/last good|(?<!not )verified/);
  await expectAccessible(page);
  await page.getByLabel('State').selectOption('verified');
  await page.getByText('No backup matches').waitFor();
  // The indices have the times of their creation, not those in their names; only the new one was made by a job.
  await page.goto(at('/indices?filter=reports'));
  await page.getByRole('columnheader', { name: 'Created' }).waitFor();
  const rowOf = (text: string) => page.getByRole('row').filter({ hasText: text });
  const old = rowOf('300');
  await rowOf('120')
    .getByRole('button', { name: /^Actions for reports-/ })
    .click();
  await page.getByRole('link', { name: /^Open job \d+, which created it$/ }).waitFor();
  await page.keyboard.press('Escape');
  expect(await old.innerText()).toMatch(/min ago|s ago|just now/);
  await old.getByRole('button', { name: /^Actions for reports-/ }).click();
  await page.getByRole('link', { name: 'Back up this index' }).waitFor();
  expect(await page.getByRole('link', { name: /^Open job/ }).count()).toBe(0);
  await page.goto(at(''));
  const alias = page.getByRole('table', { name: 'Aliases' }).getByRole('row', { name: /reports/ });
  await expect.poll(() => alias.innerText()).toContain('none known to be good');
  expect(await page.getByText(/reports lost/).count()).toBe(0);
  expect(await page.getByRole('main').innerText()).not.toContain('4,700');
});

/** A backup that another cluster wrote into the same directory. */
const writeForeignBackup = (alias: string, count: number, startedAt: Date) =>
  writeTestBackup(dashboard.backupDirectory, {
    name: alias,
    aliases: [alias],
    cluster: { name: 'es-production', uuid: 'uuid-of-production' },
    mappings: {},
    level: 1,
    startedAt,
    documents: Array.from({ length: count }, (_, n) => {
      const id = JSON.stringify(`p-${n}`);
      return { bytes: Buffer.from(`${id}{"n":${n}}`), sourceStart: id.length };
    }),
  });

test('a backup of another cluster in the same directory is never compared with, and can still be restored', async () => {
  await seed('shared-2026-11-20t02-00-00z', 'shared', 50);
  await backUpAlias(server, dashboard.backupDirectory, 'shared');
  const { id } = await writeForeignBackup('shared', 350, new Date());
  const page = await browser.open(at(''));
  const alias = page.getByRole('row', { name: /^shared/ });
  await expect.poll(() => alias.innerText()).toMatch(/as expected/i);
  expect(await page.getByText(/shared lost/).count()).toBe(0);

  await page.goto(at('/backups?group=shared'));
  const list = page.getByRole('table', { name: 'Backups', exact: true });
  await expect.poll(() => list.getByText('another cluster: es-production').count()).toBe(1);
  const lastGood = list.getByRole('row').filter({ hasText: 'last good' });
  expect(await lastGood.count()).toBe(1);
  expect(await lastGood.innerText()).not.toContain('es-production');
  await expectAccessible(page);

  await page.goto(at(`/backups/${id}`));
  await page.getByText('This backup is of another cluster: es-production').waitFor();
  await expectAccessible(page);
  await page.goto(at(`/backups/${id}/restore`));
  await page.getByText('The backup is of another cluster: es-production').waitFor();
  await page.getByRole('button', { name: /^Restore 350/ }).waitFor();
});

test('a read-only file system is a warning of the plan, and the failed backup says what to do', async (context) => {
  await seed('stuck-2026-11-20t02-00-00z', 'stuck', 5);
  const folder = join(dashboard.backupDirectory, 'stuck');
  mkdirSync(folder);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder]).status !== 0)
    context.skip('This user may not mount.');
  try {
    const page = await browser.open(at('/backups/new?aliases=stuck'));
    await page.getByText('The file system is read-only').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
    await page.waitForURL(/\/jobs\/\d+$/);
    await page
      .getByText(/on a read-only file system/)
      .first()
      .waitFor();
    expect(await page.getByRole('main').innerText()).toMatch(/dmesg/);
    expect(await page.getByRole('main').innerText()).not.toContain('the right to write');
  } finally {
    spawnSync('umount', [folder]);
  }
});

test('a directory that has lost all its backups is an alarm, also after a restart, until they are back', async () => {
  const { backupDirectory } = dashboard;
  const page = await browser.open(at('/backups'));
  await page.getByRole('table', { name: 'Backups', exact: true }).waitFor();
  // As a mount that is gone: the empty mount point remains.
  renameSync(backupDirectory, `${backupDirectory}.away`);
  mkdirSync(backupDirectory);
  try {
    const alarm = page.getByRole('alert').filter({ hasText: 'The backup directory has lost all its backups' });
    await alarm.waitFor({ timeout: 30_000 });
    // The open page polls while the dashboard is down.
    browser.allowProblem(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|Failed to load resource/);
    await dashboard.restart();
    await page.goto(at('/backups'));
    await alarm.waitFor();
    expect(await page.getByText('No backups yet').count()).toBe(0);
    await page.getByRole('button', { name: /^Forget \d+ missing backups$/ }).waitFor();
    await expectAccessible(page);
    await page.goto(at(''));
    await alarm.waitFor();
    await expectAccessible(page);
    for (const path of ['/backups/choose?alias=shared', '/backups/new?aliases=shared']) {
      await page.goto(at(path));
      await alarm.waitFor();
    }
  } finally {
    rmSync(backupDirectory, { recursive: true });
    renameSync(`${backupDirectory}.away`, backupDirectory);
  }
  await page.goto(at('/backups'));
  await page.getByRole('table', { name: 'Backups', exact: true }).waitFor();
  expect(await page.getByText('has lost all its backups').count()).toBe(0);
});

test('a backup of an alias on two indices is one set, filed and counted under the alias, with one last good', async () => {
  for (const [index, count] of [
    ['twin-2026-11-20t02-00-00z', 7],
    ['twin-2026-11-21t02-00-00z', 5],
  ] as const)
    await seed(index, 'twin', count);
  const page = await browser.open(at('/backups/new?aliases=twin'));
  await page.getByRole('button', { name: 'Back up 2 indices', exact: true }).click();
  await page.waitForURL(/\/jobs\/\d+$/);
  await page
    .getByText(/2 backups, 12 documents/)
    .first()
    .waitFor();
  expect(readdirSync(join(dashboard.backupDirectory, 'twin'))).toHaveLength(2);

  await page.goto(at('/backups?group=twin'));
  await expect.poll(() => page.getByLabel('Alias', { exact: true }).innerText()).toContain('twin (1)');
  const list = page.getByRole('table', { name: 'Backups', exact: true });
  expect(await list.getByText('last good', { exact: true }).count()).toBe(1);
  await expectAccessible(page);
  await list.getByRole('link').first().click();
  await page.getByText('This is one of 2 backups of a set: each holds one index of twin').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Restore \d/ }).click();
  await page.getByText('This is one of 2 backups of a set: each holds one index of twin').waitFor();
});
