import { expect, it } from 'vitest';
import { useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

it('indices are listed, and deleted only with --apply', async () => {
  const names = ['01', '02', '03', '04'].map((day) => `government-2026-01-${day}t03-00-00z-ab${day}`);
  for (const [at, name] of names.entries()) {
    await commands.createIndex(name, at === 3 ? { aliases: { government: {} } } : {});
    await commands.addDocuments(name, 3);
  }
  await commands.createIndex('unrelated');
  const listed = await commands.run('clean', commands.url, '--json');
  expect([listed.code, listed.json]).toMatchObject([
    0,
    { status: 'planned', indices: 2, goes: [{ index: names[1] }, { index: names[0] }] },
  ]);
  const text = await commands.run('clean', commands.url);
  expect(text.stdout).toContain(`keep    ${names[2]!}`);
  expect(text.stdout).toContain('Nothing was deleted');
  expect(text.stdout).toMatch(/1 index of no alias is never cleaned up[^\n]*\n  unrelated  0 documents, \d/);
  expect(await commands.indices()).toHaveLength(5);
  expect((await commands.run('clean', commands.url, '--alias', 'goverment')).code).toBe(4);
  const applied = await commands.run('clean', commands.url, '--apply', '--json', '--older-than', '1d');
  // They were created a moment ago, whatever their names say.
  expect([applied.code, applied.json]).toMatchObject([0, { status: 'done', deleted: [] }]);
  const deleted = await commands.run('clean', commands.url, '--apply', '--json');
  expect([deleted.code, deleted.json]).toMatchObject([
    0,
    { status: 'done', deleted: [{ index: names[1] }, { index: names[0] }], left: [] },
  ]);
  expect(await commands.indices()).toEqual([names[2], names[3], 'unrelated']);
});
