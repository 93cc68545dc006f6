import type { BackupRef } from '../../contract/backup-ref.ts';
import type { ConflictMode } from '../../contract/plan.ts';

export interface RestoreRequest {
  backup: BackupRef;
  /** Instead of the alias the backup tells. */
  alias?: string | undefined;
  /** Instead of a new name; an index that exists is added to. */
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
}
