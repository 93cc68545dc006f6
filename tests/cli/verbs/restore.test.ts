import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { aliasesOf, call } from '../../support/elasticsearch.ts';
import { fixture, OLD, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

const FIELDS = [
  'status',
  'index',
  'alias',
  'documents',
  'bytes',
  'indexed',
  'existing',
  'newer',
  'rejected',
  'seconds',
  'file',
];

it('an es_dump_restore file is restored, its alias moved, and moved back by one command', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  const restored = await commands.run('restore', commands.url, fixture('government.zip'), '--json', '--replicas', '0');
  expect(restored.code).toBe(0);
  expect(Object.keys(restored.json)).toEqual(expect.arrayContaining(FIELDS));
  expect(restored.json).toMatchObject({
    status: 'done',
    alias: 'government',
    documents: 400,
    indexed: 400,
    existing: 0,
    newer: 0,
    rejected: 0,
    switched: true,
  });
  const index = String(restored.json['index']);
  expect(index).toMatch(/^government-\d{4}-\d{2}-\d{2}t\d{2}-\d{2}-\d{2}z-[0-9a-f][-0-9a-f]*$/);
  expect(await aliasesOf(commands.url)).toEqual({ government: [index] });
  expect(await call(commands.url, 'GET', '/government/_count')).toMatchObject({ count: 400 });

  const back = await commands.run('switch-back', commands.url, 'government', '--json');
  expect([back.code, back.json]).toMatchObject([0, { status: 'done', before: [index], after: [OLD] }]);
  expect(await aliasesOf(commands.url)).toEqual({ government: [OLD] });
  const forward = await commands.run('switch-back', commands.url, 'government', '--json');
  expect([forward.code, forward.json]).toMatchObject([0, { after: [index] }]);
});

it('an incomplete dump is refused with the numbers, and restored in part with --allow-partial', async () => {
  const refused = await commands.run('restore', commands.url, fixture('partial-dump.zip'), '--json');
  expect([refused.code, refused.json]).toMatchObject([
    4,
    { status: 'refused', error: { code: expect.stringMatching(/refused|backup_incomplete/) as string } },
  ]);
  expect(refused.stderr).toMatch(/120 of 5,?000/s);
  expect(await commands.indices()).toEqual([]);
  const part = await commands.run(
    'restore',
    commands.url,
    fixture('partial-dump.zip'),
    '--allow-partial',
    '--no-switch',
    '--json',
    '--replicas',
    '0',
  );
  expect([part.code, part.json]).toMatchObject([
    3,
    { status: 'partial', documents: 120, promised: 5000, indexed: 120 },
  ]);
  const printed = await commands.run(
    'restore',
    commands.url,
    fixture('partial-dump.zip'),
    '--allow-partial',
    '--no-switch',
    '--replicas',
    '0',
  );
  expect(printed.stdout).toMatch(/^Restored 120 of 5,000 documents /);
  expect(printed.stdout.trimEnd().split('\n').at(-1)).toBe(
    'The backup is incomplete: the file has 120 of 5,000 documents. The other 4,880 are not in the index.',
  );
});

it('documents that the mapping rejects are saved in a file, and the alias is not moved: exit code 3', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  const ended = await commands.run(
    'restore',
    commands.url,
    fixture('government.zip'),
    '--json',
    '--mappings',
    '{"dynamic":"strict","properties":{"title":{"type":"long","fields":null}}}',
  );
  expect([ended.code, ended.json]).toMatchObject([3, { status: 'partial', switched: false, documents: 400 }]);
  expect(Number(ended.json['rejected'])).toBeGreaterThan(0);
  expect(readFileSync(String(ended.json['rejectedFile']), 'utf8').split('\n').length).toBeGreaterThan(1);
  expect(await aliasesOf(commands.url)).toMatchObject({ government: [OLD] });
});

it('the same command continues a failed restore in the same index', async () => {
  commands.proxy.inject({
    fault: { kind: 'answer', status: 400, body: '{"error":{"type":"x","reason":"broken on purpose"},"status":400}' },
    match: ({ path }) => path.includes('/_bulk'),
  });
  const failed = await commands.run(
    'restore',
    commands.proxy.url,
    fixture('government.zip'),
    '--json',
    '--replicas',
    '0',
  );
  expect([failed.code, failed.json]).toMatchObject([1, { status: 'failed' }]);
  const begun = await commands.indices();
  expect(begun).toHaveLength(1);
  commands.proxy.clear();
  const again = await commands.run(
    'restore',
    commands.proxy.url,
    fixture('government.zip'),
    '--json',
    '--replicas',
    '0',
  );
  expect([again.code, again.json]).toMatchObject([0, { status: 'done', index: begun[0] }]);
  expect(await commands.indices()).toEqual(begun);
  expect(await call(commands.url, 'GET', '/government/_count')).toMatchObject({ count: 400 });
});
