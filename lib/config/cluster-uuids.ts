import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { processGlobal } from '../process-wide.ts';
import type { ConfiguredCluster } from './load.ts';

/** A cluster's own id as it answered under an entry of the configuration, and at which address. */
export interface SeenUuid {
  readonly key: string;
  readonly url: string;
  readonly uuid: string;
}

const seen = processGlobal('seen-uuids', () => ({
  byKey: new Map<string, SeenUuid>(),
  listeners: [] as ((cluster: ConfiguredCluster) => void)[],
}));

/** What Elasticsearch says before it has formed a cluster. */
const NOT_YET = '_na_';

export function noteUuid(cluster: ConfiguredCluster, uuid: string): void {
  if (uuid === '' || uuid === NOT_YET || seenUuid(cluster) === uuid) return;
  const { key, connection } = cluster;
  seen().byKey.set(key, { key, url: connection.url, uuid });
  for (const listener of seen().listeners) listener(cluster);
}

/** What answered in this process; null: nothing yet, or at another address. */
export function seenUuid({ key, connection }: ConfiguredCluster): string | null {
  const known = seen().byKey.get(key);
  return known?.url === connection.url ? known.uuid : null;
}

/** Calls back whenever an entry is first seen, or seen with another id. */
export const onUuidSeen = (listener: (cluster: ConfiguredCluster) => void): void => {
  seen().listeners.push(listener);
};

/** The same connection; what it says of its cluster is remembered. */
export const notingUuids = (cluster: ConfiguredCluster, connection: Cluster): Cluster => ({
  ...connection,
  identity: async (signal) => {
    const identity = await connection.identity(signal);
    noteUuid(cluster, identity.uuid);
    return identity;
  },
});
