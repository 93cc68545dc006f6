import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { call } from '../../support/elasticsearch.ts';
import { NEW, OLD, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

const state = async (index: string) =>
  (await call<{ status: string }[]>(commands.url, 'GET', `/_cat/indices/${index}?format=json`))[0]?.status;

it('an index is closed and opened again, with its undo printed, and one that is live only with --even-live', async () => {
  await commands.createIndex(NEW, { aliases: { government: {} } });
  await commands.addDocuments(NEW, 3);
  const planned = await commands.run('index', 'close', commands.url, NEW, '--even-live', '--dry-run');
  expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining(`/${NEW}/_close'`)]);
  const refused = await commands.run('index', 'close', commands.url, NEW, '--json');
  expect([refused.code, refused.json]).toMatchObject([4, { status: 'refused' }]);
  expect(await state(NEW)).toBe('open');

  const closed = await commands.run('index', 'close', commands.url, NEW, '--even-live', '--json');
  expect([closed.code, closed.json]).toMatchObject([
    0,
    { status: 'done', index: NEW, before: 'open', after: 'closed', documents: 3, aliases: ['government'] },
  ]);
  expect(await state(NEW)).toBe('close');
  const opened = await commands.run('index', 'open', commands.url, NEW);
  expect([opened.code, opened.stdout]).toEqual([
    0,
    expect.stringContaining(`Undo: restore-desk index close ${commands.url} ${NEW}`),
  ]);
  expect((await commands.run('index', 'open', commands.url, NEW)).code).toBe(4);
});

it('an index is deleted only with its own name in --confirm, and never while an alias points to it', async () => {
  await commands.createIndex(OLD);
  await commands.createIndex(NEW, { aliases: { government: {} } });
  for (const words of [[], ['--confirm', NEW]]) {
    const unconfirmed = await commands.run('index', 'delete', commands.url, OLD, ...words);
    expect([unconfirmed.code, unconfirmed.stderr]).toEqual([2, expect.stringContaining('--confirm')]);
  }
  const planned = await commands.run('index', 'delete', commands.url, OLD, '--dry-run', '--json');
  expect([planned.code, planned.json]).toMatchObject([0, { status: 'planned', index: OLD, aliases: [] }]);
  const aliased = await commands.run('index', 'delete', commands.url, NEW, '--confirm', NEW, '--json');
  expect([aliased.code, aliased.json]).toMatchObject([4, { status: 'refused' }]);
  expect(await commands.indices()).toEqual([OLD, NEW]);
  const done = await commands.run('index', 'delete', commands.url, OLD, '--confirm', OLD, '--json');
  expect([done.code, done.json]).toMatchObject([0, { status: 'done', index: OLD }]);
  expect(await commands.indices()).toEqual([NEW]);
});

it('on a protected cluster a live index is closed only with the name of its alias', async () => {
  await commands.createIndex(NEW, { aliases: { government: {} } });
  writeFileSync(
    join(commands.folder, 'restore-desk.yaml'),
    `clusters:\n  live:\n    url: ${commands.url}\n    backups: backups\n    protected: { approval: false }\n`,
  );
  const refused = await commands.run('index', 'close', 'live', NEW, '--even-live');
  expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('--confirm government')]);
  expect((await commands.run('index', 'close', 'live', NEW, '--even-live', '--confirm', 'government')).code).toBe(0);
  expect((await commands.run('index', 'open', 'live', NEW)).code).toBe(0);
  expect(await state(NEW)).toBe('open');
});
