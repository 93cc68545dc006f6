import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import type { BackupDifference } from '../contract/backup-page.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { readDefinition } from '../elasticsearch/read/read-definition.ts';
import { inThread } from '../thread/run-in-thread.ts';
import { askBackups } from './cluster-backups.ts';
import { MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';

/** Settings and mappings of a backup against those of the index that is live under its name. Throws what the cluster throws. */
export async function loadDifference(
  cluster: ConfiguredCluster,
  id: string,
  signal: AbortSignal,
): Promise<BackupDifference> {
  const { summary } = await askBackups(cluster, (source, asking) => source.describe(id, asking));
  const { indices, takenAt } = await readsOf(cluster.key).indices.read({ maxAgeMs: 5000, waitMs: MAX_WAIT_MS });
  const live = liveIndex(indices, summary.group, summary.manifest?.index.name ?? null);
  if (live === null || summary.condition.state !== 'whole') return { ...NOTHING, takenAt };
  const input = {
    backup: await askBackups(cluster, (source, asking) => source.definition(id, asking)),
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

/** What the alias points to; of several the one the backup was made of, else the newest. An index of that very name counts too. */
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
