import { expect, it } from 'vitest';
import { aliasesOf } from '../../support/elasticsearch.ts';
import { NEW, OLD, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

it('alias add and alias remove plan, change, print the undo, and are undone by switch-back', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.createIndex(NEW);
  const planned = await commands.run('alias', 'add', commands.url, 'government', NEW, '--dry-run');
  expect([planned.code, planned.stdout]).toEqual([
    0,
    expect.stringContaining(`Would add the index ${NEW} to the alias government`),
  ]);
  expect(await aliasesOf(commands.url)).toEqual({ government: [OLD] });

  const added = await commands.run('alias', 'add', commands.url, 'government', NEW, '--keep-writes', '--json');
  expect([added.code, added.json]).toMatchObject([
    0,
    { status: 'done', verb: 'alias add', after: [OLD, NEW], writes: { before: OLD, after: OLD } },
  ]);
  const removed = await commands.run('alias', 'remove', commands.url, 'government', OLD);
  expect([removed.code, removed.stdout]).toEqual([
    0,
    expect.stringContaining(`Undo: restore-desk switch-back ${commands.url} government`),
  ]);
  expect(await aliasesOf(commands.url)).toEqual({ government: [NEW] });
  expect((await commands.run('switch-back', commands.url, 'government')).code).toBe(0);
  expect(await aliasesOf(commands.url)).toEqual({ government: [OLD, NEW] });

  for (const words of [
    ['alias', 'add', commands.url, 'government', NEW],
    ['alias', 'remove', commands.url, 'nowhere', NEW],
    ['alias', 'add', commands.url, 'government', 'missing'],
  ]) {
    const refused = await commands.run(...words, '--json');
    expect([words, refused.code, refused.json]).toMatchObject([words, 4, { status: 'refused' }]);
  }
});

it('the last index is removed from an alias only with --accept-loss', async () => {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  const refused = await commands.run('alias', 'remove', commands.url, 'government', OLD, '--json');
  expect([refused.code, refused.json]).toMatchObject([4, { status: 'refused' }]);
  expect(await aliasesOf(commands.url)).toEqual({ government: [OLD] });
  const removed = await commands.run('alias', 'remove', commands.url, 'government', OLD, '--accept-loss');
  expect([removed.code, removed.stdout]).toEqual([0, expect.stringContaining('so the alias was deleted')]);
  const undone = await commands.run('switch-back', commands.url, 'government');
  expect([undone.code, await aliasesOf(commands.url)]).toEqual([0, { government: [OLD] }]);
});
