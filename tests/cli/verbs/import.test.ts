import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { runCommand } from '../../support/command-line.ts';
import { createZip } from '../../support/zip-of.ts';

const GEM = readFileSync('tests/fixtures/government.zip');
const DATED = 'government/government-2018-01-08t03-00-00z.zip';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-verb-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  rmSync(join(folder, 'backups'), { recursive: true, force: true });
  mkdirSync(join(folder, 'backups'));
});

const run = (...args: string[]) => runCommand(['import', ...args], { cwd: folder });
const deflated = (name: string, bytes: Buffer) => ({
  name,
  content: '',
  raw: deflateRawSync(bytes),
  declaredSize: bytes.length,
  crc: crc32(bytes),
});

test('imports several zips without a cluster, and is recorded as a job of its directory', async () => {
  writeFileSync(join(folder, 'es_dump.zip'), createZip([deflated(`var/es_dump/${DATED}`, GEM)]));
  copyFileSync('tests/fixtures/government.zip', join(folder, 'government.zip'));
  writeFileSync(
    join(folder, 'restore-desk.yaml'),
    'clusters:\n  production: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  const { code, json } = await run('backups', 'es_dump.zip', 'government.zip', '--json');
  rmSync(join(folder, 'restore-desk.yaml'));
  expect({ code, json }).toMatchObject({
    code: 0,
    json: { status: 'done', verb: 'import', imported: [DATED, 'government.zip'], refused: [], leftOut: [] },
  });
  const store = JobStore.open(join(folder, 'data'));
  expect(store.get(String(json['job']))).toMatchObject({
    cluster: 'production',
    title: 'Import 2 files',
    status: 'succeeded',
  });
  store.close();
});

test('exits with 3 where a dump is refused, names it with the reason, and imports the others', async () => {
  const zip = createZip([
    deflated('../evil.zip', GEM),
    deflated('good.zip', GEM),
    deflated('notes\u001b[31m.txt', GEM),
  ]);
  writeFileSync(join(folder, 'mixed.zip'), zip);
  const { code, json } = await run('backups', 'mixed.zip', '--json');
  expect({ code, json }).toMatchObject({
    code: 3,
    json: {
      status: 'partial',
      imported: ['good.zip'],
      refused: [{ name: '../evil.zip', reason: 'Its name leaves the folder.' }],
      leftOut: ['notes\\x1b[31m.txt'],
    },
  });
  const { code: again, stdout } = await run('backups', 'mixed.zip');
  expect(again).toBe(3);
  expect(stdout).toContain('Refused good.zip: The same backup is already there (good.zip).');
  expect(stdout).not.toContain('\u001b');
});

test('a zip that does not exist is refused before anything is imported; arguments are required', async () => {
  const { code, json } = await run(
    'backups',
    join(process.cwd(), 'tests/fixtures/government.zip'),
    'nothing.zip',
    '--json',
  );
  expect({ code, json }).toMatchObject({
    code: 4,
    json: { status: 'refused', imported: null, error: { code: 'not_found' } },
  });
  expect((await run('backups', '--json')).code).toBe(2);
});
