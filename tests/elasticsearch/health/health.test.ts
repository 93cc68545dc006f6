import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusterHealth } from '../../../lib/contract/cluster.ts';
import { codeOf } from '../../../lib/elasticsearch/client/response-error.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import {
  requiredFreeBytes,
  parseByteSize,
  bytesBelowHighWatermark,
  watermarkOf,
} from '../../../lib/elasticsearch/health/disk-watermarks.ts';
import { explainAllocation } from '../../../lib/elasticsearch/health/explain-allocation.ts';
import { readHealth } from '../../../lib/elasticsearch/health/health.ts';
import { call, emptyCluster, sharedServer } from '../../support/elasticsearch.ts';

let url: string;
let cluster: Cluster;
// A shard that finds no place is not waited for; the others are.
const make = (index: string, settings: object) =>
  call(
    url,
    'PUT',
    `/${index}?wait_for_active_shards=${JSON.stringify(settings).includes('routing.allocation') || index === 'stuck' ? 0 : 1}`,
    { settings: { number_of_replicas: 0, ...settings } },
  );
const gathered = async () => clusterHealth.parse(await readHealth(cluster));

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(() => emptyCluster(url));
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
});

it.each([
  ['blocked by: [SERVICE_UNAVAILABLE/2/no master];', 'unreachable'],
  ['blocked by: [SERVICE_UNAVAILABLE/2/no cluster-manager];', 'unreachable'],
  ['blocked by: [SERVICE_UNAVAILABLE/2/no cluster_manager];', 'unreachable'],
  ['blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];', 'unreachable'],
  ['index [a] blocked by: [FORBIDDEN/8/index write (api)];', 'blocked'],
])('a cluster that is not ready is told apart from a block that somebody set: %s', (reason, code) => {
  expect(codeOf(503, 'cluster_block_exception', reason)).toBe(code);
});

describe('health of a real server', () => {
  it('green, with nodes, disks and limits', async () => {
    await make('fine', {});
    const health = await gathered();
    expect(health).toMatchObject({ status: 'green', reasons: [], reasonsLeftOut: 0, unassignedShards: 0 });
    expect(health.watermarks).not.toBeNull();
    expect(health.maxShards).toBeGreaterThan(0);
    expect(health.nodes).toHaveLength(1);
    expect(health.nodes[0]).toMatchObject({ data: true, master: true, writeQueue: 0 });
    expect(health.nodes[0]!.heapUsedPercent).toBeGreaterThan(0);
    expect(health.diskFreeBytes).toBeGreaterThan(0);
  });

  it('each index that is not green has its reason, the worst first', async () => {
    await make('a-lonely', { number_of_replicas: 1 });
    await make('b-nowhere', { 'index.routing.allocation.require.rack': 'r9' });
    await make('c-off', { 'index.routing.allocation.enable': 'none' });
    const { status, reasons } = await gathered();
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

  it('names a few and counts the rest', async () => {
    for (let at = 0; at < 11; at++) await make(`lonely-${at}`, { number_of_replicas: 1 });
    const { reasons, reasonsLeftOut } = await gathered();
    expect([reasons.length, reasonsLeftOut]).toEqual([8, 3]);
  });

  it('a disk past a watermark is told, and leaves no room', async () => {
    await call(url, 'PUT', '/_cluster/settings', {
      transient: { 'cluster.routing.allocation.disk.watermark': { low: '1%', high: '2%', flood_stage: '100%' } },
    });
    await make('stuck', {});
    const health = await gathered();
    expect(health.nodes[0]!.watermark).toBe('high');
    expect(health.diskRoomBytes).toBe(0);
    expect(health.watermarks).toEqual({ low: '1%', high: '2%', flood: '100%' });
    expect(health.reasons[0]!.sentence).toMatch(
      /^1 primary shard of stuck is unassigned: the disk of the only node is above the (low|high) watermark/,
    );
  });
});

describe('watermarks', () => {
  const GB = 1024 ** 3;
  it('are shares of the disk, capped from 8 on, or free bytes', () => {
    expect([parseByteSize('50gb'), parseByteSize('1.5TB'), parseByteSize('10'), parseByteSize('-1')]).toEqual([
      50 * GB,
      1.5 * 1024 * GB,
      null,
      null,
    ]);
    expect(requiredFreeBytes('90%', undefined, 100 * GB)).toBeCloseTo(10 * GB);
    expect(requiredFreeBytes('0.9', undefined, 100 * GB)).toBeCloseTo(10 * GB);
    expect(requiredFreeBytes('90%', '150GB', 10_000 * GB)).toBe(150 * GB);
    expect(requiredFreeBytes('90%', '-1', 10_000 * GB)).toBeCloseTo(1000 * GB);
    expect(requiredFreeBytes('20gb', undefined, 100 * GB)).toBe(20 * GB);
  });

  it('the worst one a disk has passed is told', () => {
    const marks = { low: '85%', high: '90%', flood: '95%', headroom: {} };
    expect([20, 12, 7, 3].map((free) => watermarkOf(marks, 100, free))).toEqual(['below', 'low', 'high', 'flood']);
    expect([bytesBelowHighWatermark(marks, 1000, 500), bytesBelowHighWatermark(marks, 1000, 50)]).toEqual([400, 0]);
    expect(watermarkOf({ ...marks, high: 'whatever' }, 100, 20)).toBeNull();
  });
});

describe('explaining an allocation', () => {
  const decided = (...deciders: [decider: string, explanation: string][]) => ({
    current_state: 'unassigned',
    can_allocate: 'no',
    node_allocation_decisions: [
      { deciders: deciders.map(([decider, explanation]) => ({ decider, decision: 'NO', explanation })) },
    ],
  });
  it.each([
    [decided(['same_shard', 'a copy of this shard is already allocated to this node']), 'no second node to hold it'],
    [
      decided(['max_retry', 'shard has exceeded the maximum number of retries']),
      /^starting it failed; when the cause is gone/,
    ],
    [
      decided(['replica_after_primary_active', 'primary shard for this replica is not yet active']),
      'it waits for its primary shard',
    ],
    [
      decided(
        ['same_shard', 'x'],
        [
          'disk_threshold',
          'the node is above the low watermark cluster setting [cluster.routing.allocation.disk.watermark.low=85%], having less than the minimum required [10gb] free space, actual free: [5gb]',
        ],
      ),
      /^the disk of the only node is above the low watermark/,
    ],
    [
      decided(['enable', 'no allocations are allowed due to cluster setting [cluster.routing.allocation.enable=none]']),
      /allocation is switched off \(cluster\.routing\.allocation\.enable\)/,
    ],
    [decided(['something_new', 'a reason\n  of the future']), 'a reason of the future'],
    [
      { current_state: 'unassigned', can_allocate: 'no_valid_shard_copy', unassigned_info: { reason: 'NODE_LEFT' } },
      /the node that does has left/,
    ],
    [
      { current_state: 'unassigned', can_allocate: 'allocation_delayed', remaining_delay: '40s' },
      /a node left the cluster; it is waited for \(40s left\)/,
    ],
    [{ current_state: 'unassigned', can_allocate: 'throttled' }, 'other shards are being recovered first'],
    [{ current_state: 'initializing' }, 'it is being started right now'],
    [{}, 'the cluster gives no reason'],
  ])('%j', (answer, sentence) => {
    const said = explainAllocation(answer);
    if (typeof sentence === 'string') expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
    expect(said).not.toContain('\n');
  });
});
