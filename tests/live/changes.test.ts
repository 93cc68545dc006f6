import { expect, test } from 'vitest';
import { byName, entriesOf } from '../../lib/contract/by-name.ts';
import { changesBetween, type ClusterSnapshot } from '../../lib/live/changes.ts';

type Aliases = { [alias: string]: { indices: string[]; documents: number | null } };
const named = <T>(value: { [name: string]: T }) => byName(Object.entries(value));

const before: ClusterSnapshot = {
  takenAt: '2026-11-23T06:11:00.000Z',
  status: 'green',
  nodes: ['n1', 'n2'],
  indices: named({ u1: 'government-1', u2: 'government-2', u3: 'old' }),
  aliases: named({
    government: { indices: ['government-1'], documents: 8_412 },
    detailed: { indices: ['government-2'], documents: 10 },
  }),
};
const aliasesWith = (over: Aliases) => byName([...entriesOf(before.aliases), ...Object.entries(over)]);
const after = (over: Partial<ClusterSnapshot>): ClusterSnapshot => ({
  ...before,
  takenAt: '2026-11-23T06:12:00.000Z',
  ...over,
});
const sentences = (now: ClusterSnapshot, jobOf: (name: string) => string | null = () => null) =>
  changesBetween(before, now, jobOf).map((change) => change.sentence);

test('an unchanged cluster has no changes', () => {
  expect(sentences(after({}))).toEqual([]);
});

test('an alias that moved is reported with both indices and both document counts', () => {
  const now = after({ aliases: aliasesWith({ government: { indices: ['government-2'], documents: 1_204 } }) });
  expect(sentences(now)).toEqual([
    'Alias government was switched from government-1 to government-2, with 1,204 documents instead of 8,412.',
  ]);
});

test('a change made by a job has the job’s id and the level idle', () => {
  const now = after({ aliases: aliasesWith({ government: { indices: ['government-2'], documents: 1 } }) });
  expect(changesBetween(before, now, (name) => (name === 'government' ? '12' : null))).toMatchObject([
    { job: '12', level: 'idle' },
  ]);
});

test('indices and nodes that are gone, new or created again are named', () => {
  expect(
    sentences(after({ indices: named({ u1: 'government-1', u4: 'old', u5: 'new' }), nodes: ['n1', 'n3'] })),
  ).toEqual([
    'Node n2 left.',
    'Node n3 joined.',
    'Index old was deleted and created again.',
    'Index government-2 was deleted.',
    'Index new is new.',
  ]);
});

test('a loss of documents without a move is reported, and an unknown count is no loss', () => {
  const falls = (documents: number | null) =>
    sentences(after({ aliases: aliasesWith({ government: { indices: ['government-1'], documents } }) }));
  expect(falls(1_000)).toEqual(['Alias government has 1,000 documents; it had 8,412.']);
  expect(falls(8_400)).toEqual([]);
  expect(falls(null)).toEqual([]);
});

test('nodes have not left when the health is unknown', () => {
  expect(sentences(after({ nodes: [], status: null }))).toEqual([]);
});

test('a change says which indices and aliases its sentence names', () => {
  const now = after({
    aliases: named({ government: { indices: ['government-2'], documents: 1 } }),
    indices: named({ u1: 'government-1', u2: 'government-2', u3: 'old', u4: 'docs_v3' }),
    nodes: ['n1'],
  });
  const index = (name: string) => ({ name, of: 'index' });
  const alias = (name: string) => ({ name, of: 'alias' });
  expect(changesBetween(before, now, () => null).map((change) => change.named)).toEqual([
    undefined,
    [alias('detailed'), index('government-2')],
    [alias('government'), index('government-1'), index('government-2')],
    [index('docs_v3')],
  ]);
});

test('many changes of a kind are reported in one sentence', () => {
  const many = Array.from({ length: 30 }, (_, n): [string, string] => [`m${n}`, `made-${n}`]);
  expect(sentences(after({ indices: byName([...entriesOf(before.indices), ...many]) }))).toEqual([
    '30 indices new: made-0, made-1, made-2 and 27 more.',
  ]);
});

test('what a job deleted is reported apart from what others deleted at the same time', () => {
  const old = Array.from({ length: 6 }, (_, n): [string, string] => [`o${n}`, `ours-${n}`]);
  const was = { ...before, indices: byName([...entriesOf(before.indices), ...old]) };
  const now = {
    ...before,
    takenAt: '2026-11-23T06:12:00.000Z',
    indices: named({ u1: 'government-1', u2: 'government-2' }),
  };
  expect(changesBetween(was, now, (name) => (name.startsWith('ours') ? '7' : null))).toMatchObject([
    { sentence: 'Index old was deleted.', level: 'warn', job: null },
    { sentence: '6 indices deleted: ours-0, ours-1, ours-2 and 3 more.', level: 'idle', job: '7' },
  ]);
});

test('many new aliases are one sentence beside an alias that moved', () => {
  const aliases = Object.fromEntries(
    Array.from({ length: 11 }, (_, n) => [`new-${n}`, { indices: [`i-${n}`], documents: 1 }]),
  );
  const now = after({ aliases: aliasesWith({ government: { indices: ['government-2'], documents: 9 }, ...aliases }) });
  expect(sentences(now)).toEqual([
    'Alias government was switched from government-1 to government-2, with 9 documents instead of 8,412.',
    'Aliases are new: new-0, new-1, new-10 and 8 more.',
  ]);
});

test('aliases with the names of Object.prototype’s properties are compared like any other', () => {
  const odd = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  const points = (documents: number) =>
    odd.map((alias): [string, Aliases[string]] => [alias, { indices: [`${alias.toLowerCase()}-1`], documents }]);
  const made = after({ aliases: byName([...entriesOf(before.aliases), ...points(100)]) });
  expect(sentences(made)).toEqual(
    odd.sort().map((alias) => `Alias ${alias} is new: it points to ${alias.toLowerCase()}-1.`),
  );
  const fell = { ...made, aliases: byName([...entriesOf(before.aliases), ...points(1)]) };
  expect(changesBetween(made, fell, () => null)).toHaveLength(4);
  expect(changesBetween(made, before, () => null)).toHaveLength(4);
});

test('a change of health is the job’s whose indices explain it, and nobody’s where another index or a node does', () => {
  const jobOf = (name: string) => (name === 'restored' ? '17' : null);
  const healthOf = (now: ClusterSnapshot, was = before) =>
    changesBetween(was, now, () => null, jobOf).map(({ sentence, job, level }) => ({ sentence, job, level }));
  const yellow = (...names: string[]) =>
    after({ status: 'yellow', notGreen: named(Object.fromEntries(names.map((name) => [name, 'yellow' as const]))) });
  const sentence = 'Health went from green to yellow.';
  expect(healthOf(yellow('restored'))).toEqual([{ sentence, job: '17', level: 'idle' }]);
  expect(healthOf(yellow('restored', 'government-1'))).toEqual([{ sentence, job: null, level: 'warn' }]);
  expect(healthOf({ ...yellow('restored'), nodes: ['n1'] })).toContainEqual({ sentence, job: null, level: 'warn' });
  expect(healthOf(after({ status: 'yellow' })), 'a snapshot of an older version').toMatchObject([{ job: null }]);
  expect(healthOf(before, yellow('restored'))).toEqual([
    { sentence: 'Health went from yellow to green.', job: '17', level: 'idle' },
  ]);
});
