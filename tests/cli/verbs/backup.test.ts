import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aliasesOf, call, openContexts } from '../../support/elasticsearch.ts';
import { OLD, until, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

it('every alias is backed up by default, and the files can be verified and restored', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.createIndex('other', { aliases: { elsewhere: {} } });
  await commands.createIndex('nobody');
  await commands.addDocuments(OLD, 25);
  const planned = await commands.run('backup', commands.url, 'backups', '--dry-run', '--json');
  expect([planned.code, planned.json]).toMatchObject([0, { status: 'planned', documents: 25 }]);
  const done = await commands.run('backup', commands.url, 'backups', '--json');
  expect([done.code, done.json]).toMatchObject([0, { status: 'done', documents: 25, index: null, failures: [] }]);
  expect(commands.backupFiles('backups')).toHaveLength(2);

  const one = await commands.run('backup', commands.url, 'backups', '--alias', 'government', '--json');
  expect([one.code, one.json]).toMatchObject([0, { index: OLD, alias: 'government', documents: 25 }]);
  const file = String(one.json['file']);
  const verified = await commands.run('verify', file, '--json');
  expect([verified.code, verified.json]).toMatchObject([0, { status: 'done', documents: 25, promised: 25 }]);
  const restored = await commands.run(
    'restore',
    commands.url,
    file,
    '--into',
    'copy',
    '--no-switch',
    '--json',
    '--settings',
    '{"number_of_replicas":0,"refresh_interval":"7s"}',
    '--mappings',
    '{"properties":{"added":{"type":"keyword"}}}',
  );
  expect([restored.code, restored.json]).toMatchObject([0, { index: 'copy', switched: false, indexed: 25 }]);
  const { copy } = await call<
    Record<string, { settings: Record<string, string>; mappings: { properties: Record<string, unknown> } }>
  >(commands.url, 'GET', '/copy?flat_settings=true');
  expect([copy!.settings['index.refresh_interval'], copy!.mappings.properties['added']]).toEqual([
    '7s',
    { type: 'keyword' },
  ]);
  expect(await aliasesOf(commands.url)).toEqual({ elsewhere: ['other'], government: [OLD] });
});

it('a closed index is skipped and named: exit code 3', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.createIndex('shut', { aliases: { government: {} } });
  await call(commands.url, 'POST', '/shut/_close');
  const ended = await commands.run('backup', commands.url, 'backups', '--json');
  expect([ended.code, ended.json]).toMatchObject([3, { status: 'partial', failures: [{ index: 'shut' }] }]);
});

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends a backup with 130 within two seconds, and leaves nothing on disk or on the server',
  async (signal) => {
    await commands.createIndex(OLD, { aliases: { government: {} } });
    await commands.addDocuments(OLD, 2_000, 'y'.repeat(2_000));
    const before = await openContexts(commands.url);
    commands.proxy.inject({
      fault: { kind: 'delay', ms: 20_000 },
      match: ({ path, method }) => method === 'POST' && path.startsWith('/_search'),
      skip: 1,
    });
    const started = commands.start('backup', commands.proxy.url, 'backups', '--json');
    await started.waitForOutput('Backing up');
    await until(() => commands.proxy.requests.some(({ path }) => path.startsWith('/_search')));
    const at = performance.now();
    started.process.kill(signal);
    const ended = await started.ended;
    expect((performance.now() - at) / 1000).toBeLessThan(2);
    expect([ended.code, ended.json]).toMatchObject([130, { status: 'cancelled', verb: 'backup', documents: null }]);
    mkdirSync(join(commands.folder, 'backups'), { recursive: true });
    expect(commands.backupFiles('backups')).toEqual([]);
    expect(await openContexts(commands.url)).toBe(before);
  },
);

it('a second SIGINT ends a backup at once', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.addDocuments(OLD, 10);
  // Reading hangs, and so does cleaning up, which closes the point in time.
  commands.proxy.inject({
    fault: { kind: 'delay', ms: 20_000 },
    match: ({ method, path }) => path.startsWith('/_search') || (method === 'DELETE' && path.includes('_pit')),
  });
  const started = commands.start('backup', commands.proxy.url, 'backups');
  await started.waitForOutput('Backing up');
  await until(() => commands.proxy.requests.some(({ path }) => path.startsWith('/_search')));
  started.process.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const at = performance.now();
  started.process.kill('SIGINT');
  const ended = await started.ended;
  expect([ended.code, performance.now() - at < 500]).toEqual([130, true]);
});
