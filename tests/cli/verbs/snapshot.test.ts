import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../support/command-line.ts';
import { call, seedIndex, startServer, type Server } from '../../support/elasticsearch.ts';

let server: Server;
let folder: string;
let home: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
  home = await mkdtemp(join(tmpdir(), 'restore-desk-home-'));
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  const documents = Array.from({ length: 50 }, (_, id) => ({
    id: String(id),
    source: { title: `Page ${String(id)}` },
  }));
  await seedIndex(server.url, 'government-2026-01-08t03-00-00z-bbbb', { documents, aliases: { government: {} } });
  await seedIndex(server.url, 'spare', { documents });
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

const run = (...words: string[]) => runCommand(words, { cwd: home });
const add = (name: string, ...more: string[]) =>
  run(
    'repository',
    'add',
    server.url,
    name,
    '--type',
    'fs',
    '--setting',
    `location=${join(folder, 'main')}`,
    '--json',
    ...more,
  );

it('a repository is added, listed, verified, cleaned up and removed', async () => {
  const none = await run('repositories', server.url);
  expect([none.code, none.stdout]).toEqual([0, 'No repository is registered.\n']);
  const planned = await add('main', '--dry-run');
  expect([planned.code, planned.json]).toMatchObject([
    0,
    { status: 'planned', repository: 'main', plan: { action: 'register' } },
  ]);
  const added = await add('main');
  expect([added.code, added.json]).toMatchObject([
    0,
    { status: 'done', verb: 'repository add', repository: 'main', type: 'fs', nodes: ['node-1'], snapshots: 0 },
  ]);
  const listed = await run('repositories', server.url, '--json');
  expect(listed.json).toMatchObject({
    repositories: [
      { name: 'main', type: 'fs', location: join(folder, 'main'), readOnly: false, snapshots: 0, error: null },
    ],
  });
  expect((await run('repository', 'verify', server.url, 'main', '--json')).json).toMatchObject({ nodes: ['node-1'] });
  expect((await run('repository', 'cleanup', server.url, 'main', '--json')).json).toMatchObject({ deletedFiles: 0 });
  const removed = await run('repository', 'remove', server.url, 'main');
  expect([removed.code, removed.stdout]).toEqual([0, 'main is unregistered. Its files are kept.\n']);
  expect((await run('repository', 'remove', server.url, 'main')).code).toBe(4);
});

it('what can’t work is refused with what to do, before anything is sent', async () => {
  const s3 = await run('repository', 'add', server.url, 'cloud', '--type', 's3', '--setting', 'bucket=x', '--json');
  expect([s3.code, s3.json]).toMatchObject([4, { status: 'refused', error: { code: 'refused' } }]);
  expect(s3.stderr).toMatch(/bin\/elasticsearch-plugin install repository-s3/);
  const secret = await run(
    'repository',
    'add',
    server.url,
    'x',
    '--type',
    'fs',
    '--setting',
    'secret_key=abc',
    '--json',
  );
  expect(secret.code).toBe(4);
  expect((await run('repository', 'add', server.url, 'x', '--setting', 'a')).code).toBe(2);
  const group = await run('repository');
  expect([group.code, group.stderr]).toMatchObject([2, expect.stringMatching(/add, verify, cleanup, remove/)]);
  expect((await run('repository', 'add', '--help')).stdout).toMatch(/^restore-desk repository add/);
  expect(await call(server.url, 'GET', '/_snapshot')).toEqual({});
});

it('a snapshot is taken of exactly the named indices, and listed', async () => {
  await add('main');
  const taken = await run(
    'snapshot',
    server.url,
    'main',
    '--alias',
    'government',
    '--name',
    'first',
    '--digest',
    '--json',
  );
  expect([taken.code, taken.json]).toMatchObject([
    0,
    {
      status: 'done',
      verb: 'snapshot',
      repository: 'main',
      snapshot: 'first',
      indices: ['government-2026-01-08t03-00-00z-bbbb'],
      proof: 'exact',
      bytes: expect.any(Number),
      addedBytes: expect.any(Number),
      seconds: expect.any(Number),
    },
  ]);
  const listed = await run('snapshots', server.url, 'main', '--json');
  expect(listed.json).toMatchObject({
    snapshots: [
      { repository: 'main', snapshot: 'first', state: 'SUCCESS', indices: ['government-2026-01-08t03-00-00z-bbbb'] },
    ],
  });
  const text = await run('snapshots', server.url);
  expect([text.code, text.stdout]).toEqual([0, 'main/first: success, 1 index\n']);
  expect((await run('snapshot', server.url, 'main', '--alias', 'nobody')).code).toBe(4);
  expect((await run('snapshot', server.url, 'main', '--index', 'spare', '--name', 'first')).code).toBe(4);
  expect((await run('snapshots', server.url, 'elsewhere')).code).toBe(4);
});

