import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { call } from '../../support/elasticsearch.ts';
import { startCommand } from '../../support/command-line.ts';
import { fixture, NEW, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();
let file: string;

beforeEach(async () => {
  await commands.createIndex(NEW, { aliases: { government: {} } });
  await commands.addDocuments(NEW, 100);
  const { json } = await commands.run('backup', commands.url, 'backups', '--all', '--json');
  file = join(commands.folder, 'backups', commands.backupFiles('backups')[0]!);
  expect(json['status']).toBe('done');
});

const drill = (...words: string[]) => commands.run('drill', commands.url, ...words, '--json');

it('an equal backup is proven, and the index is gone', async () => {
  const planned = await drill(file, '--dry-run');
  expect([planned.code, planned.json]).toMatchObject([0, { status: 'planned', backup: file, equal: null }]);
  const ended = await drill(file, '--probe', 'text:x', '--like-live', '5', '--probe', 'n:7');
  expect([ended.code, ended.json]).toMatchObject([
    0,
    {
      status: 'done',
      verb: 'drill',
      backup: file,
      documents: 100,
      equal: 100,
      probes: [
        { name: 'text:x', hits: 100, ok: true },
        { name: 'n:7', hits: 1, ok: true },
      ],
      index: expect.stringMatching(/^restore-desk-drill-[0-9a-f]{12}$/) as string,
      deleted: true,
      job: '2',
    },
  ]);
  expect(ended.json['seconds']).toBeGreaterThan(0);
  expect(await commands.indices()).toEqual([NEW]);
});

it('a damaged file, an incomplete one and a failed probe each fail with exit code 1, and leave no index', async () => {
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  const damaged = join(commands.folder, 'damaged.zip');
  writeFileSync(damaged, bytes);
  const [broken, incomplete, unanswered] = [
    await drill(damaged),
    await drill(fixture('partial-dump.zip')),
    await drill(file, '--probe', 'text:nowhere'),
  ];
  expect([broken.code, broken.json]).toMatchObject([
    1,
    { status: 'failed', backup: damaged, equal: null, error: { code: 'backup_damaged' } },
  ]);
  expect([incomplete.code, incomplete.json['status']]).toEqual([1, 'failed']);
  expect([unanswered.code, unanswered.json]).toMatchObject([
    1,
    { status: 'failed', documents: 100, equal: 100, probes: [{ hits: 0, ok: false }], deleted: true },
  ]);
  expect(await commands.indices()).toEqual([NEW]);
});

it('a probe with a script, and a snapshot without an index, are a usage error', async () => {
  const script = await drill(file, '--probe', '{"script": {}}');
  expect([script.code, script.stderr]).toMatchObject([2, expect.stringMatching(/script/)]);
  expect((await drill('snapshot:nightly/x')).code).toBe(2);
  expect((await drill(join(commands.folder, 'missing.zip'))).code).toBe(4);
});

it('a cluster that is read-only here is refused, and so is a second drill; a killed one is cleaned up by the next', async () => {
  const config = join(commands.folder, 'restore-desk.yaml');
  writeFileSync(
    config,
    `data: ${join(commands.folder, 'data')}\nclusters: { production: { url: "${commands.url}", backups: backups, readOnly: true } }\n`,
  );
  const options = { ...commands.options(), environment: { RESTORE_DESK_CONFIG: config } };
  const refused = await startCommand(['drill', commands.url, file, '--json'], options).ended;
  expect([refused.code, refused.json]).toMatchObject([4, { status: 'refused' }]);
  rmSync(config);
  const slow = commands.start('drill', commands.url, file, '--documents-per-second', '5');
  await slow.waitForOutput(/Created restore-desk-drill/);
  const second = await drill(file);
  expect([second.code, second.json]).toMatchObject([4, { error: { details: { check: 'drill-other' } } }]);
  slow.process.kill('SIGKILL');
  await slow.ended;
  const left = (await commands.indices()).filter((name) => name.startsWith('restore-desk-drill-'));
  expect(left).toHaveLength(1);
  await call(commands.url, 'PUT', '/restore-desk-drill-ffffffffffff', { settings: { number_of_replicas: 0 } });
  const next = await drill(file);
  expect([next.code, next.stderr]).toMatchObject([0, expect.stringContaining(`Deleted ${left[0]!}`)]);
  // Of another installation, for all that is known here.
  expect(await commands.indices()).toEqual([NEW, 'restore-desk-drill-ffffffffffff'].sort());
});

it('it runs on the drill cluster of the configuration', async () => {
  const config = join(commands.folder, 'restore-desk.yaml');
  const clusters = `production: { url: "${commands.url}", backups: b1, drillCluster: drills }, drills: { url: "${commands.proxy.url}", backups: b2 }`;
  writeFileSync(config, `data: ${join(commands.folder, 'data')}\nclusters: { ${clusters} }\n`);
  const options = { ...commands.options(), environment: { RESTORE_DESK_CONFIG: config } };
  const words = ['drill', 'production', file, '--probe', 'n:*', '--like-live', '0', '--json'];
  const planned = await startCommand([...words, '--dry-run'], options).ended;
  expect(planned.json).toMatchObject({ plan: { on: 'drills' } });
  const ended = await startCommand(words, options).ended;
  expect([ended.code, ended.json]).toMatchObject([
    0,
    { status: 'done', equal: 100, probes: [{ hits: 100, ok: true }] },
  ]);
  const made = commands.proxy.requests.map(({ method, path }) => `${method} ${path}`);
  expect(made.filter((request) => request.startsWith(`PUT /${String(ended.json['index'])}`))).not.toEqual([]);
  // The live side of the probe is asked at its own address.
  const probed = made.filter((request) => request.includes('preference=look-up'));
  expect(probed.map((request) => request.split('/')[1])).toEqual([ended.json['index']]);
});

it('Ctrl-C deletes the index', async () => {
  const slow = commands.start('drill', commands.url, file, '--documents-per-second', '5');
  await slow.waitForOutput(/Created restore-desk-drill/);
  slow.process.kill('SIGINT');
  expect((await slow.ended).code).toBe(130);
  expect(await commands.indices()).toEqual([NEW]);
});
