import type { BackupWork } from '../../lib/kinds/backup/schema.ts';
import type { CarryForwardWork } from '../../lib/kinds/carry-forward/schema.ts';
import type { CleanUpWork } from '../../lib/kinds/clean-up/schema.ts';
import type { DeleteBackupWork } from '../../lib/kinds/delete-backup/schema.ts';
import type { RestoreWork } from '../../lib/kinds/restore/schema.ts';
import type { RetryWork } from '../../lib/kinds/retry-rejected/schema.ts';
import type { SwitchWork } from '../../lib/kinds/switch/schema.ts';
import type { UndoCarryForwardWork } from '../../lib/kinds/undo-carry-forward/schema.ts';
import type { VerifyWork } from '../../lib/kinds/verify/schema.ts';

/** The complete work of one of the product's own kinds. */
export type AnyWork =
  | BackupWork
  | RestoreWork
  | RetryWork
  | SwitchWork
  | CleanUpWork
  | VerifyWork
  | DeleteBackupWork
  | CarryForwardWork
  | UndoCarryForwardWork;
