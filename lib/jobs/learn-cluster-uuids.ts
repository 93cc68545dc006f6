import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { processGlobal } from '../process-wide.ts';
import { uuidOf } from './cluster-entries.ts';
import { runner } from './jobs.ts';

const WITHIN_MS = 2_000;
const AGAIN_AFTER_MS = 10_000;

const askedAt = processGlobal('unseen-asked-at', () => new Map<string, number>());

/**
 * Before a change: entries that could turn out to be the same cluster, and never answered yet, are asked who they are. One
 * that does not answer now stays unknown.
 */
export async function learnClusterUuids(cluster: ConfiguredCluster): Promise<void> {
  const ruling = (cluster.others?.() ?? []).filter((other) => other.protected || other.sensitive);
  if (ruling.length === 0) return;
  await Promise.all([cluster, ...ruling].filter(isUnseen).map(ask));
}

function isUnseen(cluster: ConfiguredCluster): boolean {
  if (performance.now() - (askedAt().get(cluster.key) ?? -Infinity) < AGAIN_AFTER_MS) return false;
  try {
    return uuidOf(runner().store, cluster) === null;
  } catch {
    return uuidOf(null, cluster) === null;
  }
}

async function ask({ key }: ConfiguredCluster): Promise<void> {
  askedAt().set(key, performance.now());
  await clusterConnection(key)
    .identity(AbortSignal.timeout(WITHIN_MS))
    .catch(() => undefined);
}
