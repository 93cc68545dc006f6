import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { processGlobal } from '../process-wide.ts';
import type { ConfiguredCluster } from './configuration.ts';

/** The uuid that a cluster answered under an entry of the configuration, and at which address. */
export interface ClusterUuid {
  readonly key: string;
  readonly url: string;
  readonly uuid: string;
}

const observed = processGlobal('seen-uuids', () => ({
  byKey: new Map<string, ClusterUuid>(),
  listeners: [] as ((cluster: ConfiguredCluster) => void)[],
}));

/** Elasticsearch's answer before it has formed a cluster. */
const NOT_FORMED = '_na_';

export function saveObservedUuid(cluster: ConfiguredCluster, uuid: string): void {
  if (uuid === '' || uuid === NOT_FORMED || observedUuid(cluster) === uuid) return;
  const { key, connection } = cluster;
  observed().byKey.set(key, { key, url: connection.url, uuid });
  for (const listener of observed().listeners) listener(cluster);
}

/** The last uuid that this process has observed; null: none yet, or at another address. */
export function observedUuid({ key, connection }: ConfiguredCluster): string | null {
  const last = observed().byKey.get(key);
  return last?.url === connection.url ? last.uuid : null;
}

/** Calls back when an entry first answers, or answers with another uuid. */
export const onUuidObserved = (listener: (cluster: ConfiguredCluster) => void): void => {
  observed().listeners.push(listener);
};

/** The same connection; every uuid it receives is saved. */
export const observingUuids = (cluster: ConfiguredCluster, connection: Cluster): Cluster => ({
  ...connection,
  identity: async (signal) => {
    const identity = await connection.identity(signal);
    saveObservedUuid(cluster, identity.uuid);
    return identity;
  },
});
