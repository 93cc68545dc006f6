import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { databaseFile } from '../../../lib/jobs/store/database-file.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { SCHEMA } from '../../../lib/jobs/store/schema.ts';
import { commandLineLog } from '../../../lib/log.ts';
import { TOOL } from '../../../lib/version.ts';
import { thrownBy } from '../../support/failure-of.ts';
import { operator, verifyOf } from '../builders.ts';

const WRITTEN_BY_0_1_0 = new URL('../../fixtures/jobs-of-0.1.0.sql', import.meta.url);
const ITS_VERSION = 3;

let data: string;
let file: string;
let copy: string;
const lines: string[] = [];

beforeAll(() => {
  process.env.LOG_LEVEL = 'info';
  commandLineLog({}, (line) => lines.push(line));
});
beforeEach(() => {
  lines.length = 0;
  data = mkdtempSync(join(tmpdir(), 'migrate-'));
  file = databaseFile(data);
  copy = `${file}.before-version-${SCHEMA.length}`;
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function writeOlder(path = file): void {
  const database = new DatabaseSync(path);
  database.exec(readFileSync(WRITTEN_BY_0_1_0, 'utf8'));
  database.close();
}

function valueOf(path: string, sql: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return Object.values(database.prepare(sql).get()!)[0];
  } finally {
    database.close();
  }
}
const versionOf = (path: string) => valueOf(path, 'PRAGMA user_version');
const copies = () => readdirSync(data).filter((name) => name.includes('before'));
const newJob = (store: JobStore) =>
  store.create({ cluster: 'one', actor: operator, work: verifyOf('/b/a.zip') }, thisProcess('command line'), 'running');

describe('an older database', () => {
  test('is copied before it is migrated: one whole file of the version before, for its owner alone', () => {
    writeOlder();
    JobStore.open(data).close();
    expect(versionOf(file)).toBe(SCHEMA.length);
    expect(copies()).toEqual([basename(copy)]);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(versionOf(copy)).toBe(ITS_VERSION);
    expect(valueOf(copy, 'PRAGMA integrity_check')).toBe('ok');
    expect(valueOf(copy, 'SELECT count(*) FROM jobs')).toBe(valueOf(file, 'SELECT count(*) FROM jobs'));
    // Rollback journal: 1; write-ahead log: 2, which would be a second file.
    expect([...readFileSync(copy).subarray(18, 20)]).toEqual([1, 1]);
  });

  test('is copied with what only its write-ahead log has', () => {
    writeOlder();
    const killed = new DatabaseSync(file);
    killed.exec("PRAGMA journal_mode = WAL; INSERT INTO record (at, action, outcome) VALUES ('2026', 'last', 'done')");
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    JobStore.open(data).close();
    killed.close();
    expect(valueOf(copy, "SELECT count(*) FROM record WHERE action = 'last'")).toBe(1);
  });

  test('is migrated once, with one line in the log, which has both versions and the place of the copy', () => {
    writeOlder();
    JobStore.open(data).close();
    JobStore.open(data).close();
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      {
        from: ITS_VERSION,
        to: SCHEMA.length,
        copy,
        msg: `The jobs' database was migrated from version ${ITS_VERSION} to ${SCHEMA.length}.`,
      },
    ]);
  });

  test('records the program that migrated it', () => {
    writeOlder();
    JobStore.open(data).close();
    const database = new DatabaseSync(file);
    expect(database.prepare('SELECT version, from_version, program FROM migrations').all()).toEqual([
      { version: SCHEMA.length, from_version: ITS_VERSION, program: TOOL.version },
    ]);
    database.close();
  });

  test('keeps the newest two copies, and files of other names', () => {
    writeOlder();
    for (const [at, name] of ['before-version-7', 'before-version-9', 'before-version-8'].entries()) {
      writeFileSync(`${file}.${name}`, '');
      utimesSync(`${file}.${name}`, 1000 + at, 1000 + at);
    }
    writeFileSync(`${file}.before-version-7.kept`, '');
    JobStore.open(data).close();
    expect(copies().sort()).toEqual(
      [`${basename(file)}.before-version-7.kept`, `${basename(file)}.before-version-8`, basename(copy)].sort(),
    );
  });

  test('removes what a process that was killed while it copied has left', () => {
    writeOlder();
    writeFileSync(`${file}.before-version-5.partial`, 'half');
    writeFileSync(`${copy}.partial`, 'half');
    JobStore.open(data).close();
    expect(copies()).toEqual([basename(copy)]);
  });
});

test('a new database is made without a copy and without a line in the log', () => {
  JobStore.open(data).close();
  expect(copies()).toEqual([]);
  expect(lines).toEqual([]);
});

