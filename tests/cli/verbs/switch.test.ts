import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withStore } from '../../../lib/jobs/run-in-terminal.ts';
import { aliasesOf, call } from '../../support/elasticsearch.ts';
import { NEW, OLD, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

it('a switch moves the alias, prints the undo, and is refused if a check fails', async () => {
  await commands.createIndex(OLD, { aliases: { government: { filter: { term: { n: 1 } }, is_write_index: true } } });
  await commands.createIndex(NEW, { mappings: { properties: { n: { type: 'long' } } } });
  const planned = await commands.run('switch', commands.url, NEW, '--dry-run');
  expect([planned.code, planned.stdout]).toEqual([
    0,
    expect.stringContaining(`curl -X POST '${commands.url}/_aliases'`),
  ]);
  expect(await aliasesOf(commands.url)).toEqual({ government: [OLD] });
  const done = await commands.run('switch', commands.url, NEW);
  expect([done.code, done.stdout]).toEqual([
    0,
    expect.stringContaining(`Undo: restore-desk switch-back ${commands.url} government`),
  ]);
  expect(await aliasesOf(commands.url)).toEqual({ government: [NEW] });

  await call(commands.url, 'PUT', `/${OLD}/_settings`, { 'index.blocks.metadata': true });
  for (const words of [
    ['switch', commands.url, OLD],
    ['switch', commands.url, 'missing', '--alias', 'x'],
    ['switch', commands.url, NEW],
    ['switch-back', commands.url, 'never-switched'],
    ['switch', commands.url, OLD, '--dry-run'],
  ]) {
    const refused = await commands.run(...words, '--json');
    expect([words, refused.code, refused.json]).toMatchObject([
      words,
      4,
      { status: 'refused', error: { message: expect.any(String) as string } },
    ]);
  }
  expect(await aliasesOf(commands.url)).toEqual({ government: [NEW] });
});

it('switch-back is refused if another client has moved the alias since', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.createIndex(NEW);
  await commands.run('switch', commands.url, NEW);
  await call(commands.url, 'POST', '/_aliases', {
    actions: [{ remove: { index: NEW, alias: 'government' } }, { add: { index: OLD, alias: 'government' } }],
  });
  const ended = await commands.run('switch-back', commands.url, 'government', '--json');
  expect([ended.code, ended.stderr]).toEqual([4, expect.stringContaining('Somebody else has switched it')]);
});

it('a switch is a job in the database that the dashboard reads', async () => {
  await commands.createIndex(NEW);
  const { json } = await commands.run('switch', commands.url, NEW, '--json');
  const job = withStore(join(commands.folder, 'data'), (store) => store.get(String(json['job'])));
  expect(job).toMatchObject({
    status: 'succeeded',
    title: `Switch government to ${NEW}`,
    actor: { name: expect.stringContaining('command line') as string },
  });
});
