import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Difference } from '../../../lib/contract/difference.ts';
import { call, openContexts, seedIndex } from '../../support/elasticsearch.ts';
import { fixture, OLD, NEW, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

const linesOf = (file: string): Difference[] =>
  readFileSync(join(commands.folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Difference);

it('a backup and the index that was changed since: every document is in one bucket, and named', async () => {
  await seedIndex(commands.url, OLD, {
    settings: { number_of_shards: 3 },
    aliases: { government: {} },
    documents: [
      ...Array.from({ length: 500 }, (_, n) => ({ id: `page-${n}`, source: `{"n":${n},"big":9007199254740993}` })),
      { id: 'routed', routing: 'somewhere', source: '{"a":1}' },
    ],
  });
  const { json: backup } = await commands.run('backup', commands.url, 'backups', '--json');
  const file = String(backup['file']);
  const equal = await commands.run('compare', commands.url, file, 'government', '--json');
  expect([equal.code, equal.json]).toMatchObject([
    0,
    {
      status: 'done',
      verb: 'compare',
      left: { kind: 'backup', documents: 501 },
      right: { kind: 'index', index: OLD, alias: 'government', documents: 501 },
      equal: 501,
      sameValues: 0,
      changed: 0,
      onlyLeft: 0,
      onlyRight: 0,
      out: null,
    },
  ]);
  await call(
    commands.url,
    'POST',
    `/${OLD}/_bulk?refresh=true`,
    [
      { delete: { _id: 'page-1' } },
      { delete: { _id: 'page-2' } },
      { index: { _id: 'page-3' } },
      '{"n":3,"big":9007199254740992}',
      { index: { _id: 'page-4' } },
      '{"big":9007199254740993, "n":4.0}',
      { index: { _id: 'added' } },
      '{}',
      { delete: { _id: 'routed', routing: 'somewhere' } },
      { index: { _id: 'routed', routing: 'elsewhere' } },
      '{"a":1}',
      '',
    ]
      .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
      .join('\n'),
  );
  const differs = await commands.run('compare', commands.url, file, OLD, '--json', '--out', 'differences.ndjson');
  expect([differs.code, differs.json]).toMatchObject([
    0,
    {
      left: { documents: 501 },
      right: { documents: 500 },
      equal: 496,
      sameValues: 1,
      changed: 1,
      onlyLeft: 3,
      onlyRight: 2,
      out: join(commands.folder, 'differences.ndjson'),
    },
  ]);
  expect(linesOf('differences.ndjson').map(({ id, routing, bucket }) => [bucket, id, routing])).toEqual([
    ['changed', 'page-3', null],
    ['onlyLeft', 'page-1', null],
    ['onlyLeft', 'page-2', null],
    ['onlyLeft', 'routed', 'somewhere'],
    ['onlyRight', 'added', null],
    ['onlyRight', 'routed', 'elsewhere'],
    ['sameValues', 'page-4', null],
  ]);
  expect(linesOf('differences.ndjson')[0]).toMatchObject({ versions: { left: '1', right: '2' } });
  expect(await openContexts(commands.url)).toBe(0);
  const text = await commands.run('compare', commands.url, OLD, file);
  expect(text.stdout).toContain('496 documents equal, 1 with the same values, spelled differently, 1 changed, ');
});

it('two indices, and a dump of another tool', async () => {
  await seedIndex(commands.url, OLD, { documents: [{ id: 'a', source: '{"n":1}' }] });
  await seedIndex(commands.url, NEW, {
    documents: [
      { id: 'b', source: '{"n":1}' },
      { id: 'a', source: '{"n":1}' },
    ],
  });
  const indices = await commands.run('compare', commands.url, OLD, NEW, '--json');
  expect(indices.json).toMatchObject({ equal: 1, changed: 0, onlyLeft: 0, onlyRight: 1 });
  const dump = await commands.run('compare', commands.url, fixture('government.zip'), OLD, '--json');
  expect(dump.code).toBe(0);
  expect(dump.json).toMatchObject({ equal: 0, changed: 0, onlyRight: 1 });
  expect(dump.json['onlyLeft']).toBe((dump.json['left'] as { documents: number }).documents);
  const two = await commands.run(
    'compare',
    commands.url,
    fixture('government.zip'),
    fixture('government.zip'),
    '--json',
  );
  expect(two.json).toMatchObject({ changed: 0, onlyLeft: 0, onlyRight: 0 });
});

it('what can’t be compared is refused, and leaves nothing behind', async () => {
  await seedIndex(commands.url, OLD, { aliases: { both: {} }, documents: [{ id: 'a', source: '{}' }] });
  await seedIndex(commands.url, NEW, { aliases: { both: {} } });
  const refused = async (...words: string[]) => {
    const { code, json } = await commands.run('compare', commands.url, ...words, '--json');
    return [code, (json['error'] as { message: string }).message];
  };
  expect(await refused('nowhere', OLD)).toEqual([4, 'There is no index or alias called nowhere.']);
  expect(await refused('both', OLD)).toEqual([4, `both points to ${OLD} and ${NEW}.`]);
  expect(await refused('missing.zip', OLD)).toEqual([4, expect.stringContaining('missing.zip') as string]);
  expect(await refused(OLD, OLD, '--out', 'no/such/folder')).toEqual([
    expect.any(Number) as number,
    expect.stringContaining('can’t be written') as string,
  ]);
  await call(commands.url, 'POST', `/${NEW}/_close`);
  expect(await refused(OLD, NEW, '--out', 'out.ndjson')).toEqual([4, `${NEW} is closed.`]);
  const damaged = readFileSync(fixture('government.zip'));
  damaged[20_000] = damaged[20_000]! ^ 1;
  writeFileSync(join(commands.folder, 'damaged.zip'), damaged);
  expect((await refused('damaged.zip', OLD, '--out', 'out.ndjson'))[0]).not.toBe(0);
  expect(readdirSync(commands.folder).sort()).toEqual(['damaged.zip', 'data']);
  expect(await openContexts(commands.url)).toBe(0);
});
