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
import { finishRestore } from './conclude.ts';
import type { RestorePlan, RestoreResult, RestoreWork } from './schema.ts';

/**
 * Create, load, put the settings back, refresh, wait for shards, compare, and only then move the alias. The live index is
 * not touched. Stopped half way, it goes on from its checkpoint, or from the start to the same result.
 */
export const runRestore: RunKind<RestoreWork, RestoreResult, RestoreCheckpoint, RestoreOptions> = async (
  place,
  { plan },
  run,
  options = {},
) => {
  const { cluster } = place;
  const began = performance.now();
  assertNoRefusals(plan);
  const warnings: string[] = [];
  const rejected = new RejectedFile(run.directory);
  const fill = async (index: string, checkpoint: RestoreCheckpoint | null) => {
    const loaded = await loadBackup(place, plan, index, run, options, rejected, checkpoint);
    return { loaded, check: await proveRestore(place, plan, index, loaded, run, warnings, options) };
  };
  let uuid: string | null = null;
  try {
    if (run.checkpoint === null) await (await openPlannedBackup(place.backups, plan, 'plan_changed', run.signal)).close();
    uuid = await prepareTarget(cluster, plan, run, warnings, options.retryMs);
    let { loaded, check } = await fill(uuid, run.checkpoint);
    // What was answered for before a crash may not have survived it: then everything is sent once more.
    if (check.verdict === 'different' && run.checkpoint !== null && run.checkpoint.done > 0) {
      run.log(`${check.sentence} Sending every document once more.`);
      ({ loaded, check } = await fill(uuid, null));
    }
    return await finishRestore(
      cluster,
      { plan, uuid, loaded, check, rejected, made: isOwnIndex(plan), began },
      run,
      warnings,
    );
  } catch (error) {
    const halfWay = uuid !== null && run.signal.aborted && isAppError(error) && error.code === 'cancelled';
    throw halfWay ? cancelledHalfWay(plan, error) : error;
  } finally {
    await removeAddingAlias(cluster, plan, run, warnings);
    await rejected.close();
  }
};

/** What is left, and what to do with it: a cancelled restore is neither an orphan nor in anybody's way. */
function cancelledHalfWay(plan: RestorePlan, cause: AppError): AppError {
  const { index } = plan.target;
  const left = isOwnIndex(plan)
    ? `The restore was cancelled; ${index} stays, unfinished, and no alias was moved to it.`
    : `The restore was cancelled; what was added to ${index} stays in it.`;
  return new AppError('cancelled', cause.message === cancelled().message ? left : `${cause.message} ${left}`, {
    cause,
    hint: 'The same restore, started again, goes on with it.',
    details: { index },
  });
}
