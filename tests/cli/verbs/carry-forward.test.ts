import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { call, readIndex } from '../../support/elasticsearch.ts';
import { NEW, OLD, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();

const sourcesOf = async (index: string) =>
  Object.fromEntries([...(await readIndex(commands.url, index))].map(([id, { source }]) => [id, source]));

const write = (index: string, lines: readonly unknown[]) =>
  call(commands.url, 'POST', `/${index}/_bulk?refresh=true`, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

/** Ten documents, backed up and restored; then one added, one changed and two deleted in the previous index. */
async function anIncident(): Promise<string> {
  await commands.createIndex(OLD, { aliases: { government: {} } });
  await commands.addDocuments(OLD, 10);
  const { json: backup } = await commands.run('backup', commands.url, 'backups', '--json');
  const file = String(backup['file']);
  const restored = await commands.run('restore', commands.url, file, '--into', NEW, '--json');
  expect(restored.json).toMatchObject({ status: 'done', index: NEW });
  await write(OLD, [
    { index: { _id: 'new' } },
    { n: 10, at: '2026-01-08' },
    { index: { _id: '3' } },
    { n: 3.5 },
    { delete: { _id: '1' } },
    { delete: { _id: '2' } },
  ]);
  return file;
}

it('changes are planned, carried forward, not carried twice, and undone', async () => {
  const base = await anIncident();
  const words = ['carry-forward', commands.url, OLD, 'government', '--base', base, '--json'];
  const before = await sourcesOf(NEW);
  const planned = await commands.run(...words, '--dry-run');
  expect([planned.code, planned.json]).toMatchObject([
    0,
    {
      status: 'planned',
      verb: 'carry-forward',
      added: 1,
      changed: 1,
      deleted: 0,
      conflicts: 0,
      rejected: 0,
      lookedUp: 2,
      total: 2,
      exact: true,
      undoFile: null,
    },
  ]);
  expect(planned.json['plan']).toMatchObject({
    checks: expect.arrayContaining([expect.objectContaining({ id: 'base', level: 'ok' })]),
  });
  expect(await sourcesOf(NEW)).toEqual(before);
  const done = await commands.run(...words);
  expect([done.code, done.json]).toMatchObject([
    0,
    { status: 'done', added: 1, changed: 1, deleted: 0, conflicts: 0, rejected: 0, already: 0, from: OLD, to: NEW },
  ]);
  expect(existsSync(String(done.json['undoFile']))).toBe(true);
  expect(await sourcesOf(NEW)).toEqual({ ...(await sourcesOf(OLD)), '1': before['1'], '2': before['2'] });
  expect((await commands.run(...words)).json).toMatchObject({ status: 'done', added: 0, changed: 0, already: 2 });
  const job = String(done.json['job']);
  const undoPlanned = await commands.run('carry-forward-undo', commands.url, job, '--dry-run', '--json');
  expect(undoPlanned.json).toMatchObject({ status: 'planned', added: 1, changed: 1, of: job });
  const undone = await commands.run('carry-forward-undo', commands.url, job, '--json');
  expect([undone.code, undone.json]).toMatchObject([0, { status: 'done', added: 1, changed: 1, deleted: 0 }]);
  expect(await sourcesOf(NEW)).toEqual(before);
}, 180_000);

it('conflicts are listed, and the exit code is 3; deletions are asked for', async () => {
  const base = await anIncident();
  await write(NEW, [{ index: { _id: '3' } }, { mine: true }]);
  const done = await commands.run(
    'carry-forward',
    commands.url,
    OLD,
    NEW,
    ...['--base', base, '--only', 'changed', '--deletions', '--json'],
  );
  expect([done.code, done.json]).toMatchObject([
    3,
    { status: 'partial', added: 0, changed: 0, deleted: 2, conflicts: 1, rejected: 0 },
  ]);
  expect(JSON.parse(readFileSync(String(done.json['conflictsFile']), 'utf8'))).toMatchObject({
    id: '3',
    what: 'changed',
    problem: 'conflict',
  });
  const human = await commands.run('carry-forward', commands.url, OLD, NEW, '--base', base);
  expect(human.code).toBe(3);
  expect(human.stdout).toMatch(/1 added; 1 conflict not written\.[^]*Undo: restore-desk carry-forward-undo/);
}, 180_000);

it('a query and a time restrict what is carried', async () => {
  const base = await anIncident();
  const words = ['carry-forward', commands.url, OLD, NEW, '--base', base, '--json', '--dry-run'];
  const bySince = await commands.run(...words, '--since', '2026-01-08T00:00:00Z', '--field', 'at');
  expect(bySince.json).toMatchObject({ added: 1, changed: 0, leftOut: 1 });
  const byQuery = await commands.run(...words, '--query', '{"term": {"n": 3.5}}');
  expect(byQuery.json).toMatchObject({ added: 0, leftOut: 2 });
  const wrong = await commands.run(...words, '--query', '{"no": {}}');
  expect([wrong.code, wrong.json]).toMatchObject([2, { status: 'usage', error: { code: 'invalid_input' } }]);
  const nowhere = await commands.run('carry-forward', commands.url, OLD, 'nowhere', '--base', base, '--json');
  expect([nowhere.code, nowhere.json]).toMatchObject([4, { error: { code: 'not_found' } }]);
}, 180_000);

it.each([
  [['--base', 'index-1'], '--base takes a backup file'],
  [[], 'needs --base'],
  [['--base', 'a.zip', '--only', 'deleted'], '--only takes added, changed'],
  [['--base', 'a.zip', '--since', '2026-01-01'], '--since and --field belong together'],
  [['--base', 'a.zip', '--query', '{'], `Write it like --query '{"term": {"status": "published"}}'`],
])('%j is refused: %s', async (words, message) => {
  const result = await commands.run('carry-forward', commands.url, OLD, NEW, ...words);
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(message);
});

it('only a carry-forward can be undone', async () => {
  await commands.createIndex(OLD);
  await commands.createIndex(NEW);
  const { json } = await commands.run('compare', commands.url, OLD, NEW, '--json');
  const undo = await commands.run('carry-forward-undo', commands.url, String(json['job']), '--json');
  expect([undo.code, undo.json]).toMatchObject([4, { error: { code: 'refused' } }]);
});
