import type { BackupRef } from '../../contract/backup-ref.ts';
import type { Probe } from '../../contract/schedule.ts';
import type { TakenSnapshot } from '../snapshot/schema.ts';

/** A zip file, or one index of a snapshot. */
export type DrilledBackupRef = { zip: BackupRef } | { repository: string; snapshot: string; index: string };

export interface DrillRequest {
  backup: DrilledBackupRef;
  /** Of which it is a backup; null: the one that the backup names, if any. */
  alias: string | null;
  documentsPerSecond: number | null;
  probes: readonly Probe[];
  /** 12 hexadecimal digits: names the index. */
  key: string;
  /** What the job that took a snapshot knows, by the snapshot's uuid; absent: nothing is known. */
  takenBy?: ((uuid: string) => TakenSnapshot | null) | undefined;
  /** The key of the drill cluster, to which the place leads; null or absent: it runs on the cluster itself. */
  on?: string | null;
  /** The queued or running drill on this cluster; null: none. Absent: not known. */
  otherDrill?: ((clusterUuid: string) => { job: string; title: string } | null) | undefined;
  /** Whether the configuration calls this cluster read-only, under any of its keys. */
  isReadOnly?: ((clusterUuid: string) => boolean) | undefined;
}
