import { backupUri } from '../contract/backup-ref.ts';
import type { BackupSummary } from '../contract/backup.ts';
import type { DrilledIndices, DrillState } from '../contract/drill-state.ts';
import { drilledSnapshotKey, snapshotOfDrill, type DrilledBackup } from '../contract/drilled.ts';
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
  const snapshots = new Set(
    clusterUuid === null ? [] : [...drilled.keys()].map((key) => snapshotOfDrill(key, clusterUuid)),
  );
  return {
    isDrilled: ({ uuid }) => snapshots.has(uuid),
    drillOf: (backup) => {
      const drill = drilled.get(backupUri({ source, id: backup.id }));
      return drill && isSameFile(backup, drill) ? stateOf(drill) : null;
    },
    drillOfIndex: ({ uuid }, index) => {
      const drill = clusterUuid === null ? undefined : drilled.get(drilledSnapshotKey(clusterUuid, uuid, index));
      return drill ? stateOf(drill) : null;
    },
    pinOf: ({ id }) => pinned.get(backupUri({ source, id })) ?? null,
    pinOfSnapshot: ({ uuid }) =>
      (clusterUuid === null ? undefined : pinned.get(pinnedSnapshotKey(clusterUuid, uuid))) ?? null,
  };
}

const stateOf = ({ alias: _alias, bytes: _bytes, ...state }: DrilledBackup): DrillState => state;

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
    failed: drills.filter(({ ok }) => !ok).length,
    at: drills.reduce((newest, { at }) => (at > newest ? at : newest), first.at),
  };
}
