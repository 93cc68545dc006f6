import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusterHealth } from '../../../lib/contract/cluster.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { readHealth } from '../../../lib/elasticsearch/health/health.ts';
import { call, emptyCluster, sharedServer } from '../../support/elasticsearch.ts';
import { makeIndex } from '../make-index.ts';

let url: string;
let cluster: Cluster;
const make = (index: string, settings: object) => makeIndex(url, index, { settings });
const parsedHealth = async () => clusterHealth.parse(await readHealth(cluster));

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(() => emptyCluster(url));
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
});

describe('health of a real server', () => {
  it('a green cluster has no reasons, and has nodes, disks and limits', async () => {
    await make('fine', {});
    const health = await parsedHealth();
    expect(health).toMatchObject({ status: 'green', reasons: [], reasonsLeftOut: 0, unassignedShards: 0 });
    expect(health.watermarks).not.toBeNull();
    expect(health.maxShards).toBeGreaterThan(0);
    expect(health.nodes).toHaveLength(1);
    expect(health.nodes[0]).toMatchObject({ data: true, master: true, writeQueue: 0 });
    expect(health.nodes[0]!.heapUsedPercent).toBeGreaterThan(0);
    expect(health.diskFreeBytes).toBeGreaterThan(0);
  });

  it('each index that is not green has its reason, red ones first', async () => {
    await make('a-lonely', { number_of_replicas: 1 });
    await make('b-nowhere', { 'index.routing.allocation.require.rack': 'r9' });
    await make('c-off', { 'index.routing.allocation.enable': 'none' });
    const { status, reasons } = await parsedHealth();
    expect(status).toBe('red');
    expect(reasons.map(({ index, status: colour, sentence }) => [index, colour, sentence])).toEqual([
      [
        'b-nowhere',
        'red',
        '1 primary shard of b-nowhere is unassigned: the only node does not match index.routing.allocation.require (rack:"r9")',
      ],
      [
        'c-off',
        'red',
        '1 primary shard of c-off is unassigned: allocation is switched off (index.routing.allocation.enable); set it back to "all"',
      ],
      ['a-lonely', 'yellow', '1 replica shard of a-lonely is unassigned: no second node to hold it'],
    ]);
  });

  it('eight reasons are given, and the others are counted', async () => {
    for (let at = 0; at < 11; at++) await make(`lonely-${at}`, { number_of_replicas: 1 });
    const { reasons, reasonsLeftOut } = await parsedHealth();
    expect([reasons.length, reasonsLeftOut]).toEqual([8, 3]);
  });

  it('a disk above the high watermark is reported and has no room', async () => {
    await call(url, 'PUT', '/_cluster/settings', {
      transient: { 'cluster.routing.allocation.disk.watermark': { low: '1%', high: '2%', flood_stage: '100%' } },
    });
    await call(url, 'PUT', '/stuck?wait_for_active_shards=0', { settings: { number_of_replicas: 0 } });
    const health = await parsedHealth();
    expect(health.nodes[0]!.watermark).toBe('high');
    expect(health.diskRoomBytes).toBe(0);
    expect(health.watermarks).toEqual({ low: '1%', high: '2%', flood: '100%' });
    expect(health.reasons[0]!.sentence).toMatch(
      /^1 primary shard of stuck is unassigned: the disk of the only node is above the (low|high) watermark/,
    );
  });
});
