import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { getCurrentDocuments, getDocuments } from '../../../lib/elasticsearch/read/get-documents.ts';
import { emptyCluster, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';

const { signal } = new AbortController();
const MIB = 1024 ** 2;
const keys = Array.from({ length: 5 }, (_, n) => ({ id: String(n), routing: null }));
const sourceOf = (n: number) => `{"n":${n}.0,"text":"${'x'.repeat(1.5 * MIB)}"}`;
let cluster: Cluster;

beforeAll(async () => {
  const url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, 'large', {
    mappings: { dynamic: false },
    documents: keys.map(({ id }, n) => ({ id, source: sourceOf(n) })),
  });
  cluster = connect({ url });
});
afterAll(async () => {
  await cluster.close();
  await emptyCluster(await sharedServer());
});

test('documents that are larger than other answers may be are read, byte for byte', async () => {
  const sources = await getDocuments(cluster, 'large', [...keys, { id: 'none', routing: null }], null, signal);
  expect(sources.map((source) => source?.toString() ?? null)).toEqual([...keys.map((_, n) => sourceOf(n)), null]);
});

test('with what a conditional write needs, as long as they fit', async () => {
  const options = { signal, maxBytes: 4 * MIB };
  expect(await getCurrentDocuments(cluster, 'large', keys, null, options)).toBeNull();
  const [first, second, none] = (await getCurrentDocuments(
    cluster,
    'large',
    [...keys.slice(0, 2), { id: 'none', routing: null }],
    null,
    options,
  ))!;
  expect(first).toMatchObject({ seqNo: '0', primaryTerm: '1', routing: null });
  expect(second!.source.toString()).toBe(sourceOf(1));
  expect(none).toBeNull();
  // One document alone is read whatever its size.
  const [alone] = (await getCurrentDocuments(cluster, 'large', keys.slice(0, 1), null, { signal, maxBytes: 1_000 }))!;
  expect(alone!.source.toString()).toBe(sourceOf(0));
});

test('an index that is gone is said at once', async () => {
  expect(await failureOf(getCurrentDocuments(cluster, 'nowhere', keys, null, { signal, maxBytes: MIB }))).toMatchObject(
    { code: 'index_changed' },
  );
});
