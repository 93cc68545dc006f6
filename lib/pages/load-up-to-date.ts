import type { UpToDate } from '../contract/up-to-date.ts';
import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { readsOf } from '../live/cluster-reads.ts';
import { knownUpToDate, previousOf } from './known-up-to-date.ts';
import type { RestoredIndex } from './restored-index.ts';
import { restoredOn } from './restored-on.ts';
import { writtenAfterBackup } from './written-after-backup.ts';

/** How a restored index can be brought up to date. Throws AppError not_found. */
export async function loadUpToDate(cluster: ConfiguredCluster, id: string, signal: AbortSignal): Promise<UpToDate> {
  const restored = restoredOn(cluster, id);
  const previous = await readPrevious(cluster, restored, signal);
  return {
    ...knownUpToDate(cluster, restored, previous),
    written:
      previous?.now === 'open' && restored.file !== null
        ? await writtenAfterBackup(cluster, restored.file, previous)
        : null,
  };
}

async function readPrevious(
  cluster: ConfiguredCluster,
  restored: RestoredIndex,
  signal: AbortSignal,
): Promise<UpToDate['previous']> {
  const previous = previousOf(restored);
  if (previous === null) return null;
  const { index, uuid } = previous;
  const known = readsOf(cluster.key)
    .indices.reading()
    .value?.indices.find(({ name }) => name === index);
  if (known?.uuid === uuid) return { index, uuid, now: known.state };
  const current = await readIndexIdentity(clusterConnection(cluster.key), index, signal);
  return { index, uuid, now: current?.uuid === uuid ? 'open' : 'gone' };
}
