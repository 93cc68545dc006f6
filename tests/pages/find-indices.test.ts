import { expect, test } from 'vitest';
import { findIndices } from '../../lib/pages/find/find-indices.ts';
import { wordsOf } from '../../lib/present/match-names.ts';
import type { ClusterIndices, IndexSummary } from '../../lib/contract/indices.ts';
import type { ConfiguredCluster } from '../../lib/config.ts';
import { anIndex } from '../support/an-index.ts';

const cluster = { key: 'one' } as ConfiguredCluster;

const listingOf = (indices: IndexSummary[]): ClusterIndices => ({ takenAt: '2026-11-30T00:00:00.000Z', indices });

async function found(listing: ClusterIndices, typed: string, inOrder = false) {
  const wanted = { words: wordsOf(typed), inOrder };
  const { alias, index } = await findIndices(cluster, listing, wanted, new AbortController().signal);
  const names = (matches: typeof alias) => matches.items.map(({ object }) => object().name);
  return { aliases: names(alias), indices: names(index), count: index.count };
}

test('an index with an alias is before others, then the newest by its name', async () => {
  const dated = (day: string) => `government-2018-01-${day}t03-00-00z-aaaa`;
  const listing = listingOf([
    anIndex(dated('01')),
    anIndex(dated('03')),
    anIndex(dated('02'), { aliases: ['government'] }),
  ]);
  expect(await found(listing, 'gov')).toEqual({
    aliases: ['government'],
    indices: [dated('02'), dated('03'), dated('01')],
    count: 3,
  });
  expect((await found(listing, 'gov 3 jan')).indices).toContain(dated('03'));
  expect((await found(listing, 'index government')).indices).toHaveLength(3);
});

test('a short alias is before a longer one, and a better match before both', async () => {
  const listing = listingOf([anIndex('a-1', { aliases: ['uk-gov', 'government-archive', 'government'] })]);
  expect((await found(listing, 'gov')).aliases).toEqual(['government', 'government-archive', 'uk-gov']);
});

test('an alias with an open incident is before all others', async () => {
  const listing = listingOf([anIndex('a-1', { aliases: ['govuk', 'Government', 'metasearch'] })]);
  const { alias } = await findIndices(
    cluster,
    listing,
    { words: wordsOf('gov'), inOrder: false },
    new AbortController().signal,
    new Set(['Government', 'Gov-archive']),
  );
  const objects = alias.items.map(({ object }) => object());
  expect(objects.map(({ name }) => name)).toEqual(['Government', 'Gov-archive', 'govuk']);
  // It is missing.
  expect(objects[1]).toMatchObject({ indices: 0, index: null, documents: null });
});

test('a closed index is found by that word, and letters in their order only where nothing else matches', async () => {
  const listing = listingOf([anIndex('old', { state: 'closed' }), anIndex('government')]);
  expect((await found(listing, 'closed')).indices).toEqual(['old']);
  expect((await found(listing, 'gvmt')).indices).toEqual([]);
  expect((await found(listing, 'gvmt', true)).indices).toEqual(['government']);
});

test('of 20,000 indices all matches are counted, and few are sent', async () => {
  const listing = listingOf(
    Array.from({ length: 20_000 }, (_, n) =>
      anIndex(
        `many-${String(n % 4_000).padStart(6, '0')}-2018-01-0${String(1 + (n % 5))}t03-00-00z-aaa${String(n % 10)}`,
        { aliases: n < 4_000 ? [`many-${String(n).padStart(6, '0')}`] : [] },
      ),
    ),
  );
  expect(await found(listing, 'many')).toMatchObject({ count: 20_000, indices: { length: 8 }, aliases: { length: 8 } });
  expect((await found(listing, 'many-000777')).aliases).toEqual(['many-000777']);
});
