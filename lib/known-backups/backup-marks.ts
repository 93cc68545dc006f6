import { backupUri } from '../contract/backup-ref.ts';
import type { BackupSummary } from '../contract/backup.ts';
import type { DrilledIndices, DrillState } from '../contract/drill-state.ts';
import { snapshotOfDrill, type DrilledBackup } from '../contract/drilled.ts';
import { pinnedSnapshotKey, type PinnedBackup } from '../contract/pinned.ts';
import type { SnapshotSummary } from './snapshot-summary.ts';
import { isSameFile } from './verified-states.ts';

/** The drills and pins of the backups of one source and one cluster. */
export interface BackupMarks {
  /** null: it was not drilled, or its file has changed since. */
  drillOf: (backup: Pick<BackupSummary, 'id' | 'fileBytes' | 'modifiedAt'>) => DrillState | null;
  /** Whether an index of it was drilled: it can hold thousands. */
  isDrilled: (snapshot: Pick<SnapshotSummary, 'uuid'>) => boolean;
  drillOfIndex: (snapshot: Pick<SnapshotSummary, 'uuid'>, index: string) => DrillState | null;
  pinOf: (backup: Pick<BackupSummary, 'id'>) => PinnedBackup | null;
  pinOfSnapshot: (snapshot: Pick<SnapshotSummary, 'uuid'>) => PinnedBackup | null;
}

interface Known {
  source: string;
  /** null: the cluster never answered. */
  clusterUuid: string | null;
  /** As the jobs' database has them. */
  drilled: ReadonlyMap<string, DrilledBackup>;
  pinned: ReadonlyMap<string, PinnedBackup>;
}

/** Pure. */
export function backupMarks({ clusterUuid, drilled, pinned, source }: Known): BackupMarks {
  const ofSnapshots = drillsBySnapshot(drilled);
  return {
    isDrilled: ({ uuid }) => ofSnapshots.has(uuid),
    drillOf: (backup) => {
      const drill = drilled.get(backupUri({ source, id: backup.id }));
      return drill && isSameFile(backup, drill) ? stateOf(drill) : null;
    },
    drillOfIndex: ({ uuid }, index) => ofSnapshots.get(uuid)?.get(index) ?? null,
    pinOf: ({ id }) => pinned.get(backupUri({ source, id })) ?? null,
    pinOfSnapshot: ({ uuid }) =>
      (clusterUuid === null ? undefined : pinned.get(pinnedSnapshotKey(clusterUuid, uuid))) ?? null,
  };
}

/** By the snapshot's uuid and the index. */
function drillsBySnapshot(drilled: Known['drilled']): Map<string, Map<string, DrillState>> {
  const found = new Map<string, Map<string, DrillState>>();
  for (const [key, drill] of drilled) {
    const of = snapshotOfDrill(key);
    if (of === null) continue;
    const indices = found.get(of.snapshot) ?? new Map<string, DrillState>();
    found.set(of.snapshot, indices);
    const other = indices.get(of.index);
    if (other === undefined || other.at < drill.at) indices.set(of.index, stateOf(drill));
  }
  return found;
}

const stateOf = ({ alias: _alias, bytes: _bytes, ...state }: DrilledBackup): DrillState => state;

/** It did not fail, but there was nothing to compare the backup with. */
export const isUnproven = ({ compared, ok }: Pick<DrillState, 'compared' | 'ok'>): boolean =>
  !ok && compared === 'nothing';

/** Of all indices of a snapshot; null: none was drilled. */
export function drilledIndicesOf(
  snapshot: Pick<SnapshotSummary, 'uuid' | 'indices'>,
  { drillOfIndex, isDrilled }: BackupMarks,
): DrilledIndices | null {
  if (!isDrilled(snapshot)) return null;
  const drills = snapshot.indices.flatMap((index) => drillOfIndex(snapshot, index) ?? []);
  const [first] = drills;
  if (first === undefined) return null;
  return {
    indices: drills.length,
    failed: drills.filter((drill) => !drill.ok && !isUnproven(drill)).length,
    unproven: drills.filter(isUnproven).length,
    at: drills.reduce((newest, { at }) => (at > newest ? at : newest), first.at),
  };
}
