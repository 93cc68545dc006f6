import { expect, test } from 'vitest';
import { explainAllocation } from '../../../lib/elasticsearch/health/explain-allocation.ts';

const decided = (...deciders: [decider: string, reason: string][]) => ({
  current_state: 'unassigned',
  can_allocate: 'no',
  node_allocation_decisions: [
    { deciders: deciders.map(([decider, reason]) => ({ decider, decision: 'NO', explanation: reason })) },
  ],
});

test.each([
  [decided(['same_shard', 'a copy of this shard is already allocated to this node']), 'no second node to hold it'],
  [
    decided(['max_retry', 'shard has exceeded the maximum number of retries']),
    /^starting it failed; when the cause is fixed/,
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
    /the node that holds it has left/,
  ],
  [
    { current_state: 'unassigned', can_allocate: 'allocation_delayed', remaining_delay: '40s' },
    /a node left the cluster; it is waited for \(40s left\)/,
  ],
  [{ current_state: 'unassigned', can_allocate: 'throttled' }, 'other shards are being recovered first'],
  [{ current_state: 'initializing' }, 'it is being started right now'],
  [{}, 'the cluster gives no reason'],
])('%j is explained as %s', (response, sentence) => {
  const explanation = explainAllocation(response);
  if (typeof sentence === 'string') expect(explanation).toBe(sentence);
  else expect(explanation).toMatch(sentence);
  expect(explanation).not.toContain('\n');
});
