import { backup } from './backup/view.ts';
import { carryForward } from './carry-forward/view.ts';
import { changeIndexState } from './change-index-state/view.ts';
import { changeAlias } from './change-alias/view.ts';
import { changeRepository } from './change-repository/view.ts';
import { cleanUp } from './clean-up/view.ts';
import { compare } from './compare/view.ts';
import { deleteBackup } from './delete-backup/view.ts';
import { deleteIndex } from './delete-index/view.ts';
import { deleteSnapshot } from './delete-snapshot/view.ts';
import { drill } from './drill/view.ts';
import type { KindView } from './kind-view.ts';
import { importBackups } from './import/view.ts';
import { replay } from './replay/view.ts';
import { restore } from './restore/view.ts';
import { restoreSnapshot } from './restore-snapshot/view.ts';
import { retention } from './retention/view.ts';
import { retryRejected } from './retry-rejected/view.ts';
import { runPolicy } from './run-policy/view.ts';
import { snapshot } from './snapshot/view.ts';
import { switchAlias } from './switch/view.ts';
import { undoCarryForward } from './undo-carry-forward/view.ts';
import { verify } from './verify/view.ts';
import { verifyRepository } from './verify-repository/view.ts';

/** What each job kind shows, by the kind. A new kind is one more line. */
export const kindViews = new Map<string, KindView>(
  Object.entries({
    backup,
    restore,
    'retry-rejected': retryRejected,
    switch: switchAlias,
    'change-alias': changeAlias,
    'clean-up': cleanUp,
    'change-index-state': changeIndexState,
    'delete-index': deleteIndex,
    verify,
    'delete-backup': deleteBackup,
    'change-repository': changeRepository,
    'verify-repository': verifyRepository,
    snapshot,
    'delete-snapshot': deleteSnapshot,
    'restore-snapshot': restoreSnapshot,
    'run-policy': runPolicy,
    compare,
    'carry-forward': carryForward,
    'undo-carry-forward': undoCarryForward,
    replay,
    import: importBackups,
    drill,
    retention,
  }),
);