describe('where no copy can be made', () => {
  test('the database is not migrated, the sentence says why, and it works once the obstacle is gone', () => {
    writeOlder();
    mkdirSync(copy);
    const failure = thrownBy(() => JobStore.open(data));
    expect(failure).toMatchObject({
      code: 'disk',
      message: `The jobs' database was not migrated from version ${ITS_VERSION} to ${SCHEMA.length}, because it can't be copied before: EISDIR.`,
    });
    expect(failure.message).not.toContain(data);
    expect(failure.hint).toContain(copy);
    expect(versionOf(file)).toBe(ITS_VERSION);
    expect(copies()).toEqual([basename(copy)]);
    rmSync(copy, { recursive: true });
    JobStore.open(data).close();
    expect(versionOf(file)).toBe(SCHEMA.length);
  });

  test('because it is damaged, that is what is said', () => {
    writeOlder();
    const bytes = readFileSync(file);
    for (let page = 2; page * 4096 < bytes.length; page++) bytes.fill(0x5a, page * 4096, page * 4096 + 200);
    writeFileSync(file, bytes);
    expect(thrownBy(() => JobStore.open(data))).toMatchObject({ code: 'disk', message: /is damaged/ });
    expect(copies()).toEqual([]);
  });
});

test('a migration that fails changes nothing, and says where the copy is', () => {
  writeOlder();
  const database = new DatabaseSync(file);
  database.exec('CREATE TABLE migrations (mine)');
  database.close();
  const failure = thrownBy(() => JobStore.open(data));
  expect(failure).toMatchObject({
    code: 'unsupported',
    message: /can't be migrated from version 3 to \d+: .*migrations/,
  });
  expect(failure.hint).toContain(copy);
  expect(versionOf(file)).toBe(ITS_VERSION);
  expect(valueOf(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'verified_backups'")).toBe(0);
});

describe('a database of a newer version is refused, and not changed', () => {
  const makeNewer = (change: string) => {
    JobStore.open(data).close();
    const database = new DatabaseSync(file);
    // As a copy of it that was put back: of one file.
    database.exec(`PRAGMA journal_mode = DELETE; ${change}; PRAGMA user_version = ${SCHEMA.length + 2}`);
    database.close();
    return readFileSync(file);
  };

  test('with the names of both versions', () => {
    const bytes = makeNewer(`INSERT INTO migrations VALUES (${SCHEMA.length + 2}, ${SCHEMA.length}, '7.8.9', '2027')`);
    const failure = thrownBy(() => JobStore.open(data));
    expect(failure).toMatchObject({
      code: 'unsupported',
      message: `The jobs' database is of a newer Restore Desk, 7.8.9: it has version ${SCHEMA.length + 2}, and this one, ${TOOL.version}, knows versions up to ${SCHEMA.length}.`,
    });
    expect(failure.hint).toContain('Start Restore Desk 7.8.9 again');
    expect(readFileSync(file)).toEqual(bytes);
    expect(readdirSync(data).filter((name) => name.startsWith(basename(file)))).toEqual([basename(file)]);
  });

  test('also where it has nothing that this version can ask for its program', () => {
    const bytes = makeNewer('DROP TABLE migrations');
    expect(thrownBy(() => JobStore.open(data))).toMatchObject({
      code: 'unsupported',
      message: `The jobs' database is of a newer Restore Desk: it has version ${SCHEMA.length + 2}, and this one, ${TOOL.version}, knows versions up to ${SCHEMA.length}.`,
    });
    expect(readFileSync(file)).toEqual(bytes);
  });
});

test('the copy that is put back, as docs/operations.md says, has what was there before, and not what was recorded since', async () => {
  writeOlder();
  const before = valueOf(file, 'SELECT count(*) FROM jobs');
  const store = JobStore.open(data);
  newJob(store);
  expect(store.count({})).toBe(Number(before) + 1);
  store.close();

  const aside = join(data, 'newer');
  mkdirSync(aside);
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(`${file}${end}`)) {
      await copyFile(`${file}${end}`, join(aside, `${basename(file)}${end}`));
      rmSync(`${file}${end}`);
    }
  await copyFile(copy, file);
  // What the version before reads: its own version number, and its own tables.
  expect(versionOf(file)).toBe(ITS_VERSION);
  expect(valueOf(file, 'SELECT count(*) FROM jobs')).toBe(before);
  expect(valueOf(file, "SELECT count(*) FROM sqlite_schema WHERE name = 'verified_files'")).toBe(1);

  // The newer version, started again, migrates it again: it is a database like any other.
  const again = JobStore.open(data);
  expect(again.count({})).toBe(before);
  again.close();
});
