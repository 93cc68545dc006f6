import { backup } from './backup/describe.ts';
import { runBackup } from './backup/run.ts';
import { changeAlias } from './change-alias/describe.ts';
import { runChangeAlias } from './change-alias/run.ts';
import { changeRepository } from './change-repository/describe.ts';
import { runChangeRepository } from './change-repository/run.ts';
import { carryForward } from './carry-forward/describe.ts';
import { runCarryForward } from './carry-forward/run.ts';
import { changeIndexState } from './change-index-state/describe.ts';
import { runChangeIndexState } from './change-index-state/run.ts';
import { cleanUp } from './clean-up/describe.ts';
import { runCleanUp } from './clean-up/run.ts';
import { compare } from './compare/describe.ts';
import { runCompare } from './compare/run.ts';
import { deleteBackup } from './delete-backup/describe.ts';
import { runDeleteBackup } from './delete-backup/run.ts';
import { deleteIndex } from './delete-index/describe.ts';
import { runDeleteIndex } from './delete-index/run.ts';
import { deleteSnapshot } from './delete-snapshot/describe.ts';
import { runDeleteSnapshot } from './delete-snapshot/run.ts';
import { drill } from './drill/describe.ts';
import { runDrill } from './drill/run.ts';
import { importBackups } from './import/describe.ts';
import { runImport } from './import/run.ts';
import { replay } from './replay/describe.ts';
import { runReplay } from './replay/run.ts';
import { restore } from './restore/describe.ts';
import { runRestore } from './restore/run.ts';
import { restoreSnapshot } from './restore-snapshot/describe.ts';
import { runRestoreSnapshot } from './restore-snapshot/run.ts';
import { retention } from './retention/describe.ts';
import { runRetention } from './retention/run.ts';
import { retryRejected } from './retry-rejected/describe.ts';
import { runRetryRejected } from './retry-rejected/run.ts';
import { runPolicy } from './run-policy/describe.ts';
import { runRunPolicy } from './run-policy/run.ts';
import { runRegistry } from './run-registry.ts';
import { snapshot } from './snapshot/describe.ts';
import { runSnapshot } from './snapshot/run.ts';
import { switchAlias } from './switch/describe.ts';
import { runSwitch } from './switch/run.ts';
import { undoCarryForward } from './undo-carry-forward/describe.ts';
import { runUndoCarryForward } from './undo-carry-forward/run.ts';
import { verify } from './verify/describe.ts';
import { runVerify } from './verify/run.ts';
import { verifyRepository } from './verify-repository/describe.ts';
import { runVerifyRepository } from './verify-repository/run.ts';

/** The run of each job kind. Server code. */
export const runs = runRegistry()
  .add(backup, runBackup)
  .add(restore, runRestore)
  .add(retryRejected, runRetryRejected)
  .add(switchAlias, runSwitch)
  .add(changeAlias, runChangeAlias)
  .add(cleanUp, runCleanUp)
  .add(changeIndexState, runChangeIndexState)
  .add(deleteIndex, runDeleteIndex)
  .add(verify, runVerify)
  .add(deleteBackup, runDeleteBackup)
  .add(changeRepository, runChangeRepository)
  .add(verifyRepository, runVerifyRepository)
  .add(snapshot, runSnapshot)
  .add(deleteSnapshot, runDeleteSnapshot)
  .add(restoreSnapshot, runRestoreSnapshot)
  .add(runPolicy, runRunPolicy)
  .add(compare, runCompare)
  .add(carryForward, runCarryForward)
  .add(undoCarryForward, runUndoCarryForward)
  .add(replay, runReplay)
  .add(importBackups, runImport)
  .add(drill, runDrill)
  .add(retention, runRetention);
