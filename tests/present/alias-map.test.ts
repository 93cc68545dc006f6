import { expect, test } from 'vitest';
import { linesOf } from '../../lib/contract/alias-lines.ts';
import { aliasMapOf } from '../../lib/present/alias-map.ts';
import { anIndex } from '../support/an-index.ts';

const map = (...indices: ReturnType<typeof anIndex>[]) =>
  aliasMapOf(
    { takenAt: '2026-11-23T12:00:00.000Z', indices },
    new Map([['uuid of government-2026-11-22t02-00-00z-a', '7']]),
  );

test('an entry has the time of its creation beside the date in its name', () => {
  const index = anIndex('a-2018-01-08t03-00-00z-aaaa', { aliases: ['a'], createdAt: '2026-11-28T10:00:00.000Z' });
  const map = aliasMapOf({ takenAt: '', indices: [index] }, new Map());
  expect(map.groups[0]!.entries[0]).toMatchObject({
    date: '2018-01-08T03:00:00.000Z',
    createdAt: '2026-11-28T10:00:00.000Z',
  });
});

test('generations are listed under their alias, newest first by the date in the name, old names with colons too', () => {
  const { groups } = map(
    anIndex('government-2018-01-08t10:20:30z-0c'),
    anIndex('government-2026-11-22t02-00-00z-a', { createdAt: '2020-01-01T00:00:00.000Z' }),
    anIndex('government-2026-11-23t02-00-00z-b', { aliases: ['government'], createdAt: '2019-01-01T00:00:00.000Z' }),
  );
  expect(groups).toHaveLength(1);
  expect(groups[0]?.entries.map((entry) => [entry.index.slice(11, 21), entry.live, entry.job])).toEqual([
    ['2026-11-23', true, null],
    ['2026-11-22', false, '7'],
    ['2018-01-08', false, null],
  ]);
});

test('an index of several aliases is listed under each, and an index of no alias outside, whatever its name', () => {
  const { groups, outside } = map(
    anIndex('x', { aliases: ['one', 'two'] }),
    anIndex('scratch'),
    anIndex('gone-2026-11-22t02-00-00z-a'),
  );
  expect(groups.map((group) => group.alias)).toEqual(['one', 'two']);
  expect(outside.map((entry) => entry.index).sort()).toEqual(['gone-2026-11-22t02-00-00z-a', 'scratch']);
});

test('an alias on several indices, on a closed one, on a red one or under a block is flagged, the worst first', () => {
  const flagWords = (...indices: ReturnType<typeof anIndex>[]) =>
    map(...indices).groups[0]?.flags.map((flag) => flag.word);
  expect(flagWords(anIndex('a-1', { aliases: ['a'] }), anIndex('a-2', { aliases: ['a'], state: 'closed' }))).toEqual([
    '1 of 2 closed',
    'on two indices',
  ]);
  expect(flagWords(anIndex('a-1', { aliases: ['a'], health: 'red' }))).toEqual(['index is red']);
  expect(flagWords(anIndex('a-1', { aliases: ['a'], blocks: ['read_only_allow_delete'] }))).toEqual(['blocked']);
  expect(flagWords(anIndex('a-1', { aliases: ['a'] }))).toEqual([]);
});

test('one unknown count makes the sum unknown', () => {
  expect(
    map(anIndex('a-1', { aliases: ['a'] }), anIndex('a-2', { aliases: ['a'], documents: null })).groups[0]?.documents,
  ).toBeNull();
});

test('a generation with fewer than half of the live documents is small; a live, larger or unknown one is not', () => {
  const { groups } = map(
    anIndex('a-2026-11-24t02-00-00z-a', { documents: 40 }),
    anIndex('a-2026-11-23t02-00-00z-a', { aliases: ['a'], documents: 100 }),
    anIndex('a-2026-11-22t02-00-00z-a', { documents: 50 }),
    anIndex('a-2026-11-21t02-00-00z-a', { documents: null }),
  );
  expect(groups[0]!.entries.map((entry) => entry.small)).toEqual([true, false, false, false]);
});

test('an alias with a filter shows what its filter finds, is marked, and its indices are compared as a whole', () => {
  const { groups } = map(
    {
      ...anIndex('a-2026-11-23t02-00-00z-a', { documents: 100 }),
      aliases: [{ alias: 'a', filter: { term: { kind: 'x' } } }, { alias: 'all' }],
      narrowed: [{ alias: 'a', documents: 7 }],
    },
    anIndex('a-2026-11-22t02-00-00z-a', { documents: 60 }),
  );
  const [filtered, all] = groups;
  expect(filtered).toMatchObject({ alias: 'a', documents: 7, documentsInIndices: 100 });
  expect(filtered!.entries[0]).toMatchObject({ documents: 100, shown: 7 });
  expect(filtered!.entries[1]).toMatchObject({ small: false });
  expect(all).toMatchObject({ alias: 'all', documents: 100 });
  expect(all).not.toHaveProperty('documentsInIndices');
  expect(all!.entries[0]).not.toHaveProperty('shown');
});

test('an alias that has lost documents has that flag first', () => {
  const lost = { level: 'bad', word: 'lost 87 %', sentence: '5 documents now.', lost: true } as const;
  const map = aliasMapOf(
    {
      takenAt: '2026-11-23T12:00:00.000Z',
      indices: [anIndex('a-1', { aliases: ['a'] }), anIndex('a-2', { aliases: ['a'] })],
    },
    new Map(),
    new Map([['a', lost]]),
  );
  expect(map.groups[0]!.flags.map(({ word }) => word)).toEqual(['lost 87 %', 'on two indices']);
  expect(linesOf(map, { filter: '', show: 'problems', sort: 'name', descending: false })[0]).toMatchObject({
    kind: 'group',
    group: { alias: 'a', lost: true },
  });
});
