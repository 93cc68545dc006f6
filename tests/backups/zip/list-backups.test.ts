import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listBackups } from '../../support/folder-of-backups.ts';
import { fileProcessesOf } from '../../support/file-processes.ts';
import { serverOwner } from '../../../scripts/servers/unprivileged.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-list-'));
  chmodSync(folder, 0o755);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the work as another user, since root can read every file. */
async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  const user = serverOwner();
  if (!user) return work();
  process.seteuid!(user.uid);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}

test('a missing directory is distinguished from an empty one and from one that can’t be read', async () => {
  expect(await listBackups(join(folder, 'nowhere'))).toMatchObject({
    missing: true,
    problem: expect.stringContaining('does not exist'),
    backups: [],
  });
  mkdirSync(join(folder, 'empty'));
  expect(await listBackups(join(folder, 'empty'))).toMatchObject({ missing: false, problem: null, backups: [] });
  writeFileSync(join(folder, 'file'), '');
  expect(await listBackups(join(folder, 'file'))).toMatchObject({
    missing: false,
    problem: expect.stringContaining('is a file, not a backup directory'),
  });
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
  expect(await listBackups(join(folder, 'dangling'))).toMatchObject({
    missing: false,
    problem: expect.stringContaining('a link to something that does not exist'),
  });
  symlinkSync('loop', join(folder, 'loop'));
  expect(await listBackups(join(folder, 'loop'))).toMatchObject({
    missing: false,
    problem: expect.stringContaining('leads back to itself'),
  });
  mkdirSync(join(folder, 'closed'), { mode: 0o000 });
  expect(await unprivileged(() => listBackups(join(folder, 'closed')))).toMatchObject({
    missing: false,
    problem: expect.stringContaining('may not be read by the user'),
  });
});

test('a link to a folder is not followed but named, and a link to a file is ignored', async () => {
  mkdirSync(join(folder, 'elsewhere'));
  mkdirSync(join(folder, 'backups'));
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'backups', 'government'));
  writeFileSync(join(folder, 'elsewhere', 'government-2026-11-22t03-00-00z.zip'), 'no zip');
  symlinkSync(join(folder, 'elsewhere', 'government-2026-11-22t03-00-00z.zip'), join(folder, 'backups', 'latest.zip'));
  expect(await listBackups(join(folder, 'backups'))).toMatchObject({
    backups: [],
    unread: ['government'],
    problem: null,
  });
});

test('a folder that can’t be read is named, and the backups of the others are listed', async () => {
  mkdirSync(join(folder, 'open'));
  writeFileSync(join(folder, 'open', 'open-2026-11-22t03-00-00z.zip'), 'no zip');
  mkdirSync(join(folder, 'closed'), { mode: 0o000 });
  const listing = await unprivileged(() => listBackups(folder));
  expect(listing.unread).toEqual(['closed']);
  expect(listing.backups.map(({ id }) => id)).toEqual(['open/open-2026-11-22t03-00-00z.zip']);
  expect(listing.problem).toBeNull();
});

test('a folder that can be listed and not entered is named, too', async () => {
  mkdirSync(join(folder, 'listed'));
  writeFileSync(join(folder, 'listed', 'listed-2026-11-22t03-00-00z.zip'), 'no zip');
  chmodSync(join(folder, 'listed'), 0o644);
  expect(await unprivileged(() => listBackups(folder))).toMatchObject({ unread: ['listed'], problem: null });
});

test.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
  'a backup that can’t be read is broken only as long as it can’t be read',
  async () => {
    copyFileSync(fileURLToPath(new URL('../../fixtures/government.zip', import.meta.url)), join(folder, 'a.zip'));
    chmodSync(join(folder, 'a.zip'), 0o600);
    expect((await unprivileged(() => listBackups(folder))).backups).toMatchObject([
      { condition: { state: 'broken', problem: expect.stringContaining('EACCES') } },
    ]);
    for (const pid of fileProcessesOf(process.pid, folder)) process.kill(pid, 'SIGKILL');
    const isWhole = async () => (await listBackups(folder)).backups[0]?.condition.state === 'whole';
    await expect.poll(isWhole, { timeout: 10_000 }).toBe(true);
  },
);
