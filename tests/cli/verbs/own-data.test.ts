import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openZip } from '../../../lib/archive/read-zip.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { operator, switchOf } from '../../jobs/builders.ts';
import { runCommand } from '../../support/command-line.ts';

let folder: string;
let job: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-data-'));
  const store = JobStore.open(join(folder, 'data'));
  const { job: created } = store.create(
    { cluster: 'one', actor: operator, work: switchOf() },
    thisProcess('command line'),
    'running',
  );
  job = created.id;
  store.end(job, { status: 'failed', failure: { code: 'unreachable', message: 'It went away.' }, resumable: false });
  store.close();
  mkdirSync(join(folder, 'data/jobs', job), { recursive: true });
  writeFileSync(join(folder, 'data/jobs', job, 'rejected.ndjson'), '{"of":"a document"}\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...words: string[]) => runCommand(words, { cwd: folder });
const at = (name: string) => join(folder, name);

async function namesIn(file: string): Promise<string[]> {
  const zip = await openZip(file);
  const names = zip.table.entries.map(({ name }) => name);
  await zip.close();
  return names;
}

describe('bundle', () => {
  test('writes what is known of a job, with its documents, without a cluster', async () => {
    const { code, json } = await run('bundle', job, '--out', 'a.zip', '--json');
    const bytes = statSync(at('a.zip')).size;
    expect({ code, json }).toMatchObject({
      code: 0,
      json: { status: 'done', verb: 'bundle', job, file: at('a.zip'), bytes },
    });
    expect(await namesIn(at('a.zip'))).toEqual(json['files']);
    expect(json['files']).toContain('documents/rejected.ndjson');
    expect(statSync(at('a.zip')).mode & 0o777).toBe(0o600);
  });

  test('leaves its documents out where that is asked for', async () => {
    expect((await run('bundle', job, '--out', 'a.zip', '--without-documents')).code).toBe(0);
    const names = await namesIn(at('a.zip'));
    expect(names).toContain('summary.txt');
    expect(names.filter((name) => name.startsWith('documents/'))).toEqual([]);
  });

  test('is refused for an existing file, an unknown job, and without --out', async () => {
    writeFileSync(at('there.zip'), 'before');
    expect(await run('bundle', job, '--out', 'there.zip', '--json')).toMatchObject({
      code: 4,
      json: { status: 'refused', file: null, bytes: null },
    });
    expect((await run('bundle', '99', '--out', 'a.zip')).code).toBe(4);
    expect((await run('bundle', job)).code).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(['data', 'there.zip']);
  });

  test('leaves nothing where the folder does not exist', async () => {
    expect(await run('bundle', job, '--out', 'none/a.zip')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no folder'),
    });
    expect(readdirSync(folder)).toEqual(['data']);
  });
});

describe('database-backup', () => {
  test('copies the database, and the copy can be read', async () => {
    const { code, json } = await run('database-backup', 'copy.sqlite', '--json');
    expect({ code, json }).toMatchObject({
      code: 0,
      json: {
        status: 'done',
        verb: 'database-backup',
        file: at('copy.sqlite'),
        bytes: statSync(at('copy.sqlite')).size,
        jobs: 1,
      },
    });
    expect(statSync(at('copy.sqlite')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).sort()).toEqual(['copy.sqlite', 'data']);
  });

  test('never replaces a file, and creates no data directory', async () => {
    writeFileSync(at('there.sqlite'), 'before');
    expect(await run('database-backup', 'there.sqlite', '--json')).toMatchObject({
      code: 4,
      json: { status: 'refused', file: null, bytes: null, jobs: null },
    });
    const elsewhere = await runCommand(['database-backup', 'a.sqlite'], {
      cwd: folder,
      environment: { RESTORE_DESK_DATA: at('nowhere') },
    });
    expect([elsewhere.code, elsewhere.stderr]).toEqual([4, expect.stringContaining('There is no database')]);
    expect(readdirSync(folder).sort()).toEqual(['data', 'there.sqlite']);
  });
});
