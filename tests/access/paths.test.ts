import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';

const SECRET = 'what lies outside of the backup directory';
const fixture = fileURLToPath(new URL('../fixtures/government.zip', import.meta.url));

let directory: string;
let dashboard: TestDashboard;
let visitor: HttpClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'paths-'));
  const backups = join(directory, 'backups');
  mkdirSync(join(backups, 'real'), { recursive: true });
  mkdirSync(join(directory, 'outside'));
  for (const name of ['secret.zip', 'government.zip']) writeFileSync(join(directory, 'outside', name), SECRET);
  writeFileSync(join(directory, 'outside.zip'), SECRET);
  await copyFile(fixture, join(backups, 'real', 'real-2018-01-08t03-00-00z.zip'));
  symlinkSync(join(directory, 'outside', 'secret.zip'), join(backups, 'linked.zip'));
  symlinkSync(join(directory, 'outside', 'secret.zip'), join(backups, 'real', 'linked.zip'));
  symlinkSync(join(directory, 'outside'), join(backups, 'folder'));
  // A folder with the name of a file is no backup.
  mkdirSync(join(backups, 'directory.zip'));
  dashboard = await startDashboard({
    directory,
    configuration: 'clusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  });
  visitor = new HttpClient(dashboard.url);
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

const action = (name: string) => builtActions().find((each) => each.name === name)!;

/** Ids as an action receives them: a group and a file, or only a file. */
const IDS = [
  '../outside.zip',
  '../outside/secret.zip',
  'real/../../outside.zip',
  '..\\outside.zip',
  '..%2foutside.zip',
  './../outside.zip',
  '/etc/passwd',
  '/etc/passwd.zip',
  '//outside.zip',
  'linked.zip',
  'real/linked.zip',
  'folder/secret.zip',
  'folder/government.zip',
  'directory.zip',
  'real/real-2018-01-08t03-00-00z.zip\u0000.png',
  '\u0000.zip',
  'real\u0000/../outside.zip',
  // Characters that Unicode normalisation would turn into . and /.
  '\uff0e\uff0e/outside.zip',
  '\u2024\u2024/outside.zip',
  '..\u2215outside.zip',
  '..\uff0foutside.zip',
  '\u2025/outside.zip',
  'a/b/c.zip',
  '~/outside.zip',
  'file:///etc/passwd.zip',
  '.zip/..',
  '...zip',
  '',
  ' ',
  'x'.repeat(600) + '.zip',
];

describe('a name can’t lead outside the backup directory', () => {
  test('in an action', async () => {
    for (const backup of IDS) {
      for (const [name, more] of [
        ['verifyBackups', { backups: [backup] }],
        [
          'deleteBackups',
          {
            backups: [{ id: backup, stamp: '' }],
            last: [],
            typed: backup.split('/').at(-1),
            once: 'once-and-no-more',
          },
        ],
        ['startRestore', { choices: {}, fingerprint: 'f', once: 'once-and-no-more' }],
      ] as const) {
        const { value } = await visitor.callAction(action(name).path, action(name).id, {
          cluster: 'one',
          backup,
          ...more,
        });
        expect({ name, backup, code: value?.failure?.code }).toEqual({
          name,
          backup,
          code: expect.stringMatching(/^(?:invalid_input|not_found)$/),
        });
        expect(JSON.stringify(value)).not.toContain(SECRET);
      }
    }
    for (const name of ['outside.zip', 'outside/secret.zip', 'outside/government.zip'])
      expect(await readFile(join(directory, name), 'utf8')).toBe(SECRET);
  });

  test('in an address, plain, encoded once, or twice', async () => {
    const forms = (text: string) =>
      new Set([
        encodeURIComponent(text),
        encodeURIComponent(encodeURIComponent(text)),
        text.replaceAll('/', '%2F').replaceAll('.', '%2e'),
      ]);
    for (const id of IDS) {
      const [group, name] = id.includes('/')
        ? [id.slice(0, id.lastIndexOf('/')), id.slice(id.lastIndexOf('/') + 1)]
        : ['-', id];
      for (const g of forms(group!)) {
        for (const n of forms(name!)) {
          for (const path of [
            `/api/one/backups/${g}/${n}`,
            `/api/one/backups/${g}/${n}/download`,
            `/api/one/backups/${g}/${n}/documents`,
          ]) {
            const { status, text } = await visitor.send(path).catch(() => ({ status: 400, text: '' }));
            expect({ path, ok: status >= 300 && status < 500 }).toEqual({ path, ok: true });
            expect(text).not.toContain(SECRET);
          }
        }
      }
    }
  });

  test('in the list: links and folders are left out', async () => {
    const { text } = await visitor.send('/api/one/backups');
    const { rows } = JSON.parse(text) as { rows: { id: string }[] };
    expect(rows.map(({ id }) => id)).toEqual(['real/real-2018-01-08t03-00-00z.zip']);
  });

  test('and a real backup is read', async () => {
    expect((await fetch(`${dashboard.url}/api/one/backups/real/real-2018-01-08t03-00-00z.zip/download`)).status).toBe(
      200,
    );
  });
});
