import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeChecks } from '../../../lib/backups/folder/write-checks.ts';
import { createFolderFile } from '../../../lib/backups/folder/new-backup-file.ts';
import { failureOf } from '../../support/failure-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-only-'));
const mountPoint = join(folder, 'mounted');
let canMount = false;

beforeAll(() => {
  mkdirSync(mountPoint);
  canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', mountPoint]).status === 0;
});
afterAll(() => {
  if (canMount) spawnSync('umount', [mountPoint]);
  rmSync(folder, { recursive: true, force: true });
});

test('a folder that can be written to, or created, is no obstacle', async () => {
  expect(await writeChecks(folder, ['new'])).toEqual([]);
  expect(await writeChecks(join(folder, 'not', 'there'), ['new'])).toEqual([]);
});

test('a read-only file system is a warning of the plan, also below a folder of it, and the failure has the right hint', async (context) => {
  if (!canMount) context.skip('This user may not mount.');
  for (const directory of [mountPoint, join(mountPoint, 'not-there')])
    expect(await writeChecks(directory, ['any'])).toMatchObject([
      { level: 'warn', title: 'The file system is read-only', hint: expect.stringContaining('dmesg') as string },
    ]);
  expect(await writeChecks(folder, ['writable', 'mounted'])).toMatchObject([{ id: 'write-mounted' }]);
  const failure = await failureOf(createFolderFile(mountPoint, { group: 'any', startedAt: new Date() }));
  expect(failure).toMatchObject({ code: 'disk' });
  expect(`${failure.message} ${failure.hint}`).toMatch(/read-only[\s\S]*dmesg/);
  expect(failure.hint).not.toContain('right to write');
});
