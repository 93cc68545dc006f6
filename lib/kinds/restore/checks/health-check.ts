import type { ClusterHealth } from '../../../contract/cluster.ts';
import type { Check } from '../../../contract/plan.ts';
import { plural } from '../../../format.ts';

/** What the cluster's health means for the documents that are loaded, or for shards that the nodes restore. Never refuses. */
export function healthCheck(health: ClusterHealth | null, of: 'load' | 'snapshot' = 'load'): Check {
  if (health === null)
    return {
      id: 'health',
      level: 'warn',
      title: 'Health is unknown',
      detail: 'The cluster did not answer the request for its health.',
    };
  const why = health.reasons[0] ? `${health.reasons[0].sentence}.` : '';
  if (health.status === 'red')
    return { id: 'health', level: 'warn', title: 'Health is red', detail: `${why} ${RED[of]}` };
  if (health.status === 'yellow')
    return { id: 'health', level: 'warn', title: 'Health is yellow', detail: `${why} ${YELLOW[of]}` };
  return {
    id: 'health',
    level: 'ok',
    title: 'Health is green',
    detail: `${plural(health.nodes.length, 'node')}, ${plural(health.activeShards, 'shard')}, none unassigned.`,
  };
}

const RED = {
  load: 'A new index can be loaded if its own shards are assigned; the load pauses while they are not.',
  snapshot: 'A new index can be restored if nodes have room for its shards; the restore waits while they have none.',
};
const YELLOW = {
  load: 'The load continues, slower if writes are rejected. It pauses if the new index turns red.',
  snapshot: 'A restore is possible: it needs primary shards only, and its replicas are added at the end.',
};
