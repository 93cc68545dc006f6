import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import type { BackupDifference } from '../contract/backup-page.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { readDefinition } from '../elasticsearch/read/read-definition.ts';
import { inThread } from '../thread/run-in-thread.ts';
import { readBackups } from './cluster-backups.ts';
import { MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/**
 * Settings and mappings of a backup, compared with those of the live index of its alias. Throws what the cluster
 * throws.
 */
export async function loadDifference(
  cluster: ConfiguredCluster,
  id: string,
  signal: AbortSignal,
): Promise<BackupDifference> {
  const { summary } = await readBackups(cluster, (source, signal) => source.describe(id, signal));
  const { indices, takenAt } = await readsOf(cluster.key).indices.read({ maxAgeMs: 5000, waitMs: MAX_WAIT_MS });
  const live = liveIndex(indices, summary.group, summary.manifest?.index.name ?? null);
  if (live === null || summary.condition.state !== 'whole') return { ...NOTHING, takenAt };
  const input = {
    backup: await readBackups(cluster, (source, reading) => source.definition(id, reading)),
    live: await readDefinition(clusterConnection(cluster.key), live.name, signal),
  };
  const compared = await inThread('compareDefinitions', input, { signal });
  return { against: live.name, takenAt, ...compared, documents: live.documents };
}

const NOTHING = {
  against: null,
  settings: [],
  mappings: [],
  same: { settings: 0, mappings: 0 },
  different: { settings: 0, mappings: 0 },
  documents: null,
};

/**
 * The index that the alias points to, or that has the alias's name. Of several: the one the backup was made from, else
 * the newest.
 */
function liveIndex(indices: readonly IndexSummary[], group: string, madeFrom: string | null): IndexSummary | null {
  const live = indices.filter(
    (index) => index.name === group || index.aliases.some((membership) => membership.alias === group),
  );
  return (
    live.find((index) => index.name === madeFrom) ??
    live.sort((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''))[0] ??
    null
  );
}
