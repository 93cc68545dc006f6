import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { readSnapshot } from '../../lib/elasticsearch/snapshots/snapshots.ts';
import { planSnapshot } from '../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../lib/kinds/snapshot/run.ts';
import { snapshot as snapshotKind } from '../../lib/kinds/snapshot/describe.ts';
import type { SnapshotCheckpoint } from '../../lib/kinds/snapshot/schema.ts';
import { shardFailure } from '../../lib/snapshots/shard-failure.ts';
import { aRun } from '../support/a-run.ts';
import { call, SERVERS, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { placeOf } from '../support/test-place.ts';
import { damage, largestFile, uuidOf } from './damage.ts';

describe.each(SERVERS.map(({ key }) => key))('%s', (key) => {
  let server: Server;
  let cluster: Cluster;
  let folder: string;
  const type = key.startsWith('6.') ? { type: '_doc' } : {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restore-desk-partial-'));
    await chmod(folder, 0o777);
    server = await startServer({ version: key, repo: folder, heapMb: 384, startTimeoutMs: 300_000 });
    cluster = connect({ url: server.url, requestTimeoutMs: 60_000 });
    await call(server.url, 'PUT', '/_snapshot/main', { type: 'fs', settings: { location: join(folder, 'main') } });
    const documents = Array.from({ length: 200 }, (_, id) => ({
      id: String(id),
      source: { title: `Page ${String(id)}` },
    }));
    await seedIndex(server.url, 'whole-1', { documents, ...type });
    await seedIndex(server.url, 'hurt-1', { documents, ...type });
    await call(server.url, 'POST', '/hurt-1/_flush?force=true');
  }, 400_000);
  afterAll(async () => {
    await cluster?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('a red index is missing, and the reason is a sentence', async () => {
    await call(server.url, 'PUT', '/red-1?wait_for_active_shards=0&timeout=1s', {
      settings: { 'index.routing.allocation.require._name': 'nowhere', number_of_shards: 1, number_of_replicas: 0 },
    });
    await call(server.url, 'PUT', '/_snapshot/main/red?wait_for_completion=true', {
      indices: 'whole-1,red-1',
      partial: true,
      include_global_state: false,
    });
    const taken = await readSnapshot(cluster, 'main', 'red');
    expect(taken).toMatchObject({ state: 'PARTIAL', failures: [{ index: 'red-1', shard: 0 }] });
    expect(shardFailure(taken!.failures[0]!.reason)).toEqual({
      sentence: 'Its primary shard was not allocated (the index was red): there was nothing to copy.',
      liveShardDamaged: false,
    });
    await call(server.url, 'DELETE', '/red-1');
  });

  test('a damaged file of a live shard makes a partial snapshot, and an alarm about the live index', async () => {
    await damage(await largestFile(server.directory, await uuidOf(server.url, 'hurt-1')));
    const plan = await planSnapshot(
      placeOf(cluster),
      { repository: 'main', by: 'a test', indices: ['hurt-1', 'whole-1'], name: 'hurt' },
      aRun(),
    );
    const result = await runSnapshot(placeOf(cluster), { kind: 'snapshot', plan }, aRun<SnapshotCheckpoint>());
    expect(result).toMatchObject({ status: 'partial', state: 'PARTIAL', shards: { failed: 1 } });
    // Nothing was written, and still nothing is proved of an index with a missing shard.
    expect(result.indices.map(({ index, proof }) => [index, proof])).toEqual([
      ['hurt-1', 'bracketed'],
      ['whole-1', 'exact'],
    ]);
    const [failure, ...others] = result.failures;
    expect(others).toEqual([]);
    expect(failure).toMatchObject({
      index: 'hurt-1',
      reason: expect.stringMatching(/CorruptIndexException/) as unknown,
    });
    expect(shardFailure(failure!.reason)).toEqual({
      sentence: 'A file of the live shard is damaged: its content does not match its checksum.',
      liveShardDamaged: true,
    });
    const warning = snapshotKind.warning(result);
    expect(warning).toContain('hurt-1 itself is damaged');
    expect(warning).toContain('turns red at the next restart');
    // That is true: the shard is not opened again.
    await call(server.url, 'POST', '/hurt-1/_close');
    await call(server.url, 'POST', '/hurt-1/_open?wait_for_active_shards=0');
    await expect
      .poll(async () => (await call<{ status: string }>(server.url, 'GET', '/_cluster/health/hurt-1')).status)
      .toBe('red');
  }, 200_000);
});
