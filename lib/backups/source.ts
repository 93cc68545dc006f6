import type { Readable } from 'node:stream';
import type { BackupListing, BackupSummary, Verification } from '../contract/backup.ts';
import type { Check, PlannedRequest } from '../contract/plan.ts';
import type { BackupFile } from '../archive/read-backup.ts';
import type { IndentedText } from '../json/indent.ts';
import type { FilePlace } from '../files/place.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { BackupPlan, BackupResult, IndexBackupPlan } from '../kinds/backup/schema.ts';
import type { ImportLimits } from '../importing/limits.ts';
import type { ImportedFrom, ImportResult } from '../kinds/import/schema.ts';
import type { Run } from '../running/run.ts';

/** What planning and verifying need from their caller. */
export type ReadRun = Pick<Run, 'signal' | 'report' | 'log'>;

/** `place`: of a zip that a command line named; absent: an upload. */
export type ZipToImport = ImportedFrom & { place?: FilePlace };

/** `final`: nothing remains of what is deleted, as far as is known. `note`: what else there is to say; null: nothing. */
export interface DeletionEffect {
  final: boolean;
  note: string | null;
}

export interface BackupDescription {
  summary: BackupSummary;
  /** Indented JSON with the values as they are in the backup, cut where it is long; null: it can't be read. */
  settings: IndentedText | null;
  mappings: IndentedText | null;
}

/** What the plan of a restore needs from the backup. */
export interface RestoreMaterial {
  /** The backup was read to its end: by this call, or by an earlier one in this process, and has not changed since. */
  verification: Verification;
  /** The bytes of index.json, within its limits. */
  definition: Buffer;
}

/** Speed and compression of a backup; the source has a default for each. */
export interface BackupTuning {
  /** Indices backed up at a time. */
  parallel?: number | undefined;
  /** Deflate level 0 to 9. */
  level?: number | undefined;
  /** Target size of a page of documents. */
  pageBytes?: number | undefined;
  /** Slices of one index read at a time. */
  slices?: number | undefined;
  /** For how long a page is retried after transient faults. */
  readRetryMs?: number | undefined;
}

/** Says that there is something to resume from; which backups are complete is read from the source. */
export interface BackupCheckpoint {
  /** Number of complete backups. */
  finished: number;
}

/**
 * A place where backups are stored. Ids are names within it: no id leads outside of it. Every source passes the
 * conformance suite (tests/backups/conformance.ts). Every method throws `cancelled` when its signal is aborted, and `disk`
 * where the place does not answer.
 */
export interface BackupSource {
  /** The `source` of the refs of its backups. */
  readonly key: string;
  /** For people: a path, an address. */
  readonly place: string;

  /** Every backup, newest first, without reading documents. Does not throw where the place can't be read: `problem` says so. */
  list(signal?: AbortSignal): Promise<BackupListing>;
  /** One backup without its documents. Throws `not_found`, `invalid_input`; the summary says that a backup is broken. */
  describe(id: string, signal?: AbortSignal): Promise<BackupDescription>;
  /** The bytes of its index.json, within its limits. Throws `not_found`, `backup_damaged`. */
  definition(id: string, signal?: AbortSignal): Promise<Buffer>;
  /** What backing up these indices to this source needs: checks, and the requests that read the indices. */
  planBackup(
    indices: readonly IndexBackupPlan[],
    primaryBytes: number | null,
    signal?: AbortSignal,
  ): Promise<{ checks: Check[]; requests: PlannedRequest[] }>;
  /**
   * Backs up several indices at a time; one that fails doesn't stop the others. A backup gets its name only when it is
   * complete. Run again after an interruption, it keeps the complete ones. Throws the first failure where every index failed.
   */
  runBackup(
    cluster: Cluster,
    plan: BackupPlan,
    run: Run<BackupCheckpoint>,
    tuning?: BackupTuning,
  ): Promise<BackupResult>;
  /** For the plan of a restore. Throws `not_found`, `backup_damaged`. */
  inspect(id: string, run: ReadRun): Promise<RestoreMaterial>;
  /** A file of it, whatever is in it: to be opened. Throws `invalid_input`. */
  file(id: string): FilePlace;
  /** Opens a backup to read its documents; the caller closes it. Throws `not_found`, `backup_damaged`. */
  open(id: string, signal?: AbortSignal): Promise<BackupFile>;
  /** Reads a backup to its end. Throws `not_found`, `backup_damaged`; `complete` is false where documents are missing. */
  verify(id: string, run: ReadRun): Promise<Verification>;
  /** The whole file, for a download; the stream closes it at its end. Throws `not_found`, `disk`. */
  download(id: string, signal?: AbortSignal): Promise<{ bytes: number; stream(signal: AbortSignal): Readable }>;
  /**
   * Imports the backups in zips, or zips that are themselves backups; each gets its name when it was read to its end. Throws
   * `disk`, `cancelled`, `not_found` where a zip no longer exists; what was imported by then is kept.
   */
  importZips(
    zips: readonly ZipToImport[],
    limits: ImportLimits,
    run: ReadRun,
  ): Promise<Omit<ImportResult, 'kind' | 'status'>>;
  /** Its size, and a text that differs after every change of the file. Throws `not_found`. */
  stamp(id: string, signal?: AbortSignal): Promise<{ bytes: number; text: string }>;
  /** What deleting these backups does here. */
  deletionEffect(ids: readonly string[], signal?: AbortSignal): Promise<DeletionEffect>;
  /** Deletes the backup that was displayed, if it still has that size. Throws `not_found`, `plan_changed`, `disk`. */
  delete(id: string, fileBytes: number, signal?: AbortSignal): Promise<void>;
}
