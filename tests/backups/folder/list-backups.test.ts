import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listBackups } from '../../../lib/backups/folder/list-backups.ts';
import { serverOwner } from '../../../scripts/servers/unprivileged.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-list-'));
  chmodSync(folder, 0o755);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Root may read everything: what may not be read is read as somebody else. */
async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  const somebody = serverOwner();
  if (!somebody) return work();
  process.seteuid!(somebody.uid);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}

test('a directory that is not there is told apart from an empty one and from one that can’t be read', async () => {
  expect(await listBackups(join(folder, 'nowhere'))).toMatchObject({
    missing: true,
    problem: expect.stringContaining('is not there'),
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
    problem: expect.stringContaining('a link to something that is not there'),
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

test('a folder behind a link is not looked into, and named; a link to a file is nothing', async () => {
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

test('a folder that may not be read is named, and the backups of the others are listed', async () => {
  mkdirSync(join(folder, 'open'));
  writeFileSync(join(folder, 'open', 'open-2026-11-22t03-00-00z.zip'), 'no zip');
  mkdirSync(join(folder, 'closed'), { mode: 0o000 });
  const listing = await unprivileged(() => listBackups(folder));
  expect(listing.unread).toEqual(['closed']);
  expect(listing.backups.map(({ id }) => id)).toEqual(['open/open-2026-11-22t03-00-00z.zip']);
  expect(listing.problem).toBeNull();
});
