import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { databaseFile } from '../../../lib/jobs/store/database-file.ts';
import { SCHEMA } from '../../../lib/jobs/store/schema.ts';

/** Processes that open one older database at once, or are killed or refused while they migrate it. */
const WRITTEN_BY_0_1_0 = new URL('../../fixtures/jobs-of-0.1.0.sql', import.meta.url);
const ITS_VERSION = 3;
const program = fileURLToPath(new URL('./opening-process.ts', import.meta.url));
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

let large: string;
let data: string;
let file: string;

/** Large enough that copying and migrating it takes a time in which it can be killed. */
beforeAll(() => {
  large = join(mkdtempSync(join(tmpdir(), 'older-')), 'large.sqlite');
  const database = new DatabaseSync(large);
  database.exec(readFileSync(WRITTEN_BY_0_1_0, 'utf8'));
  database.exec(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15000)
     INSERT INTO record (at, action, outcome, input) SELECT '2026-01-01', 'backup', 'done', hex(randomblob(200)) FROM n`,
  );
  database.close();
});
afterAll(() => rmSync(join(large, '..'), { recursive: true, force: true }));

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'migrating-'));
  file = databaseFile(data);
  copyFileSync(large, file);
});
afterEach(() => {
  spawnSync('umount', ['-l', data], { stdio: 'ignore' });
  rmSync(data, { recursive: true, force: true });
});

const copy = () => `${file}.before-version-${SCHEMA.length}`;
const start = (options: object = {}) =>
  spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'info' },
    ...options,
  });

async function outputOf(child: ReturnType<typeof start>): Promise<string> {
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return output;
}

function valueOf(path: string, sql: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Object.values(database.prepare(sql).get()!)[0];
  } finally {
    database.close();
  }
}

function expectWholeCopy(): void {
  expect(valueOf(copy(), 'PRAGMA user_version')).toBe(ITS_VERSION);
  expect(valueOf(copy(), 'PRAGMA integrity_check')).toBe('ok');
  expect(valueOf(copy(), 'SELECT count(*) FROM record')).toBe(valueOf(large, 'SELECT count(*) FROM record'));
}

test('of four processes that start at once, one makes a copy and migrates, and all can use the database', async () => {
  const outputs = await Promise.all(Array.from({ length: 4 }, () => outputOf(start())));
  for (const output of outputs) expect(output).toMatch(/^open \d+$/m);
  expect(outputs.join('').match(/was migrated from version/g)).toHaveLength(1);
  expect(readdirSync(data).filter((name) => name.includes('before'))).toHaveLength(1);
  expectWholeCopy();
});

test('a process that is killed at any time leaves a database that opens, and no half copy under the final name', async () => {
  const startedAtMs = performance.now();
  await outputOf(start());
  const wholeMs = performance.now() - startedAtMs;
  const found = { beforeCopy: 0, afterCopy: 0, migrated: 0 };
  const ATTEMPTS = 16;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    for (const name of readdirSync(data)) rmSync(join(data, name));
    copyFileSync(large, file);
    const child = start();
    const ended = outputOf(child);
    await sleep((wholeMs * (attempt + 1)) / ATTEMPTS);
    child.kill('SIGKILL');
    await ended;
    if (existsSync(copy())) expectWholeCopy();
    // Also reads what the killed process had in the write-ahead log.
    const version = valueOf(file, 'PRAGMA user_version');
    expect([ITS_VERSION, SCHEMA.length]).toContain(version);
    found[version === SCHEMA.length ? 'migrated' : existsSync(copy()) ? 'afterCopy' : 'beforeCopy']++;
    expect(await outputOf(start())).toMatch(/^open \d+$/m);
    expect(valueOf(file, 'PRAGMA user_version')).toBe(SCHEMA.length);
    expect(valueOf(file, 'SELECT count(*) FROM record')).toBe(valueOf(large, 'SELECT count(*) FROM record'));
    expect(readdirSync(data).filter((name) => name.includes('partial'))).toEqual([]);
    expectWholeCopy();
  }
  // The test has met a process that was killed before it had a copy, and one between the copy and the end.
  expect(found.beforeCopy).toBeGreaterThan(0);
  expect(found.afterCopy).toBeGreaterThan(0);
}, 300_000);

test.runIf(isRoot)(
  'on a disk without space for the copy nothing is changed, and it is migrated once there is',
  async () => {
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', data]).status).toBe(0);
    copyFileSync(large, file);
    spawnSync('dd', ['if=/dev/zero', `of=${join(data, 'fill')}`, 'bs=1M', 'count=70'], { stdio: 'ignore' });
    const output = await outputOf(start());
    expect(output).toMatch(
      /not migrated from version 3 to \d+, because it can't be copied before: its disk has not enough free space/,
    );
    expect(output).toContain('Free space on the disk');
    expect(readdirSync(data).filter((name) => name.includes('before'))).toEqual([]);
    expect(valueOf(file, 'PRAGMA user_version')).toBe(ITS_VERSION);
    rmSync(join(data, 'fill'));
    expect(await outputOf(start())).toMatch(/^open \d+$/m);
  },
);

test.runIf(isRoot)(
  'in a directory where no file can be made nothing is changed, and the sentence says so',
  async () => {
    // A process with rights has left the files of the write-ahead log: without them the database could not even be opened.
    const open = new DatabaseSync(file);
    open.exec('PRAGMA journal_mode = WAL; PRAGMA user_version = 3');
    for (const name of readdirSync(data)) chownSync(join(data, name), NOBODY, NOBODY);
    chmodSync(data, 0o755);
    const output = await outputOf(start({ uid: NOBODY, gid: NOBODY }));
    expect(output).toMatch(/can't be copied before: its directory can't be written to \(EACCES\)/);
    expect(output).toContain(`Make ${data} writable`);
    expect(valueOf(file, 'PRAGMA user_version')).toBe(ITS_VERSION);
    open.close();
  },
);
