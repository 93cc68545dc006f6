import type { BackupRef } from '../../contract/backup-ref.ts';
import type { Check, ConflictMode } from '../../contract/plan.ts';
import type { DocumentsFrom } from '../plan-description.ts';
import type { IndexWriter } from './checks/target-checks.ts';

export interface RestoreRequest {
  backup: BackupRef;
  /** The key of the configured cluster whose backup it is, where that is another one. */
  from?: string | undefined;
  /** Default: the alias that the backup names. */
  alias?: string | undefined;
  /** Default: a new name. Documents are added to an index that exists. */
  into?: string | undefined;
  settings?: Record<string, unknown> | undefined;
  mappings?: Record<string, unknown> | undefined;
  /** Default true, where there is an alias. */
  switchAlias?: boolean | undefined;
  onConflict?: ConflictMode | undefined;
  /** Move the alias even when documents were rejected. */
  allowPartial?: boolean | undefined;
  /** Restore a backup that holds fewer documents than it promises. */
  allowIncomplete?: boolean | undefined;
  dropSettings?: readonly string[] | undefined;
  shards?: number | undefined;
  replicas?: number | undefined;
  /** A warning about where the documents come from, by the configuration; null: none. Absent: nothing is known of it. */
  originCheck?: ((documents: DocumentsFrom, clusterUuid: string) => Check | null) | undefined;
  /** The queued or running job that writes into an index of this cluster; absent: none is known. */
  writerOf?: ((clusterUuid: string, index: string) => IndexWriter | null) | undefined;
}
