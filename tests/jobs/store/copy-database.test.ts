import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { copyDatabase } from '../../../lib/jobs/store/copy-database.ts';
import { databaseFile } from '../../../lib/jobs/store/database-file.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { SCHEMA } from '../../../lib/jobs/store/schema.ts';
import { failureOf } from '../../support/failure-of.ts';
import { operator, verifyOf } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const WRITTEN_BY_0_1_0 = new URL('../../fixtures/jobs-of-0.1.0.sql', import.meta.url);
const NEVER = new AbortController().signal;
const stored = useStore();

let folder: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'copy-database-'));
  copy = join(folder, 'copy.sqlite');
  writeFileSync(copy, '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const newJob = (store: JobStore, alias: string) =>
  store.create(
    { cluster: 'one', actor: operator, work: verifyOf(`/b/${alias}.zip`) },
    thisProcess('command line'),
    'running',
  ).job;

/** Puts the copy into a new data directory, as docs/operations.md says. */
async function restored(): Promise<JobStore> {
  const data = join(folder, 'data');
  JobStore.open(data).close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${databaseFile(data)}${suffix}`, { force: true });
  await copyFile(copy, databaseFile(data));
  return JobStore.open(data);
}

test('a copy put into a new data directory has the jobs and their logs, and takes new ones', async () => {
  const job = newJob(stored.store, 'a');
  stored.store.appendLog(job.id, [{ at: '2026-11-29T12:00:00.000Z', text: 'It began.' }]);
  expect(await copyDatabase(stored.data, copy, NEVER)).toBe(1);
  newJob(stored.store, 'b');
  const store = await restored();
  expect(store.list({}).map(({ id, title }) => [id, title])).toEqual([[job.id, job.title]]);
  expect(store.log(job.id).lines.map(({ text }) => text)).toEqual(['It began.']);
  expect(newJob(store, 'c').id).not.toBe(job.id);
  store.close();
});

test('a copy is one file', async () => {
  newJob(stored.store, 'a');
  await copyDatabase(stored.data, copy, NEVER);
  expect(readdirSync(folder)).toEqual(['copy.sqlite']);
  // Rollback journal: 1; write-ahead log: 2.
  expect([...readFileSync(copy).subarray(18, 20)]).toEqual([1, 1]);
});

test('a copy ends, and is of one moment, while another thread writes without a pause', async () => {
  const database = new DatabaseSync(databaseFile(stored.data));
  database.exec('CREATE TABLE pairs (a INTEGER, b BLOB); CREATE TABLE count (n INTEGER); INSERT INTO count VALUES (0)');
  const writer = new Worker(
    `const { DatabaseSync } = require('node:sqlite');
     const database = new DatabaseSync(${JSON.stringify(databaseFile(stored.data))}, { timeout: 5000 });
     for (let n = 1; ; n++) {
       database.exec('BEGIN IMMEDIATE; UPDATE count SET n = ' + n + '; INSERT INTO pairs VALUES (' + n + ', randomblob(20000)); COMMIT');
       if (n === 300) require('node:worker_threads').parentPort.postMessage('enough');
     }`,
    { eval: true },
  );
  await new Promise((resolve) => writer.once('message', resolve));
  await copyDatabase(stored.data, copy, NEVER);
  const count = (of: DatabaseSync, sql: string) => Number(Object.values(of.prepare(sql).get()!)[0]);
  const before = count(database, 'SELECT n FROM count');
  await expect.poll(() => count(database, 'SELECT n FROM count')).toBeGreaterThan(before);
  await writer.terminate();
  database.close();
  const copied = new DatabaseSync(copy);
  const n = count(copied, 'SELECT n FROM count');
  expect(n).toBeGreaterThanOrEqual(300);
  expect(count(copied, 'SELECT count(*) FROM pairs')).toBe(n);
  copied.close();
});

test('a copy of an older version is upgraded where it is put back, and the source is not', async () => {
  const data = mkdtempSync(join(folder, 'older-'));
  const older = new DatabaseSync(databaseFile(data));
  older.exec(readFileSync(WRITTEN_BY_0_1_0, 'utf8'));
  const version = Number(older.prepare('PRAGMA user_version').get()?.['user_version']);
  expect(version).toBeLessThan(SCHEMA.length);
  const jobs = await copyDatabase(data, copy, NEVER);
  expect(jobs).toBeGreaterThan(3);
  expect(Number(older.prepare('PRAGMA user_version').get()?.['user_version'])).toBe(version);
  older.close();
  const store = await restored();
  expect(store.count({})).toBe(jobs);
  newJob(store, 'new');
  store.close();
});

describe('nothing is copied', () => {
  test('where there is no database, and none is created', async () => {
    const data = join(folder, 'nowhere');
    expect(await failureOf(copyDatabase(data, copy, NEVER))).toMatchObject({ code: 'not_found' });
    expect(existsSync(data)).toBe(false);
  });

  test.each([
    ['is no database', 'no database at all, but long enough to be read as one'.repeat(200)],
    ['is empty', ''],
  ])('from a file that %s', async (_, content) => {
    const data = mkdtempSync(join(folder, 'wrong-'));
    writeFileSync(databaseFile(data), content);
    expect(await failureOf(copyDatabase(data, copy, NEVER))).toMatchObject({ code: 'disk', message: /is damaged/ });
    expect(readFileSync(databaseFile(data), 'utf8')).toBe(content);
  });

  test('from a database with a damaged page', async () => {
    for (let n = 0; n < 300; n++) newJob(stored.store, `alias-${String(n)}`);
    const data = mkdtempSync(join(folder, 'damaged-'));
    const database = new DatabaseSync(databaseFile(stored.data));
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    const bytes = readFileSync(databaseFile(stored.data));
    for (let page = 10; page * 4096 < bytes.length; page += 7) bytes.fill(0x5a, page * 4096, page * 4096 + 200);
    writeFileSync(databaseFile(data), bytes);
    expect(await failureOf(copyDatabase(data, copy, NEVER))).toMatchObject({ code: 'disk' });
  });

  test('after Ctrl-C', async () => {
    for (let n = 0; n < 30; n++) newJob(stored.store, `alias-${String(n)}`);
    expect(await failureOf(copyDatabase(stored.data, copy, AbortSignal.abort()))).toMatchObject({ code: 'cancelled' });
  });
});
