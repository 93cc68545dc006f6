import { expect, test } from 'vitest';
import { accessFinding, notWrittenFinding, spaceFinding, speedFinding } from '../../../lib/doctor/words/folder.ts';

const GB = 1024 ** 3;
const inodes = { free: 900, total: 1_000 };
const space = (freeBytes: number, totalBytes: number, over: { inodes?: typeof inodes | null } = {}) =>
  spaceFinding('/backups', { freeBytes, totalBytes, inodes, ...over });

test.each([
  ['half free', space(500 * GB, 1_000 * GB), 'ok'],
  ['4 % of a large disk', space(80 * GB, 2_000 * GB), 'ok'],
  ['4 % of a small disk', space(4 * GB, 100 * GB), 'warning'],
  ['less than 1 GB', space(0.9 * GB, 4 * GB), 'warning'],
  ['no space', space(4_096, 100 * GB), 'failure'],
  ['no inodes', space(50 * GB, 100 * GB, { inodes: { free: 0, total: 1_000 } }), 'failure'],
  ['few inodes', space(50 * GB, 100 * GB, { inodes: { free: 49, total: 1_000 } }), 'warning'],
  ['a size that is not told', space(0, 0), 'warning'],
  ['inodes that are not counted', space(50 * GB, 100 * GB, { inodes: null }), 'ok'],
])('%s', (_, finding, level) => {
  expect(finding.level).toBe(level);
  expect(finding.next === null).toBe(level === 'ok');
});

test('the least free space is that of the configuration', () => {
  const found = { freeBytes: 0.6 * GB, totalBytes: 4 * GB, inodes };
  expect(spaceFinding('/data', found, 0.5 * GB).level).toBe('ok');
  expect(spaceFinding('/data', found, 0.7 * GB).level).toBe('warning');
});

test.each([
  [{}, 'ok', /exists and can be written to/],
  [{ there: false }, 'ok', /made with the first backup/],
  [{ obstacle: 'EROFS' }, 'failure', /mounted read-only/],
  [{ obstacle: 'EACCES', there: false }, 'failure', /can’t be written to \(EACCES\)/],
  [{ obstacle: 'ENOTDIR' }, 'failure', /is no folder/],
  [{ openToOthers: true }, 'warning', /every user of this machine/],
  [{ openToOthers: false }, 'ok', /exists/],
])('a folder that is %j is %s', (over, level, what) => {
  const access = { folder: '/backups', there: true, obstacle: null, openToOthers: null, ...over };
  const found = accessFinding(access, 'with the first backup');
  expect(found.level).toBe(level);
  expect(found.what).toMatch(what);
});

test('an fsync of more than 100 ms is a warning', () => {
  const measured = { folder: '/data', bytes: 8 * 1024 ** 2, writeMs: 100, fsyncMs: 100 };
  expect(speedFinding(measured)).toEqual({
    level: 'ok',
    what: 'In /data, 8.0 MB were written at 80.0 MB/s, and an fsync takes 100 ms.',
    next: null,
  });
  expect(speedFinding({ ...measured, fsyncMs: 101 }).level).toBe('warning');
});

test('a small file that can’t be written is a failure: full, or another reason', () => {
  expect(notWrittenFinding('/data', 'ENOSPC')).toMatchObject({
    level: 'failure',
    what: expect.stringContaining('is full') as string,
  });
  expect(notWrittenFinding('/data', null).what).toContain('an unknown reason');
});
