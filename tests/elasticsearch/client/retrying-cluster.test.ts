import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { moveAliases } from '../../../lib/elasticsearch/admin/aliases.ts';
import type { Cluster, ClusterRequest } from '../../../lib/elasticsearch/client/cluster.ts';
import {
  createIndex,
  deleteIndex,
  openIndex,
  putSettings,
  refreshIndex,
} from '../../../lib/elasticsearch/admin/index-admin.ts';
import { retryingCluster } from '../../../lib/elasticsearch/client/retrying-cluster.ts';
import { closePointInTime, openPointInTime } from '../../../lib/elasticsearch/read/point-in-time.ts';
import { anything } from '../../../lib/elasticsearch/client/shape.ts';
import { AppError } from '../../../lib/errors.ts';
import { failureOf } from '../../support/failure-of.ts';

/** A cluster that fails each request the first time, and counts how often each is sent. */
function failingOnce() {
  const sent: ClusterRequest[] = [];
  const times = ({ method, path }: Pick<ClusterRequest, 'method' | 'path'>) =>
    sent.filter((one) => one.method === method && one.path === path).length;
  const receive = (request: ClusterRequest): void => {
    sent.push(request);
    if (times(request) === 1) throw new AppError('unreachable', 'No connection.');
  };
  const cluster: Cluster = {
    url: 'http://127.0.0.1:9200',
    identity: async () => ({ name: 'cluster', uuid: 'u', version: '9.1.0', distribution: 'elasticsearch' }),
    request: async <T>(request: ClusterRequest) => {
      receive(request);
      return {
        id: 'pit',
        'some-index': { settings: { 'index.uuid': 'u' } },
        _shards: { total: 1, failed: 0 },
      } as T;
    },
    requestBytes: async (request) => {
      receive(request);
      return { status: 200, body: Readable.from([Buffer.from('{}')]) };
    },
    close: async () => undefined,
  };
  return {
    cluster: retryingCluster(cluster, { signal: new AbortController().signal, log: () => undefined }),
    times,
  };
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
const PATHS = ['/', '/some/_search', '/some/_refresh', '/some/_settings', '/_aliases', '/some/_bulk', '/some'];
/** Whether a request is sent again, by its method and its `idempotent`. */
const RULES = METHODS.flatMap((method) => [
  { method, idempotent: true, retried: true },
  { method, idempotent: false, retried: false },
  { method, idempotent: undefined, retried: method === 'GET' },
]);

describe.each(['request', 'requestBytes'] as const)('%s', (send) => {
  test.each(RULES)('$method with idempotent $idempotent is sent again: $retried, whatever its path', async (rule) => {
    const { method, idempotent, retried } = rule;
    await Promise.all(
      PATHS.map(async (path) => {
        const { cluster, times } = failingOnce();
        const response = cluster[send]({ method, path, shape: anything, idempotent });
        if (retried) await response;
        else expect((await failureOf(response)).code).toBe('unreachable');
        expect(times({ method, path }), path).toBe(retried ? 2 : 1);
      }),
    );
  });
});

test.each<[string, ClusterRequest['method'], string, (cluster: Cluster) => Promise<unknown>]>([
  ['opening an index', 'POST', '/some-index/_open', (cluster) => openIndex(cluster, 'some-index')],
  ['refreshing an index', 'POST', '/some-index/_refresh', (cluster) => refreshIndex(cluster, 'some-index')],
  ['setting index settings', 'PUT', '/some-index/_settings', (cluster) => putSettings(cluster, 'some-index', { a: 1 })],
  ['opening a point in time', 'POST', '/some-index/_pit', (cluster) => openPointInTime(cluster, 'some-index')],
])('%s is idempotent, and is sent again', async (_, method, path, step) => {
  const { cluster, times } = failingOnce();
  await step(cluster);
  expect(times({ method, path })).toBe(2);
});

test.each<[string, ClusterRequest['method'], string, (cluster: Cluster) => Promise<unknown>]>([
  [
    'creating an index',
    'PUT',
    '/some-index',
    (cluster) => createIndex(cluster, 'some-index', { settings: {}, mappings: {} }),
  ],
  ['deleting an index', 'DELETE', '/some-index', (cluster) => deleteIndex(cluster, 'some-index')],
  ['moving aliases', 'POST', '/_aliases', (cluster) => moveAliases(cluster, [])],
])('%s is sent once, and its failure goes to the caller', async (_, method, path, step) => {
  const { cluster, times } = failingOnce();
  expect((await failureOf(step(cluster))).code).toBe('unreachable');
  expect(times({ method, path })).toBe(1);
});

test('closing a point in time is sent once, and its failure is ignored', async () => {
  const { cluster, times } = failingOnce();
  await closePointInTime(cluster, { id: 'pit', kind: 'pit' });
  expect(times({ method: 'DELETE', path: '/_pit' })).toBe(1);
});
