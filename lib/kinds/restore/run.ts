import { AppError, cancelled, isAppError } from '../../errors.ts';
import { isOwnIndex, type RestoreCheckpoint, type RestoreOptions } from '../../loading/checkpoint.ts';
import { loadBackup } from '../../loading/load-backup.ts';
import { openPlannedBackup } from '../../loading/open-planned-backup.ts';
import { RejectedFile } from '../../loading/rejected-file.ts';
import { proveRestore } from '../../proving/prove-restore.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { removeAddingAlias } from '../../target/loading-alias.ts';
import { prepareTarget } from '../../target/prepare-target.ts';
import type { RunKind } from '../run-kind.ts';
import { finishRestore } from './finish-restore.ts';
import type { RestorePlan, RestoreResult, RestoreWork } from './schema.ts';
import { targetUseOf } from './target-use.ts';

/**
 * Creates the index, loads it, restores its settings, refreshes it, waits for its shards, compares it with the backup, and
 * only then moves the alias. Only the plan's target is written into. Resumes from its checkpoint; without one it starts again and
 * gets the same result.
 */
export const runRestore: RunKind<RestoreWork, RestoreResult, RestoreCheckpoint, RestoreOptions> = async (
  place,
  { plan },
  run,
  options = {},
) => {
  const { cluster } = place;
  const startedMs = performance.now();
  assertNoRefusals(plan);
  const warnings: string[] = [];
  const rejected = new RejectedFile(run.directory);
  const loadAndProve = async (index: string, checkpoint: RestoreCheckpoint | null) => {
    const loaded = await loadBackup(place, plan, index, run, options, rejected, checkpoint);
    return { loaded, check: await proveRestore(place, plan, index, loaded, run, warnings, options) };
  };
  let uuid: string | null = null;
  try {
    if (run.checkpoint === null)
      await (await openPlannedBackup(place.backups, plan, 'plan_changed', run.signal)).close();
    uuid = await prepareTarget(cluster, plan, run, warnings, options.retryMs);
    let { loaded, check } = await loadAndProve(uuid, run.checkpoint);
    // The server may have lost acknowledged documents in a crash since the checkpoint: then everything is sent again.
    if (check.verdict === 'different' && run.checkpoint !== null && run.checkpoint.done > 0) {
      run.log(`${check.sentence} Sending every document once more.`);
      ({ loaded, check } = await loadAndProve(uuid, null));
    }
    return await finishRestore(
      cluster,
      { plan, uuid, loaded, check, rejected, made: isOwnIndex(plan), use: targetUseOf(plan), startedMs },
      run,
      warnings,
    );
  } catch (error) {
    const isHalfFilled = uuid !== null && run.signal.aborted && isAppError(error) && error.code === 'cancelled';
    throw isHalfFilled ? cancelledUnfinished(plan, error) : error;
  } finally {
    await removeAddingAlias(cluster, plan, run, warnings);
    await rejected.close();
  }
};

/** Names the unfinished index that the cancelled restore leaves, and says that it can be resumed. */
function cancelledUnfinished(plan: RestorePlan, cause: AppError): AppError {
  const { index } = plan.target;
  const remains = isOwnIndex(plan)
    ? `The restore was cancelled; ${index} is kept, unfinished, and no alias was switched to it.`
    : `The restore was cancelled; the documents written so far are kept in ${index}.`;
  return new AppError('cancelled', cause.message === cancelled().message ? remains : `${cause.message} ${remains}`, {
    cause,
    hint: 'The same restore, started again, continues with it.',
    details: { index },
  });
}
