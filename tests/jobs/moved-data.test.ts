import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JobRunner } from '../../lib/jobs/runner.ts';
import { auditAttempt } from '../../lib/jobs/store/audit-log.ts';
import { makeDirectory, makeDirectorySync } from '../../lib/make-folder.ts';
import { noPlace } from '../support/test-place.ts';
import { runsBy } from './fake-runs.ts';
import { operator, progressOf, switched, switchOf } from './builders.ts';

const MOVED = /(jobs' database|data directory).*was moved away/;

let folder: string;
let data: string;
let elsewhere: string;
let runner: JobRunner;
let finish: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moved-'));
  data = join(folder, 'data');
  elsewhere = join(folder, 'elsewhere');
  const finished = new Promise<void>((resolve) => (finish = resolve));
  runner = new JobRunner({
    dataDirectory: data,
    parallelJobs: 1,
    place: () => noPlace,
    runs: runsBy(async (work, _place, run) => {
      run.report(progressOf(1));
      await finished;
      run.log('The last line.');
      return switched((work as ReturnType<typeof switchOf>).plan);
    }),
  });
  runner.startPolling();
});
afterEach(async () => {
  finish();
  await runner.stop(500);
  rmSync(folder, { recursive: true, force: true });
});

const begin = () => runner.start({ cluster: 'one', actor: operator, work: switchOf() });
const attempt = () =>
  auditAttempt(runner.store, { cluster: 'one', action: 'switch alias', actor: operator, address: null });

/** Each moves the database, and returns a function that moves it back. */
const MOVES: [string, () => () => void][] = [
  [
    'moved away',
    () => {
      renameSync(data, elsewhere);
      return () => renameSync(elsewhere, data);
    },
  ],
  [
    'replaced by an empty directory',
    () => {
      renameSync(data, elsewhere);
      mkdirSync(data);
      return () => {
        expect(readdirSync(data)).toEqual([]);
        rmSync(data, { recursive: true });
        renameSync(elsewhere, data);
      };
    },
  ],
  [
    'moved with the folder around it',
    () => {
      renameSync(folder, `${folder}-moved`);
      return () => renameSync(`${folder}-moved`, folder);
    },
  ],
  [
    'without its database file',
    () => {
      renameSync(join(data, 'restore-desk.sqlite'), elsewhere);
      return () => renameSync(elsewhere, join(data, 'restore-desk.sqlite'));
    },
  ],
  [
    'with another database file',
    () => {
      renameSync(join(data, 'restore-desk.sqlite'), elsewhere);
      writeFileSync(join(data, 'restore-desk.sqlite'), '');
      return () => renameSync(elsewhere, join(data, 'restore-desk.sqlite'));
    },
  ],
];

describe.each(MOVES)('a data directory that is %s while Restore Desk runs', (_, move) => {
  test('refuses changes and queries until it is moved back', () => {
    const before = attempt();
    const moveBack = move();
    expect(attempt).toThrow(MOVED);
    expect(begin).toThrow(MOVED);
    expect(() => runner.list()).toThrow(MOVED);
    moveBack();
    expect(attempt()).toBe(before + 1);
    expect(runner.list()).toEqual([]);
  });

  test('does not stop a job, whose log and outcome are saved when it is moved back', async () => {
    const { id } = begin();
    await expect.poll(() => runner.get(id)?.status).toBe('running');
    const moveBack = move();
    finish();
    // Long enough for several attempts to save.
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(() => runner.get(id)).toThrow(MOVED);
    moveBack();
    await expect.poll(() => runner.get(id)?.status, { timeout: 12_000 }).toBe('succeeded');
    expect(runner.log(id).lines.map(({ text }) => text)).toContain('The last line.');
  });
});

test('a data directory that was moved away is not created again, and nothing is written into its replacement', async () => {
  attempt();
  renameSync(data, elsewhere);
  expect(() => makeDirectorySync(data, 0o700)).toThrow(MOVED);
  await expect(makeDirectory(join(data, 'jobs', '7'), 0o700)).rejects.toThrow(MOVED);
  expect(existsSync(data)).toBe(false);
  mkdirSync(data);
  await expect(makeDirectory(join(data, 'jobs', '7'), 0o700)).rejects.toThrow(MOVED);
  expect(() => makeDirectorySync(join(data, 'typed'), 0o700)).toThrow(MOVED);
  expect(readdirSync(data)).toEqual([]);
  rmSync(data, { recursive: true });
  renameSync(elsewhere, data);
  expect(await makeDirectory(join(data, 'jobs', '7'), 0o700)).toBe(join(data, 'jobs'));
});
