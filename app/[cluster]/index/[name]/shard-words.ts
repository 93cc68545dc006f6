import type { ShardCopy } from '@/lib/contract/index-page.ts';

/** What a copy on a node does, if it is not simply there. */
export function copyState({ state, to }: Pick<ShardCopy, 'state' | 'to'>): string {
  switch (state) {
    case 'started':
      return 'started';
    case 'relocating':
      return to === null ? 'moves to another node' : `moves to ${to}`;
    case 'starting':
      return 'is being started';
    case 'unassigned':
      return 'on no node';
    case 'unknown':
      return 'state unknown';
    default:
      return state satisfies never;
  }
}

/** The server's words for why a copy became unassigned. Source: Elasticsearch, UnassignedInfo.Reason. */
const CAUSES = new Map([
  ['INDEX_CREATED', 'not assigned since the index was created'],
  ['CLUSTER_RECOVERED', 'not assigned since the cluster was started'],
  ['INDEX_REOPENED', 'not assigned since the index was opened'],
  ['INDEX_CLOSED', 'not assigned since the index was closed'],
  ['DANGLING_INDEX_IMPORTED', 'a dangling index was imported'],
  ['NEW_INDEX_RESTORED', 'a snapshot is restored into it'],
  ['EXISTING_INDEX_RESTORED', 'a snapshot is restored into it'],
  ['REPLICA_ADDED', 'not assigned since the replica was added'],
  ['ALLOCATION_FAILED', 'starting it failed'],
  ['NODE_LEFT', 'the node that held it left the cluster'],
  ['NODE_RESTARTING', 'the node that held it restarts'],
  ['REROUTE_CANCELLED', 'a person cancelled its allocation'],
  ['REINITIALIZED', 'it was started again'],
  ['REALLOCATED_REPLICA', 'a better place for it was found'],
  ['PRIMARY_FAILED', 'its primary failed'],
  ['FORCED_EMPTY_PRIMARY', 'a person forced an empty primary'],
  ['MANUAL_ALLOCATION', 'a person allocated it'],
]);

/** The server's own word where this version does not know it. */
export const unassignedWord = (why: string | null): string =>
  why === null ? 'the cluster gives no cause' : (CAUSES.get(why) ?? why);
