import type { RestorePlan } from '../../contract/plans.ts';
import type { ContentCheck, RestoreResult } from '../../contract/results.ts';
import { moveAliases } from '../../elasticsearch/aliases.ts';
import type { Cluster } from '../../elasticsearch/cluster.ts';
import { putSettings, readStanding } from '../../elasticsearch/index-admin.ts';
import { AppError, cancelled, isAppError } from '../../errors.ts';
import { patiently } from '../../retry.ts';
import { bulkTarget, loadBackup, loadOptions, openPlannedBackup } from '../../loading/load-backup.ts';
import { loadDocuments, type Loaded, type SourceDocument } from '../../loading/load-documents.ts';
import { Meter } from '../../running/meter.ts';
import { moveRestoredAlias } from '../../aliases/move-restored-alias.ts';
import { addLoadingAlias, prepareTarget, removeAddingAlias, sameCluster } from '../../target/prepare-target.ts';
import { proveRestore } from '../../proving/prove-restore.ts';
import { refuseByChecks } from '../../running/refuse-by-checks.ts';
import { readRejected, RejectedFile } from '../../loading/rejected-documents.ts';
import {
  afterLoad,
  isOurs,
  NOTHING,
  type RestoreCheckpoint,
  type RestoreOptions,
  type RestoreRun,
} from '../../loading/checkpoint.ts';
import type { Run } from '../../running/run.ts';

/**
 * Create, load, put the settings back, refresh, wait for shards, compare, and only then move the alias. The live index is
 * not touched. Stopped half way, it goes on from its checkpoint, or from the start to the same result.
 */
export async function runRestore(
  cluster: Cluster,
  plan: RestorePlan,
  run: Run<RestoreCheckpoint>,
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  const began = performance.now();
  refuseByChecks(plan);
  const warnings: string[] = [];
  const rejected = new RejectedFile(run.directory);
  let uuid: string | null = null;
  try {
    if (run.checkpoint === null) await (await openPlannedBackup(plan, 'plan_changed', run.signal)).close();
    uuid = await prepareTarget(cluster, plan, run, warnings);
    let loaded = await loadBackup(cluster, plan, uuid, run, options, rejected, run.checkpoint);
    let check = await proveRestore(cluster, plan, uuid, loaded, run, warnings);
    // What was answered for before a crash may not have survived it: then everything is sent once more.
    if (check.verdict === 'different' && run.checkpoint !== null && run.checkpoint.done > 0) {
      run.log(`${check.sentence} Sending every document once more.`);
      loaded = await loadBackup(cluster, plan, uuid, run, options, rejected, null);
      check = await proveRestore(cluster, plan, uuid, loaded, run, warnings);
    }
    return await conclude(cluster, { plan, uuid, loaded, check, rejected, made: isOurs(plan), began }, run, warnings);
  } catch (error) {
    throw uuid !== null && run.signal.aborted && isAppError(error) && error.code === 'cancelled'
      ? cancelledHalfWay(plan, error)
      : error;
  } finally {
    await removeAddingAlias(cluster, plan);
    await rejected.close();
  }
}

/** What is left, and what to do with it: a cancelled restore is neither an orphan nor in anybody's way. */
function cancelledHalfWay(plan: RestorePlan, cause: AppError): AppError {
  const { index } = plan.target;
  const left = isOurs(plan)
    ? `The restore was cancelled; ${index} stays, unfinished, and no alias was moved to it.`
    : `The restore was cancelled; what was added to ${index} stays in it.`;
  return new AppError('cancelled', cause.message === cancelled().message ? left : `${cause.message} ${left}`, {
    cause,
    hint: 'The same restore, started again, goes on with it.',
    details: { index },
  });
}

/**
 * Sends the documents that an earlier run of this plan had rejected, and proves the whole once more; what is rejected again
 * goes to a new file. Throws `index_changed` where the index is not the one that run filled.
 */
export async function retryRejected(
  cluster: Cluster,
  plan: RestorePlan,
  earlier: RestoreResult,
  run: Run<never>,
  options: RestoreOptions = {},
): Promise<RestoreResult> {
  const began = performance.now();
  const warnings: string[] = [];
  await sameCluster(cluster, plan, run.signal);
  const { indexUuid: uuid } = earlier;
  const standing = await readStanding(cluster, plan.target.index, run.signal);
  if (standing?.uuid !== uuid)
    throw new AppError(
      'index_changed',
      `${plan.target.index} was ${standing === null ? 'deleted' : 'deleted and made again'} since its documents were rejected.`,
      { hint: 'Start the restore again: it makes a new index.' },
    );
  const rejected = new RejectedFile(run.directory);
  const meter = new Meter();
  // Behind an alias that has moved, somebody may have written to it.
  const made = isOurs(plan) && !earlier.switched;
  try {
    await addLoadingAlias(cluster, plan, run.signal);
    const again = await loadDocuments(
      cluster,
      await bulkTarget(cluster, plan, uuid),
      rejectedDocuments(earlier.rejectedFile),
      {
        ...loadOptions(plan, run, options, rejected, { done: 0, buckets: NOTHING }),
        onProgress: ({ buckets, done }, bytes) =>
          run.report(
            meter.progress({
              phase: 'Sending the rejected documents again',
              subject: plan.target.index,
              done,
              total: earlier.rejected,
              unit: 'documents',
              bytes,
              buckets: { ...buckets },
            }),
          ),
      },
    );
    if (again.done !== earlier.rejected)
      throw new AppError(
        'backup_damaged',
        `${earlier.rejectedFile ?? 'The file of the rejected documents'} holds ${again.done} documents; ${earlier.rejected} were rejected.`,
        { hint: 'Start the restore again.' },
      );
    // The others were answered for by the run before.
    const { indexed, existing, newer } = earlier;
    const loaded: Loaded = {
      ...again,
      done: plan.backup.documents,
      buckets: {
        indexed: indexed + again.buckets.indexed,
        existing: existing + again.buckets.existing,
        newer: newer + again.buckets.newer,
        rejected: again.buckets.rejected,
      },
    };
    const check = await proveRestore(cluster, plan, uuid, loaded, run, warnings, made);
    return await conclude(cluster, { plan, uuid, loaded, check, rejected, made, began }, run, warnings);
  } finally {
    await removeAddingAlias(cluster, plan);
    await rejected.close();
  }
}

async function* rejectedDocuments(path: string | null): AsyncGenerator<SourceDocument[]> {
  if (path === null) return;
  for await (const document of readRejected(path)) yield [document];
}

interface Ended {
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
async function conclude(
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
          ? `The alias was not moved, the live index is untouched. Delete ${index} and start again; if it happens twice, the backup holds an id more than once, or somebody else writes to the index.`
          : `No alias was moved and nothing was deleted. ${index} was there before, so delete nothing: somebody else may write to it. Look at what differs, or run the restore into it once more.`,
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
    file: plan.backup.file,
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
