import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compareContent, sameContent } from '../../bench/same-content.ts';
import {
  call,
  emptyCluster,
  openContexts,
  seedIndex,
  sharedServer,
  type SeedDocument,
} from '../support/elasticsearch.ts';

let url: string;
beforeAll(async () => {
  url = await sharedServer();
});

/** More than one page of the reader. */
const documents: readonly SeedDocument[] = Array.from({ length: 1_200 }, (_, n) => ({
  id: `/page/${String(n)}`,
  source: `{"n":${String(n)},"big":9007199254740993}`,
  ...(n % 5 === 0 ? { routing: `r ${String(n)}` } : {}),
}));
/** With different numbers of shards, so that documents are read in a different order. */
const seed = async (one: readonly SeedDocument[], two: readonly SeedDocument[]) => {
  await seedIndex(url, 'one', { settings: { number_of_shards: 1 }, documents: one });
  await seedIndex(url, 'two', { settings: { number_of_shards: 3 }, documents: two });
};
const changed = (at: number, over: Partial<SeedDocument>) =>
  documents.map((document, n) => (n === at ? { ...document, ...over } : document));
const without = (at: number) => documents.filter((_, n) => n !== at);
const none = { count: 0, first: [] };
const onlyOf = (id: string, routing: string | null = null) => ({ count: 1, first: [{ id, routing }] });

beforeEach(() => emptyCluster(url));

describe('comparing the content of two indices', () => {
  it('finds indices of different shards equal, and leaves no scroll open', async () => {
    await seed(documents, [...documents].reverse());
    expect(await sameContent(url, 'one', 'two')).toBe('1200 documents, all equal');
    expect(await openContexts(url)).toBe(0);
  });

  it('finds a source that differs in one digit that JavaScript’s numbers lose', async () => {
    await seed(documents, changed(7, { source: '{"n":7,"big":9007199254740992}' }));
    expect(await compareContent(url, 'one', 'two')).toEqual([
      { index: 'one', documents: 1_200, unmatched: onlyOf('/page/7'), repeated: none },
      { index: 'two', documents: 1_200, unmatched: onlyOf('/page/7'), repeated: none },
    ]);
  });

  it('finds a missing document on the side that has it', async () => {
    await seed(documents, without(8));
    expect(await compareContent(url, 'one', 'two')).toEqual([
      { index: 'one', documents: 1_200, unmatched: onlyOf('/page/8'), repeated: none },
      { index: 'two', documents: 1_199, unmatched: none, repeated: none },
    ]);
  });

  it('finds a document that was added', async () => {
    await seed(documents, [...documents, { id: 'extra', source: '{}' }]);
    expect(await compareContent(url, 'one', 'two')).toEqual([
      { index: 'one', documents: 1_200, unmatched: none, repeated: none },
      { index: 'two', documents: 1_201, unmatched: onlyOf('extra'), repeated: none },
    ]);
  });

  it('finds a different routing, and names both', async () => {
    await seed(documents, changed(5, { routing: 'elsewhere' }));
    expect(await compareContent(url, 'one', 'two')).toEqual([
      { index: 'one', documents: 1_200, unmatched: onlyOf('/page/5', 'r 5'), repeated: none },
      { index: 'two', documents: 1_200, unmatched: onlyOf('/page/5', 'elsewhere'), repeated: none },
    ]);
  });
});

describe('comparing the content of unusual indices', () => {
  it('counts one id with two routings as two documents', async () => {
    const twins = [
      { id: 'twin', source: '{}', routing: 'a' },
      { id: 'twin', source: '{}', routing: 'b' },
    ];
    const shards = { settings: { number_of_shards: 5 } };
    expect(await seedIndex(url, 'one', { ...shards, documents: twins })).toBe(2);
    expect(await seedIndex(url, 'two', { ...shards, documents: twins.slice(1) })).toBe(1);
    expect(await compareContent(url, 'one', 'two')).toMatchObject([
      { documents: 2, unmatched: onlyOf('twin', 'a'), repeated: none },
      { documents: 1, unmatched: none, repeated: none },
    ]);
  });

  it('finds repeated documents, also if the other index has an equal one', async () => {
    await seed(documents.slice(0, 3), documents.slice(0, 3));
    await call(url, 'POST', '/_aliases', { actions: [{ add: { indices: ['one', 'two'], alias: 'both' } }] });
    const [both, one] = await compareContent(url, 'both', 'one');
    expect(both).toMatchObject({ documents: 6, unmatched: none, repeated: { count: 3 } });
    expect(one).toMatchObject({ documents: 3, unmatched: none, repeated: none });
    await expect(sameContent(url, 'both', 'both')).rejects.toThrow('3 came more than once');
  });

  it('counts all differences, and names the first ten of each index', async () => {
    await seed(documents, documents.slice(0, 1_100));
    const [one, two] = await compareContent(url, 'one', 'two');
    expect([one.unmatched.count, one.unmatched.first.length, two.unmatched.count]).toEqual([100, 10, 0]);
    await expect(sameContent(url, 'one', 'two')).rejects.toThrow(
      /^one: 1200 documents, 100 differ from the other index \(first: \/page\/1\d\d\d\b/,
    );
  });
});
