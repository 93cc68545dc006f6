import type { BasePermission } from '../contract/base-permissions.ts';
import { backup } from './backup/describe.ts';
import { changeAlias } from './change-alias/describe.ts';
import { changeRepository } from './change-repository/describe.ts';
import { changeIndexState } from './change-index-state/describe.ts';
import { carryForward } from './carry-forward/describe.ts';
import { cleanUp } from './clean-up/describe.ts';
import { compare } from './compare/describe.ts';
import { drill } from './drill/describe.ts';
import { importBackups } from './import/describe.ts';
import { deleteBackup } from './delete-backup/describe.ts';
import { deleteIndex } from './delete-index/describe.ts';
import { deleteSnapshot } from './delete-snapshot/describe.ts';
import { kindRegistry } from './registry.ts';
import { replay } from './replay/describe.ts';
import { restore } from './restore/describe.ts';
import { restoreSnapshot } from './restore-snapshot/describe.ts';
import { retention } from './retention/describe.ts';
import { retryRejected } from './retry-rejected/describe.ts';
import { runPolicy } from './run-policy/describe.ts';
import { snapshot } from './snapshot/describe.ts';
import { switchAlias } from './switch/describe.ts';
import { undoCarryForward } from './undo-carry-forward/describe.ts';
import { verify } from './verify/describe.ts';
import { verifyRepository } from './verify-repository/describe.ts';

/** Every job kind, in the order of the filter's list. A new kind needs one line here, one in runs.ts, and its folders. */
const KINDS = [
  backup,
  restore,
  retryRejected,
  switchAlias,
  changeAlias,
  cleanUp,
  changeIndexState,
  deleteIndex,
  verify,
  deleteBackup,
  changeRepository,
  verifyRepository,
  snapshot,
  deleteSnapshot,
  restoreSnapshot,
  runPolicy,
  compare,
  carryForward,
  undoCarryForward,
  replay,
  importBackups,
  drill,
  retention,
] as const;

export const kinds = kindRegistry(KINDS);

/** Every permission that a role may have. */
export type Permission = BasePermission | (typeof KINDS)[number]['permission']['id'];
