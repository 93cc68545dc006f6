import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { processGlobal } from '../process-wide.ts';
import { clusterUuidOf } from './cluster-entries.ts';
import { runner } from './jobs.ts';

const ANSWER_WITHIN_MS = 2_000;
const RETRY_AFTER_MS = 10_000;

const requestedAtMs = processGlobal('unseen-asked-at', () => new Map<string, number>());

/**
 * Called before a change: requests the uuid of entries that never answered and might name the same cluster. An entry
 * that does not answer now stays unknown.
 */
export async function learnClusterUuids(cluster: ConfiguredCluster): Promise<void> {
  const restricting = (cluster.others?.() ?? []).filter((other) => other.protected || other.sensitive);
  if (restricting.length === 0) return;
  await Promise.all([cluster, ...restricting].filter(isDue).map(requestUuid));
}

function isDue(cluster: ConfiguredCluster): boolean {
  if (performance.now() - (requestedAtMs().get(cluster.key) ?? -Infinity) < RETRY_AFTER_MS) return false;
  try {
    return clusterUuidOf(runner().store, cluster) === null;
  } catch {
    return clusterUuidOf(null, cluster) === null;
  }
}

async function requestUuid({ key }: ConfiguredCluster): Promise<void> {
  requestedAtMs().set(key, performance.now());
  await clusterConnection(key)
    .identity(AbortSignal.timeout(ANSWER_WITHIN_MS))
    .catch(() => undefined);
}
