import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readIndexIdentity } from '../../lib/elasticsearch/admin/describe-index.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planChangeIndexState } from '../../lib/kinds/change-index-state/plan.ts';
import { runChangeIndexState } from '../../lib/kinds/change-index-state/run.ts';
import type { IndexAction } from '../../lib/kinds/change-index-state/schema.ts';
import { planDeleteIndex } from '../../lib/kinds/delete-index/plan.ts';
import { runDeleteIndex } from '../../lib/kinds/delete-index/run.ts';
import { aRun } from '../support/a-run.ts';
import { call, SERVERS, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { placeOf } from '../support/test-place.ts';

const LIVE = 'government-2026-01-08t03-00-00z-aaaa';
const EXTRA = 'government-extra';

describe.each(SERVERS.map(({ key }) => key))('%s', (key) => {
  let server: Server;
  let cluster: Cluster;
  const type = key.startsWith('6.') ? { type: '_doc' } : {};
  const documents = (count: number) => Array.from({ length: count }, (_, n) => ({ id: String(n), source: { n } }));

  beforeAll(async () => {
    server = await startServer({ version: key, heapMb: 384, startTimeoutMs: 300_000 });
    cluster = connect({ url: server.url });
    for (const [index, count] of [
      [LIVE, 12],
      [EXTRA, 4],
    ] as const)
      await seedIndex(server.url, index, { ...type, documents: documents(count), aliases: { government: {} } });
  });
  afterAll(async () => {
    await cluster?.close();
    await server?.stop();
  });

  const change = async (action: IndexAction, index = LIVE) => {
    const plan = await planChangeIndexState(placeOf(cluster), { index, action, writer: null, evenLive: true }, aRun());
    return runChangeIndexState(placeOf(cluster), { kind: 'change-index-state', plan }, aRun());
  };
  const send = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    return { status: answer.status, text: await answer.text() };
  };

  test('an index is closed, a search through its alias then fails as a whole, and it is opened again', async () => {
    expect(await change('close')).toMatchObject({ changed: true, documents: 12 });
    const failed = await send('GET', '/government/_search');
    expect([failed.status, failed.text]).toEqual([400, expect.stringContaining('index_closed_exception')]);
    const partly = await send('GET', '/government/_search?ignore_unavailable=true&size=10');
    expect([partly.status, partly.text.match(/"_id"/g)?.length]).toEqual([200, 4]);
    expect((await send('POST', `/${LIVE}/_doc`, { n: 1 })).status).toBe(400);
    expect(await change('open')).toMatchObject({ changed: true, documents: 12 });
    expect((await send('GET', '/government/_search')).status).toBe(200);
  });

  test('read_only, read_only_allow_delete and metadata refuse to close it, write and read do not', async () => {
    for (const block of ['read_only', 'read_only_allow_delete', 'metadata', 'write', 'read']) {
      await send('PUT', `/${EXTRA}/_settings`, { [`index.blocks.${block}`]: true });
      const { status } = await send('POST', `/${EXTRA}/_close`);
      await send('PUT', `/${EXTRA}/_settings`, { [`index.blocks.${block}`]: null });
      await send('POST', `/${EXTRA}/_open`);
      const allowed = block === 'write' || block === 'read';
      // 8 removes this block by itself within a moment.
      if (block !== 'read_only_allow_delete' || status !== 200)
        expect([block, allowed ? status === 200 : [403, 429].includes(status)]).toEqual([block, true]);
    }
  });

  test('an index without an alias is deleted, open or closed', async () => {
    await seedIndex(server.url, 'old-1', { ...type, documents: documents(2) });
    await call(server.url, 'POST', '/old-1/_close');
    const plan = await planDeleteIndex(placeOf(cluster), { index: 'old-1', writer: null, goodBackups: null }, aRun());
    expect(await runDeleteIndex(placeOf(cluster), { kind: 'delete-index', plan }, aRun())).toMatchObject({
      index: 'old-1',
    });
    expect((await send('HEAD', '/old-1')).status).toBe(404);
  });

  // Elasticsearch's distributions of the tests come without data streams.
  test.runIf(key.startsWith('opensearch'))('the index of a data stream says whose it is', async () => {
    await send('PUT', '/_index_template/logs', { index_patterns: ['logs'], data_stream: {} });
    expect((await send('PUT', '/_data_stream/logs')).status).toBe(200);
    const backing = '.ds-logs-000001';
    expect(await readIndexIdentity(cluster, backing)).toMatchObject({ dataStream: 'logs' });
    expect((await send('DELETE', `/${backing}`)).status).toBe(400);
  });
});
