import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pruneDifferences } from '../../lib/comparing/prune-differences.ts';

test('lists of other jobs are deleted after two weeks, nothing else', async () => {
  const jobs = mkdtempSync(join(tmpdir(), 'jobs-'));
  const DAY_MS = 24 * 3_600_000;
  const write = (job: string, name: string, days: number) => {
    const path = join(jobs, job, name);
    mkdirSync(join(jobs, job), { recursive: true });
    writeFileSync(path, '{}\n');
    const at = new Date(Date.now() - days * DAY_MS);
    utimesSync(path, at, at);
    return path;
  };
  const old = write('1', 'differences-changed.ndjson', 15);
  const kept = [
    write('1', 'rejected.ndjson', 15),
    write('1', 'undo.ndjson', 15),
    write('2', 'differences-changed.ndjson', 13),
    write('3', 'differences-changed.ndjson', 15),
  ];
  await pruneDifferences(join(jobs, '3'));
  expect(existsSync(old)).toBe(false);
  expect(kept.map((path) => existsSync(path))).toEqual(kept.map(() => true));
  await pruneDifferences(join(jobs, 'nowhere', '4'));
  rmSync(jobs, { recursive: true });
});
