import { expect, test } from 'vitest';
import type { ClusterHealth } from '../../../../lib/contract/cluster.ts';
import { replicaChecks } from '../../../../lib/kinds/restore/checks/replica-checks.ts';

const health = (dataNodes: number, status: ClusterHealth['status'] = 'green') =>
  ({
    status,
    nodes: [{ data: false }, ...Array.from({ length: dataNodes }, () => ({ data: true }))],
  }) as unknown as ClusterHealth;
const none = { create: {}, afterLoad: {} } as Parameters<typeof replicaChecks>[2];

test('replicas that fit on no node make the cluster yellow, and the plan says so', () => {
  expect(replicaChecks(health(1), { shards: 2, replicas: 1 }, none)).toMatchObject([
    {
      level: 'warn',
      title: 'This will make the cluster yellow',
      detail: expect.stringContaining('2 replicas of the restored index fit on no node') as string,
      hint: 'Add a node, or restore with 0 replicas.',
    },
  ]);
  expect(replicaChecks(health(2), { shards: 1, replicas: 2 }, none)).toMatchObject([
    { detail: expect.stringMatching(/^1 replica of the restored index fits .* 3 data nodes, .* has 2\./) as string },
  ]);
  expect(replicaChecks(health(1, 'yellow'), { shards: 1, replicas: 1 }, none)[0]!.title).not.toContain('will make');
});

test('there is no warning where every copy has a node, or where it is not known', () => {
  expect(replicaChecks(health(2), { shards: 5, replicas: 1 }, none)).toEqual([]);
  expect(replicaChecks(health(1), { shards: 5, replicas: 0 }, none)).toEqual([]);
  expect(replicaChecks(null, { shards: 1, replicas: 1 }, none)).toEqual([]);
  const range = { create: {}, afterLoad: { 'index.auto_expand_replicas': '0-1' } } as typeof none;
  expect(replicaChecks(health(1), { shards: 1, replicas: 1 }, range), 'the server adapts them').toEqual([]);
});
