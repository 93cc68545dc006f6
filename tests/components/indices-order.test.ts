import { expect, test } from 'vitest';
import { createLoader, createSerializer } from 'nuqs/server';
import { urlKeys, viewAddress } from '../../app/[cluster]/indices/address.ts';
import { countShown, indicesIn, linesOf, type ListView } from '../../lib/contract/alias-lines.ts';
import { aliasMapOf } from '../../lib/present/alias-map.ts';
import { anIndex } from '../support/an-index.ts';

const map = aliasMapOf(
  {
    takenAt: '2026-11-23T12:00:00.000Z',
    indices: [
      anIndex('a-2026-11-22t02-00-00z-1', { documents: 5 }),
      anIndex('a-2026-11-23t02-00-00z-2', { documents: 50, aliases: ['a'] }),
      anIndex('a-2026-11-21t02-00-00z-3', { documents: null, state: 'closed' }),
      anIndex('b-2026-11-23t02-00-00z-1', { documents: 500, aliases: ['b'] }),
      anIndex('b-2026-11-20t02-00-00z-2', { documents: 400, aliases: ['b'] }),
      anIndex('scratch', { documents: 7 }),
    ],
  },
  new Map(),
);
const lines = (over: Partial<ListView> = {}) =>
  linesOf(map, { filter: '', show: 'all', sort: 'name', descending: false, ...over }).map((line) =>
    line.kind === 'group'
      ? `[${line.group.alias}]`
      : line.kind === 'outside'
        ? '[outside]'
        : (line.entry.documents ?? 'unknown'),
  );

test('each group is followed by its generations, and indices without a group are last', () => {
  expect(lines()).toEqual(['[a]', 50, 5, 'unknown', '[b]', 500, 400, '[outside]', 7]);
});

test('the filter matches words of the alias and of the index, and removes empty groups', () => {
  expect(lines({ filter: 'B 11-20' })).toEqual(['[b]', 400]);
  expect(lines({ filter: 'b 20 nov' }), 'as displayed').toEqual(['[b]', 400]);
  expect(lines({ filter: 'closed' })).toEqual(['[a]', 'unknown']);
  expect(lines({ filter: 'nothing like it' })).toEqual([]);
});

test('the list is limited to indices that are live, without an alias, or with a problem', () => {
  expect(lines({ show: 'live' })).toEqual(['[a]', 50, '[b]', 500, 400]);
  expect(lines({ show: 'without-alias' })).toEqual(['[a]', 5, 'unknown', '[outside]', 7]);
  // The alias b points to two indices, and one of a has less than half of its documents.
  expect(lines({ show: 'problems' })).toEqual(['[a]', 5, '[b]', 500, 400]);
});

test('each filter says how many indices it leaves, and counts one with two aliases once', () => {
  expect(countShown(map)).toEqual({ all: 6, live: 3, 'without-alias': 3, problems: 3 });
  const twice = aliasMapOf(
    { takenAt: '2026-11-23T12:00:00.000Z', indices: [anIndex('both', { aliases: ['a', 'b'] })] },
    new Map(),
  );
  expect(countShown(twice)).toEqual({ all: 1, live: 1, 'without-alias': 0, problems: 0 });
});

test('an index is compared with the largest of its alias and with the live one', () => {
  const compared = linesOf(map, { filter: '', show: 'all', sort: 'name', descending: false }).flatMap((line) =>
    line.kind === 'entry' ? [[line.entry.index.slice(0, 12), line.compare]] : [],
  );
  expect(compared[1]).toEqual(['a-2026-11-22', { most: 50, live: 50 }]);
  expect(compared.at(-1)).toEqual(['scratch', undefined]);
});

test('sorting by documents sorts groups and their indices; unknown numbers are last in both directions', () => {
  expect(lines({ sort: 'documents', descending: true })).toEqual([
    '[b]',
    500,
    400,
    '[a]',
    50,
    5,
    'unknown',
    '[outside]',
    7,
  ]);
  expect(lines({ sort: 'documents' })).toEqual(['[a]', 5, 50, 'unknown', '[b]', 400, 500, '[outside]', 7]);
});

test('the settings of the list are written to the address and read from it; invalid values are ignored', () => {
  const view: ListView = { filter: 'x y', show: 'without-alias', sort: 'size', descending: true };
  const read = createLoader(viewAddress, { urlKeys });
  const written = createSerializer(viewAddress, { urlKeys })(view);
  expect(written).toBe('?filter=x+y&show=without-alias&sort=size&order=down');
  expect(read(written)).toEqual(view);
  expect(read({ show: 'nonsense', sort: ['a'], order: '__proto__' })).toEqual({
    filter: '',
    show: 'all',
    sort: 'name',
    descending: false,
  });
});

test('an index under several aliases is counted once', () => {
  const shared = aliasMapOf(
    { takenAt: '2026-11-23T12:00:00.000Z', indices: [anIndex('one', { aliases: ['a', 'b', 'c'] }), anIndex('two')] },
    new Map(),
  );
  const all = linesOf(shared, { filter: '', show: 'all', sort: 'name', descending: false });
  expect(all.filter((line) => line.kind === 'entry')).toHaveLength(4);
  expect(indicesIn(all)).toBe(2);
});
