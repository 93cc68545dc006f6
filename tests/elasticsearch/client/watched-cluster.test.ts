import { expect, test } from 'vitest';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { anything } from '../../../lib/elasticsearch/client/shape.ts';
import { watchedCluster } from '../../../lib/elasticsearch/client/watched-cluster.ts';

/** A cluster whose answers come when the test says so. */
function slowCluster() {
  const answers: (() => void)[] = [];
  const parts: ((part: Buffer | null) => void)[] = [];
  async function* body(): AsyncGenerator<Buffer> {
    for (;;) {
      const part = await new Promise<Buffer | null>((resolve) => parts.push(resolve));
      if (part === null) return;
      yield part;
    }
  }
  const cluster = {
    url: 'http://search:9200',
    request: () => new Promise((resolve) => answers.push(() => resolve({}))),
    requestBytes: () => Promise.resolve({ status: 200, body: body() }),
    identity: () => Promise.reject(new Error('not used')),
    close: () => Promise.resolve(),
  } as unknown as Cluster;
  return { cluster, answers, parts };
}

const request = (path: string) => ({ method: 'POST', path, shape: anything }) as const;

test('the request that has waited longest is named, without its query, until it is answered', async () => {
  const { cluster: slow, answers } = slowCluster();
  const { cluster, openRequest } = watchedCluster(slow);
  expect(openRequest()).toBeNull();
  const first = cluster.request(request('/a/_bulk?refresh=false'));
  const second = cluster.request(request('/b/_refresh'));
  expect(openRequest()?.what).toBe('the cluster’s answer to POST /a/_bulk');
  answers[0]!();
  await first;
  expect(openRequest()?.what).toBe('the cluster’s answer to POST /b/_refresh');
  answers[1]!();
  await second;
  expect(openRequest()).toBeNull();
});

test('of an answer that comes in parts, the next part is waited for only while it is read', async () => {
  const { cluster: slow, parts } = slowCluster();
  const { cluster, openRequest } = watchedCluster(slow);
  const { body } = await cluster.requestBytes(request('/a/_search'));
  expect(openRequest()).toBeNull();
  const iterator = body[Symbol.asyncIterator]();
  const part = iterator.next();
  await Promise.resolve();
  expect(openRequest()?.what).toBe('the rest of the cluster’s answer to POST /a/_search');
  parts[0]!(Buffer.from('1'));
  expect((await part).value).toEqual(Buffer.from('1'));
  expect(openRequest()).toBeNull();
  const end = iterator.next();
  await Promise.resolve();
  parts[1]!(null);
  expect((await end).done).toBe(true);
});