it('an index of it is restored beside the live one, proved, and the alias moves', async () => {
  const name = 'snapshot:main/first/government-2026-01-08t03-00-00z-bbbb';
  const planned = await run('restore', server.url, name, '--dry-run', '--json');
  expect([planned.code, planned.json]).toMatchObject([
    0,
    { status: 'planned', alias: 'government', proof: 'exact', since: { written: 0, replaced: 0 } },
  ]);
  const restored = await run('restore', server.url, name, '--json');
  expect([restored.code, restored.json]).toMatchObject([
    0,
    {
      status: 'done',
      verb: 'restore',
      alias: 'government',
      documents: 50,
      proof: 'exact',
      switched: true,
      check: { verdict: 'equal' },
      snapshot: { repository: 'main', name: 'first', index: 'government-2026-01-08t03-00-00z-bbbb' },
      seconds: expect.any(Number),
      job: expect.any(String),
    },
  ]);
  const back = await run('switch-back', server.url, 'government');
  expect([back.code, back.stdout]).toMatchObject([0, expect.stringMatching(/government-2026-01-08t03-00-00z-bbbb/)]);
  const beside = await run('restore', server.url, name, '--into', 'beside', '--no-switch', '--replicas', '0');
  expect([beside.code, beside.stdout]).toMatchObject([
    0,
    expect.stringMatching(/Equal to the snapshot: 50 documents, the same in every shard, with the same content/),
  ]);
  expect((await run('restore', server.url, name, '--into', 'beside')).code).toBe(4);
  expect((await run('restore', server.url, name, '--settings', '{"nonsense": 1}')).code).toBe(4);
  expect((await run('restore', server.url, name, '--mappings', '{}')).code).toBe(2);
  expect((await run('restore', server.url, 'snapshot:main/first')).code).toBe(2);
  expect((await run('restore', server.url, 'snapshot:main/first/nowhere')).code).toBe(4);
  for (const index of [(restored.json as { index: string }).index, 'beside'])
    await call(server.url, 'DELETE', `/${index}`);
});

it('a red index is left out: exit code 3, and the list says why', async () => {
  await call(server.url, 'PUT', '/broken?wait_for_active_shards=0&timeout=1ms', {
    settings: { 'index.routing.allocation.require._name': 'nobody', number_of_replicas: 0 },
  });
  const taken = await run('snapshot', server.url, 'main', '--index', 'spare', '--index', 'broken', '--json');
  expect([taken.code, taken.json]).toMatchObject([
    3,
    { status: 'partial', indices: ['spare'], skipped: [{ index: 'broken' }] },
  ]);
  expect((await run('snapshot', server.url, 'main', '--index', 'broken')).code).toBe(4);
  await call(server.url, 'DELETE', '/broken');
});

it('a snapshot is deleted only with --apply, and the last good one of an alias only if that is said', async () => {
  await run('snapshot', server.url, 'main', '--alias', 'government', '--name', 'second');
  const listed = await run('snapshot-delete', server.url, 'main/second', '--json');
  expect([listed.code, listed.json]).toMatchObject([
    0,
    {
      status: 'planned',
      repository: 'main',
      snapshot: 'second',
      indices: ['government-2026-01-08t03-00-00z-bbbb'],
      lastOf: [],
    },
  ]);
  const deleted = await run('snapshot-delete', server.url, 'main/second', '--apply', '--json');
  expect([deleted.code, deleted.json]).toMatchObject([0, { status: 'done', snapshot: 'second' }]);
  const last = await run('snapshot-delete', server.url, 'main/first', '--apply', '--json');
  expect([last.code, last.json]).toMatchObject([4, { status: 'refused' }]);
  expect(last.stderr).toMatch(/the last good snapshot of government/);
  expect((await run('snapshot-delete', server.url, 'main/first', '--apply', '--even-last')).code).toBe(0);
  expect((await run('snapshot-delete', server.url, 'main/first')).code).toBe(4);
  expect((await run('snapshot-delete', server.url, 'first')).code).toBe(2);
});
