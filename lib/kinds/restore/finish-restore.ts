import type { ContentCheck } from '../../contract/load-outcome.ts';
import { moveRestoredAlias } from '../../aliases/move-restored-alias.ts';
import { putAlias } from '../../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { describeIndex } from '../../elasticsearch/admin/describe-index.ts';
import { putSettings } from '../../elasticsearch/admin/index-admin.ts';
import { AppError, isAppError } from '../../errors.ts';
import { isOwnIndex, type RestoreRun } from '../../loading/checkpoint.ts';
import { deferredSettings } from '../../target/settings/deferred-settings.ts';
import type { LoadState } from '../../loading/count-outcomes.ts';
import type { LoadedBackup } from '../../loading/load-backup.ts';
import type { RejectedFile } from '../../loading/rejected-file.ts';
import { withRetry } from '../../retry.ts';
import { differingSettings } from '../../target/differences.ts';
import type { RestorePlan, RestoreResult } from './schema.ts';
import { isIrreversible, type TargetUse } from './target-use.ts';

export interface LoadedRestore {
  plan: RestorePlan;
  uuid: string;
  loaded: LoadState & Partial<Pick<LoadedBackup, 'seconds' | 'earlier'>>;
  check: ContentCheck;
  rejected: RejectedFile;
  /** The restore created the index, and no alias points to it yet. */
  made: boolean;
  use: TargetUse;
  /** By `performance.now()`. */
  startedMs: number;
}

/**
 * Moves the alias, completes the index, and returns the result; a partial one where documents were rejected, or where
 * the alias or a setting is not as planned. Throws `content_mismatch` before it moves an alias.
 */
export async function finishRestore(
  cluster: Cluster,
  { plan, uuid, loaded, check, rejected, made, use, startedMs }: LoadedRestore,
  run: RestoreRun,
  warnings: string[],
): Promise<RestoreResult> {
  const { buckets } = loaded;
  if (check.verdict === 'different') throw contentMismatch(plan, { made, check, buckets });
  const moved = await moveRestoredAlias(cluster, plan, uuid, buckets, run);
  // An index with rejected documents keeps its loading alias and gets no block, so that running the restore again resumes it.
  const completed = buckets.rejected > 0 || !isOwnIndex(plan) || (await completeIndex(cluster, plan, run, warnings));
  const whole = completed && buckets.rejected === 0 && plan.backup.documents === plan.backup.promised;
  const seconds = () => (performance.now() - startedMs) / 1000;
  return {
    kind: 'restore',
    status: whole && (moved.switched || moved.notSwitched === null) ? 'done' : 'partial',
    index: plan.target.index,
    indexUuid: uuid,
    alias: plan.alias,
    backup: plan.backup.ref,
    documents: plan.backup.documents,
    promised: plan.backup.promised,
    bytes: plan.backup.objectsBytes,
    ...buckets,
    check,
    ...(isIrreversible(use) ? { addedTo: { documents: plan.target.documents, aliases: [...use.aliases] } } : {}),
    ...moved,
    rejectedFile: buckets.rejected > 0 ? rejected.path : null,
    warnings,
    earlier: loaded.earlier ?? null,
    loadSeconds: loaded.seconds ?? seconds() - check.seconds,
    checkSeconds: check.seconds,
    seconds: seconds(),
  };
}

function contentMismatch(
  { target: { index } }: RestorePlan,
  { made, check, buckets }: Pick<LoadedRestore, 'made' | 'check'> & Pick<LoadState, 'buckets'>,
): AppError {
  return new AppError(
    'content_mismatch',
    `${made ? 'The restored index' : index} is not equal to its backup. ${check.sentence}`,
    {
      hint: made
        ? `The alias was not switched, and the live index was not touched. Delete ${index} and start again. ` +
          'If it happens twice, the backup has an id more than once, or another client writes to the index.'
        : `No alias was switched and nothing was deleted. ${index} existed before, so delete nothing: ` +
          'another client may write to it. Check what differs, or run the restore into it once more.',
      details: { index, ...buckets, check },
    },
  );
}

/**
 * Removes the loading alias and sets the last settings. The alias may have moved, so a failure is a warning, and a
 * cancellation has no effect. False: a requested setting is missing, so the restore is partial.
 */
async function completeIndex(
  cluster: Cluster,
  plan: RestorePlan,
  run: RestoreRun,
  warnings: string[],
): Promise<boolean> {
  const { index, loadingAlias } = plan.target;
  const { blocks: settings } = deferredSettings(plan);
  const attempt = async (step: (signal: AbortSignal) => Promise<void>, consequence: string): Promise<boolean> => {
    try {
      await withRetry(() => step(AbortSignal.timeout(2_000)), { totalMs: 5_000 });
      return true;
    } catch (error) {
      const warning = `${consequence} ${error instanceof Error ? error.message : String(error)}`;
      warnings.push(warning);
      run.log(warning);
      return false;
    }
  };
  await attempt(
    (signal) => putAlias(cluster, { index, alias: loadingAlias, on: false }, signal),
    `The alias ${loadingAlias} could not be removed from ${index}, so the index looks unfinished, although it is complete: remove that alias.`,
  );
  return attempt(
    (signal) => putSettingsAndCheck(cluster, index, settings, signal),
    `${Object.keys(settings).join(', ')} could not be set on ${index}: set them by hand.`,
  );
}

async function putSettingsAndCheck(
  cluster: Cluster,
  index: string,
  settings: Record<string, unknown>,
  signal: AbortSignal,
): Promise<void> {
  if (Object.keys(settings).length === 0) return;
  await putSettings(cluster, index, settings, signal);
  const current = await describeIndex(cluster, index, signal).catch((error: unknown) => {
    // Under a metadata block the settings can't be read.
    if (isAppError(error) && error.code === 'blocked') return { settings };
    throw error;
  });
  if (differingSettings(settings, current.settings).length > 0)
    throw new AppError('unreachable', 'They were confirmed, but the index does not have them.');
}
