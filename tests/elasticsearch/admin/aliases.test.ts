import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { moveAliases, readAlias } from '../../../lib/elasticsearch/admin/aliases.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { makeIndex } from '../make-index.ts';

let url: string;
let cluster: Cluster;
const make = (index: string, body?: object) => makeIndex(url, index, body);

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(() => emptyCluster(url));
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
});

test('one alias call makes all of its changes or none', async () => {
  await make('one', { aliases: { a: {} } });
  await make('two');
  const failure = await failureOf(
    moveAliases(cluster, [
      { do: 'remove', index: 'two', alias: 'a' },
      { do: 'add', index: 'two', membership: { alias: 'b' } },
    ]),
  );
  expect(failure.code).toBe('not_found');
  expect(await readAlias(cluster, 'b')).toEqual([]);
});
