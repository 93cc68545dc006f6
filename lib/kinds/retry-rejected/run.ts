import { readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import type { Buckets } from '../../contract/load-outcome.ts';
import { AppError } from '../../errors.ts';
import { isCreatedHere, NO_DOCUMENTS, type RestoreOptions } from '../../loading/checkpoint.ts';
import { bulkTarget, loadOptions } from '../../loading/load-backup.ts';
import { loadDocuments, type SourceDocument } from '../../loading/load-documents.ts';
import type { Loaded } from '../../loading/loaded.ts';
import { SENDING_AGAIN } from '../../loading/phases.ts';
import { readRejected, RejectedFile } from '../../loading/rejected-documents.ts';
import { proveRestore } from '../../proving/prove-restore.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import { sameCluster } from '../../running/same-cluster.ts';
import { addLoadingAlias, removeAddingAlias } from '../../target/prepare-target.ts';
import { finishRestore } from '../restore/conclude.ts';
import type { RestorePlan, RestoreResult } from '../restore/schema.ts';
import type { RunKind } from '../run-kind.ts';
import type { RetryWork } from './schema.ts';

/**
 * Sends the documents that an earlier run of this plan had rejected, and proves the whole once more; what is rejected again
 * goes to a new file. Throws `index_changed` where the index is not the one that run filled.
 */
export const runRetryRejected: RunKind<RetryWork, RestoreResult, never, RestoreOptions> = async (
  place,
  { plan, earlier },
  run,
  options = {},
) => {
  const { cluster } = place;
  const began = performance.now();
  const warnings: string[] = [];
  const { indexUuid: uuid } = earlier;
  await sameCluster(cluster, plan, run.signal);
  await sameIndex(cluster, plan, uuid, run.signal);
  const rejected = new RejectedFile(run.directory);
  // Behind an alias that has moved, somebody may have written to it.
  const made = isCreatedHere(plan) && !earlier.switched;
  try {
    await addLoadingAlias(cluster, plan, run.signal);
    const again = await sendAgain(cluster, { plan, earlier }, run, options, rejected);
    const loaded = together(plan, earlier, again);
    const check = await proveRestore(place, plan, uuid, loaded, run, warnings, { ...options, made });
    return await finishRestore(cluster, { plan, uuid, loaded, check, rejected, made, began }, run, warnings);
  } finally {
    await removeAddingAlias(cluster, plan, run, warnings);
    await rejected.close();
  }
};

async function sameIndex(cluster: Cluster, plan: RestorePlan, uuid: string, signal: AbortSignal): Promise<void> {
  const standing = await readIndexIdentity(cluster, plan.target.index, signal);
  if (standing?.uuid === uuid) return;
  throw new AppError(
    'index_changed',
    `${plan.target.index} was ${standing === null ? 'deleted' : 'deleted and made again'} since its documents were rejected.`,
    { hint: 'Start the restore again: it makes a new index.' },
  );
}

/** Throws `backup_damaged` where the file of the rejected documents is not whole. */
async function sendAgain(
  cluster: Cluster,
  { plan, earlier }: Pick<RetryWork, 'plan' | 'earlier'>,
  run: Run<never>,
  options: RestoreOptions,
  rejected: RejectedFile,
): Promise<Loaded> {
  const meter = new Meter();
  const target = await bulkTarget(cluster, plan, earlier.indexUuid);
  const again = await loadDocuments(cluster, target, rejectedDocuments(earlier.rejectedFile), {
    ...loadOptions(plan, run, options, rejected, { done: 0, buckets: NO_DOCUMENTS }),
    onProgress: ({ buckets, done }, bytes) =>
      run.report(
        meter.progress({
          ...SENDING_AGAIN,
          subject: plan.target.index,
          done,
          total: earlier.rejected,
          unit: 'documents',
          bytes,
          counters: { ...buckets },
        }),
      ),
  });
  if (again.done === earlier.rejected) return again;
  throw new AppError(
    'backup_damaged',
    `${earlier.rejectedFile ?? 'The file of the rejected documents'} holds ${again.done} documents; ` +
      `${earlier.rejected} were rejected.`,
    { hint: 'Start the restore again.' },
  );
}

const sumOfDeleted = (deleted: number): Pick<Buckets, 'deleted'> => (deleted > 0 ? { deleted } : {});

/** The other documents were answered for by the run before. */
const together = (
  plan: RestorePlan,
  { indexed, existing, newer, deleted = 0 }: RestoreResult,
  again: Loaded,
): Loaded => ({
  ...again,
  done: plan.backup.documents,
  buckets: {
    indexed: indexed + again.buckets.indexed,
    existing: existing + again.buckets.existing,
    newer: newer + again.buckets.newer,
    rejected: again.buckets.rejected,
    ...sumOfDeleted(deleted + (again.buckets.deleted ?? 0)),
  },
});

async function* rejectedDocuments(path: string | null): AsyncGenerator<SourceDocument[]> {
  if (path === null) return;
  for await (const document of readRejected(path)) yield [document];
}
