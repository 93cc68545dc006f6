import type { ClusterHealth } from '../../lib/contract/cluster.ts';

/** The health of a green cluster without nodes, as of now, unless told otherwise. */
export const aHealth = (over: Partial<ClusterHealth> = {}): ClusterHealth => ({
  takenAt: new Date().toISOString(),
  identity: { name: 'search', uuid: 'u', distribution: 'elasticsearch', version: '8.0.0' },
  status: 'green',
  reasons: [],
  reasonsLeftOut: 0,
  nodes: [],
  watermarks: null,
  diskTotalBytes: null,
  diskFreeBytes: null,
  diskRoomBytes: null,
  activeShards: 10,
  unassignedShards: 0,
  initialisingShards: 0,
  relocatingShards: 0,
  pendingTasks: 0,
  maxShards: null,
  ...over,
});
