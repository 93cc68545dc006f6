import { expect, it } from 'vitest';
import { aliasesOf, call } from '../../support/elasticsearch.ts';
import { OLD, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

it('rejected documents are sent again when the reason is fixed, and then the alias is moved', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.addDocuments(OLD, 5);
  const { json: backup } = await commands.run('backup', commands.url, 'backups', '--json');
  const { json: restored } = await commands.run(
    'restore',
    commands.url,
    String(backup['file']),
    '--json',
    '--mappings',
    '{"dynamic":"strict","properties":{"text":null}}',
  );
  expect(restored).toMatchObject({ status: 'partial', rejected: 5, switched: false });
  const [index, job] = [String(restored['index']), String(restored['job'])];
  const still = await commands.run('retry', commands.url, job, '--json');
  expect([still.code, still.json]).toMatchObject([3, { status: 'partial', rejected: 5, switched: false, index }]);
  await call(commands.url, 'PUT', `/${index}/_mapping`, { properties: { text: { type: 'keyword' } } });
  const planned = await commands.run('retry', commands.url, job, '--dry-run');
  expect([planned.code, planned.stdout]).toEqual([
    0,
    expect.stringContaining(`Would send 5 rejected documents of job ${job} to ${index} again`),
  ]);
  const retried = await commands.run('retry', commands.url, job, '--json');
  expect([retried.code, retried.json]).toMatchObject([
    0,
    { status: 'done', verb: 'retry', index, documents: 5, indexed: 5, rejected: 0, switched: true },
  ]);
  expect(await aliasesOf(commands.url)).toEqual({ government: [index] });
  expect(await call(commands.url, 'GET', '/government/_count')).toMatchObject({ count: 5 });
  const nothing = await commands.run('retry', commands.url, String(retried.json['job']), '--json');
  expect([nothing.code, nothing.json]).toMatchObject([
    4,
    { status: 'refused', error: { message: expect.stringContaining('has no rejected documents') as string } },
  ]);
  expect((await commands.run('retry', commands.url, '999')).code).toBe(4);
});
