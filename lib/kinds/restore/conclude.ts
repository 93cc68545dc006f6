import type { ContentCheck } from '../../contract/outcome.ts';
import { moveRestoredAlias } from '../../aliases/move-restored-alias.ts';
import { moveAliases } from '../../elasticsearch/aliases.ts';
import type { Cluster } from '../../elasticsearch/cluster.ts';
import { putSettings } from '../../elasticsearch/index-admin.ts';
import { AppError, isAppError } from '../../errors.ts';
import { afterLoad, isOurs, type RestoreRun } from '../../loading/checkpoint.ts';
import type { Loaded } from '../../loading/loaded.ts';
import type { RejectedFile } from '../../loading/rejected-documents.ts';
import { patiently } from '../../retry.ts';
import type { RestorePlan, RestoreResult } from './schema.ts';

export interface Ended {
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
export async function conclude(
  cluster: Cluster,
  { plan, uuid, loaded, check, rejected, made, began }: Ended,
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
  if (buckets.rejected === 0 && isOurs(plan)) await finish(cluster, plan, run, warnings);
  const whole = buckets.rejected === 0 && plan.backup.documents === plan.backup.promised;
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

/** The alias may have moved by now: what is done is told as done, and isn't cancelled any more. */
async function finish(cluster: Cluster, plan: RestorePlan, run: RestoreRun, warnings: string[]): Promise<void> {
  const { index, loadingAlias } = plan.target;
  const { last } = afterLoad(plan);
  const attempt = async (step: (signal: AbortSignal) => Promise<void>, otherwise: string) => {
    try {
      await patiently(() => step(AbortSignal.timeout(2_000)), { totalMs: 5_000 });
    } catch (error) {
      // Taken off by a call whose answer was lost.
      if (isAppError(error) && error.code === 'not_found') return;
      const warning = `${otherwise} ${error instanceof Error ? error.message : String(error)}`;
      warnings.push(warning);
      run.log(warning);
    }
  };
  await attempt(
    (signal) => moveAliases(cluster, [{ do: 'remove', index, alias: loadingAlias }], signal),
    `The alias ${loadingAlias} could not be taken off ${index}, so it looks half filled, which it is not: take that alias off.`,
  );
  await attempt(
    (signal) => putSettings(cluster, index, last, signal),
    `${Object.keys(last).join(', ')} could not be set on ${index}: set what you asked for by hand.`,
  );
}
