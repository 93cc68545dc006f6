import type { Readable } from 'node:stream';
import type { BackupListing, BackupSummary, Verification } from '../contract/backup.ts';
import type { Check, PlannedRequest } from '../contract/plan.ts';
import type { BackupFile } from '../archive/read-backup.ts';
import type { IndentedText } from '../json/indent.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { BackupPlan, BackupResult, IndexBackupPlan } from '../kinds/backup/schema.ts';
import type { Run } from '../running/run.ts';

/** What planning and verifying need of whoever runs them. */
export type ReadRun = Pick<Run, 'signal' | 'report' | 'log'>;

export interface BackupDescription {
  summary: BackupSummary;
  /** Indented JSON, everything as it is written in the backup, cut where it is long; null where it can't be read. */
  settings: IndentedText | null;
  mappings: IndentedText | null;
}

/** What a plan of a restore must know of the backup. */
export interface RestoreMaterial {
  /** It was read to its end: by this call, or by an earlier one of this process since when it has not changed. */
  verification: Verification;
  /** The bytes of index.json, within its limits. */
  definition: Buffer;
}

/** How fast and how tight a backup is written; what is left out is chosen by the source. */
export interface BackupTuning {
  /** Indices backed up at a time. */
  parallel?: number | undefined;
  /** Deflate level 0 to 9. */
  level?: number | undefined;
  /** Bytes that a page of documents aims at. */
  pageBytes?: number | undefined;
  /** Slices of one index read at a time. */
  slices?: number | undefined;
  /** How long passing faults of one page are waited out. */
  readPatienceMs?: number | undefined;
}

/** Says that there is something to go on from; what it is, the backups themselves tell. */
export interface BackupCheckpoint {
  finished: number;
}

/**
 * A place where backups are kept. Ids are names within it: no id leads out of it. Every source passes the conformance
 * suite (tests/backups/conformance.ts). Everything throws `cancelled` as soon as its signal is aborted, and `disk` where the
 * place does not answer.
 */
export interface BackupSource {
  /** The `source` of the refs of its backups. */
  readonly key: string;
  /** For people: a path, an address. */
  readonly place: string;

  /** Every backup, newest first, without reading documents. A place that can't be read is said in it, never thrown. */
  list(signal?: AbortSignal): Promise<BackupListing>;
  /** One backup without its documents. Throws `not_found`, `invalid_input`; a broken one is said in the summary. */
  describe(id: string, signal?: AbortSignal): Promise<BackupDescription>;
  /** The bytes of its index.json, within its limits. Throws `not_found`, `backup_damaged`. */
  definition(id: string, signal?: AbortSignal): Promise<Buffer>;
  /** What storing these indices here would need: checks and the requests that read them. */
  planBackup(
    indices: readonly IndexBackupPlan[],
    primaryBytes: number | null,
    signal?: AbortSignal,
  ): Promise<{ checks: Check[]; requests: PlannedRequest[] }>;
  /**
   * Several indices at a time; one that fails doesn't stop the others. A backup appears under its name only when it is
   * whole. Run again after an interruption, it keeps what it finished. Throws the failure where every index failed.
   */
  runBackup(
    cluster: Cluster,
    plan: BackupPlan,
    run: Run<BackupCheckpoint>,
    tuning?: BackupTuning,
  ): Promise<BackupResult>;
  /** For a plan of a restore. Throws `not_found`, `backup_damaged`. */
  inspect(id: string, run: ReadRun): Promise<RestoreMaterial>;
  /** Opens it to read its documents; the caller closes it. Throws `not_found`, `backup_damaged`. */
  open(id: string, signal?: AbortSignal): Promise<BackupFile>;
  /** Reads it to its end. Throws `not_found`, `backup_damaged`; one that lacks documents is said in `complete`. */
  verify(id: string, run: ReadRun): Promise<Verification>;
  /** The bytes of the whole file, to be downloaded; the stream closes what was opened. Throws `not_found`, `disk`. */
  download(id: string, signal?: AbortSignal): Promise<{ bytes: number; stream(signal: AbortSignal): Readable }>;
  /** Its size now, and what changes whenever it does. Throws `not_found`. */
  stamp(id: string, signal?: AbortSignal): Promise<{ bytes: number; text: string }>;
  /** Deletes the one backup that was shown, of that size. Throws `not_found`, `plan_changed`, `disk`. */
  delete(id: string, fileBytes: number, signal?: AbortSignal): Promise<void>;
}
