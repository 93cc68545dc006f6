import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseFile } from '../../../lib/jobs/store/database-file.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { quickCheck } from '../../../lib/jobs/store/quick-check.ts';
import { SCHEMA } from '../../../lib/jobs/store/schema.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quick-check-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LIMIT_MS = 10_000;

test('finds nothing, and makes nothing, where there is no database', async () => {
  expect(await quickCheck(folder, LIMIT_MS)).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
});

test('a database that is in use is checked beside it, and has the newest version', async () => {
  const store = JobStore.open(folder);
  try {
    expect(await quickCheck(folder, LIMIT_MS)).toMatchObject({
      file: databaseFile(folder),
      version: SCHEMA.length,
      newest: SCHEMA.length,
      problems: [],
    });
  } finally {
    store.close();
  }
});

test('an older one keeps its version: nothing is upgraded', async () => {
  JobStore.open(folder).close();
  const database = new DatabaseSync(databaseFile(folder));
  database.exec('PRAGMA user_version = 3');
  database.close();
  expect(await quickCheck(folder, LIMIT_MS)).toMatchObject({ version: 3 });
  expect(await quickCheck(folder, LIMIT_MS)).toMatchObject({ version: 3 });
});

test('damage is told', async () => {
  JobStore.open(folder).close();
  const bytes = readFileSync(databaseFile(folder));
  bytes.fill(0xa5, 4096 + 8, 4096 * 6);
  writeFileSync(databaseFile(folder), bytes);
  const checked = await quickCheck(folder, LIMIT_MS);
  expect(checked!.problems!.length).toBeGreaterThan(0);
});

test('what is no database can’t be opened, with SQLite’s reason', async () => {
  writeFileSync(databaseFile(folder), 'This is no database, but a text that is longer than a header. '.repeat(20));
  await expect(quickCheck(folder, LIMIT_MS)).rejects.toThrow(/not a database/);
});

test('a check that takes too long is ended', async () => {
  JobStore.open(folder).close();
  const startedMs = performance.now();
  await expect(quickCheck(folder, 1)).rejects.toThrow('in time');
  expect(performance.now() - startedMs).toBeLessThan(3_000);
});
