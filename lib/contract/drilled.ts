import type { ComparedBy } from './compared-by.ts';

/** The last drill of a backup that said something of it: whether it could be restored, and was equal. */
export interface DrilledBackup {
  job: string;
  /** When it ended, ISO. */
  at: string;
  /** Size of the file that was restored, in bytes; of a snapshot 0. */
  bytes: number;
  /** From the first request to the end of the comparison. */
  seconds: number;
  /** Of the zip file; of a snapshot, in the restored index. null: it did not come so far. */
  documents: number | null;
  /** Documents with the same id and content; by `counts`, their number where it is the expected one. null: not compared. */
  equal: number | null;
  /** null: it did not come so far. */
  compared: ComparedBy | null;
  /** Everything was equal, and every probe passed. */
  ok: boolean;
  /** Why it is not ok, as a sentence. */
  problem: string | null;
  /** Its documents per second were limited: a restore without a limit is faster. */
  limited: boolean;
  /** It ran on a drill cluster, whose hardware says nothing of a restore's duration here. */
  elsewhere: boolean;
  /** The alias of which it is a backup; null: of an index without one. */
  alias: string | null;
}

/** Identifies an index of a snapshot among the backups that were drilled, where a zip file has its `backupUri`. */
export const drilledSnapshotKey = (clusterUuid: string, snapshotUuid: string, index: string): string =>
  `snapshot:${clusterUuid}/${snapshotUuid}/${index}`;

/**
 * The snapshot and the index that a key is of, whatever the cluster: a drill cluster reads the same snapshot. null: it is the
 * `backupUri` of a zip file.
 */
export function snapshotOfDrill(key: string): { snapshot: string; index: string } | null {
  const [, snapshot, index] = /^snapshot:[^/]*\/([^/]+)\/(.+)$/s.exec(key) ?? [];
  return snapshot === undefined || index === undefined ? null : { snapshot, index };
}
