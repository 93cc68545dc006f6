import type { ContentCheck } from '../../contract/load-outcome.ts';
import { moveRestoredAlias } from '../../aliases/move-restored-alias.ts';
import { putAlias } from '../../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { putSettings } from '../../elasticsearch/admin/index-admin.ts';
import { describeIndex } from '../../elasticsearch/admin/describe-index.ts';
import { AppError, isAppError } from '../../errors.ts';
import { afterLoad, isCreatedHere, type RestoreRun } from '../../loading/checkpoint.ts';
import type { Loaded } from '../../loading/loaded.ts';
import type { RejectedFile } from '../../loading/rejected-documents.ts';
import { withRetry } from '../../retry.ts';
import { differingSettings } from '../../target/differing-settings.ts';
import type { RestorePlan, RestoreResult } from './schema.ts';

export interface LoadedRestore {
  plan: RestorePlan;
  uuid: string;
  loaded: Loaded & { seconds?: number };
  check: ContentCheck;
  rejected: RejectedFile;
  /** The index is the restore's own, and nobody's search goes through it yet. */
  made: boolean;
  began: number;
}

/** The result; a partial one where anything is left over. Throws `content_mismatch`: a restore that isn't proven never moves an alias. */
export async function finishRestore(
  cluster: Cluster,
  { plan, uuid, loaded, check, rejected, made, began }: LoadedRestore,
  run: RestoreRun,
  warnings: string[],
): Promise<RestoreResult> {
  const { buckets } = loaded;
  const { index } = plan.target;
  if (check.verdict === 'different') {
    throw new AppError(
      'content_mismatch',
      `${made ? 'The restored index' : index} is not equal to its backup. ${check.sentence}`,
      {
        hint: made
          ? `The alias was not moved, the live index is untouched. Delete ${index} and start again; ` +
            'if it happens twice, the backup holds an id more than once, or somebody else writes to the index.'
          : `No alias was moved and nothing was deleted. ${index} was there before, so delete nothing: ` +
            'somebody else may write to it. Look at what differs, or run the restore into it once more.',
        details: { index, ...buckets, check },
      },
    );
  }
  const moved = await moveRestoredAlias(cluster, plan, uuid, buckets, run);
  // The loading alias stays on what is not whole, and no block comes on it: running the restore again then goes on with this index.
  const finished = buckets.rejected > 0 || !isCreatedHere(plan) || (await finish(cluster, plan, run, warnings));
  const whole = finished && buckets.rejected === 0 && plan.backup.documents === plan.backup.promised;
  return {
    kind: 'restore',
    status: whole && (moved.switched || moved.notSwitched === null) ? 'done' : 'partial',
    index,
    indexUuid: uuid,
    alias: plan.alias,
    backup: plan.backup.ref,
    documents: plan.backup.documents,
    promised: plan.backup.promised,
    bytes: plan.backup.objectsBytes,
    ...buckets,
    check,
    ...moved,
    rejectedFile: buckets.rejected > 0 ? rejected.path : null,
    warnings,
    loadSeconds: loaded.seconds ?? (performance.now() - began) / 1000 - check.seconds,
    checkSeconds: check.seconds,
    seconds: (performance.now() - began) / 1000,
  };
}

/**
 * The alias may have moved by now: what is done is told as done, and isn't cancelled any more. False: a setting that was
 * asked for is not there, so the restore is not all that was planned.
 */
async function finish(cluster: Cluster, plan: RestorePlan, run: RestoreRun, warnings: string[]): Promise<boolean> {
  const { index, loadingAlias } = plan.target;
  const { last } = afterLoad(plan);
  const attempt = async (step: (signal: AbortSignal) => Promise<void>, otherwise: string): Promise<boolean> => {
    try {
      await withRetry(() => step(AbortSignal.timeout(2_000)), { totalMs: 5_000 });
      return true;
    } catch (error) {
      const warning = `${otherwise} ${error instanceof Error ? error.message : String(error)}`;
      warnings.push(warning);
      run.log(warning);
      return false;
    }
  };
  await attempt(
    (signal) => putAlias(cluster, { index, alias: loadingAlias, on: false }, signal),
    `The alias ${loadingAlias} could not be taken off ${index}, so it looks half filled, which it is not: take that alias off.`,
  );
  return attempt(
    (signal) => putLast(cluster, index, last, signal),
    `${Object.keys(last).join(', ')} could not be set on ${index}: set what you asked for by hand.`,
  );
}

async function putLast(
  cluster: Cluster,
  index: string,
  last: Record<string, unknown>,
  signal: AbortSignal,
): Promise<void> {
  if (Object.keys(last).length === 0) return;
  await putSettings(cluster, index, last, signal);
  const { settings } = await describeIndex(cluster, index, signal).catch((error: unknown) => {
    // A metadata block keeps its own settings from being read.
    if (isAppError(error) && error.code === 'blocked') return { settings: last };
    throw error;
  });
  if (differingSettings(last, settings).length > 0)
    throw new AppError('unreachable', 'They were confirmed, but the index does not have them.');
}
