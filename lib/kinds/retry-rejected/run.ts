import { readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import type { Buckets } from '../../contract/load-outcome.ts';
import { AppError } from '../../errors.ts';
import { isOwnIndex, NO_DOCUMENTS, type RestoreOptions } from '../../loading/checkpoint.ts';
import { createBulkTarget } from '../../loading/bulk-target.ts';
import { bulkOptions } from '../../loading/load-backup.ts';
import { loadDocuments, type SourceDocument } from '../../loading/load-documents.ts';
import { countersOf, type LoadState } from '../../loading/count-outcomes.ts';
import { SENDING_AGAIN } from '../../loading/phases.ts';
import { readRejectedFile, RejectedFile } from '../../loading/rejected-file.ts';
import { proveRestore } from '../../proving/prove-restore.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { addLoadingAlias, removeAddingAlias } from '../../target/loading-alias.ts';
import { finishRestore } from '../restore/finish-restore.ts';
import type { RestorePlan, RestoreResult } from '../restore/schema.ts';
import { targetUseOfRetry } from '../restore/target-use.ts';
import type { RunKind } from '../run-kind.ts';
import type { RetryWork } from './schema.ts';

/**
 * Sends the rejected documents of an earlier run of this plan again, and compares the whole index with the backup;
 * documents that are rejected again are saved in a new file. Throws `index_changed` where the index is not the one that the
 * earlier run filled, and `backup_damaged` where its file of rejected documents is not complete.
 */
export const runRetryRejected: RunKind<RetryWork, RestoreResult, never, RestoreOptions> = async (
  place,
  { plan, earlier },
  run,
  options = {},
) => {
  const { cluster } = place;
  const startedMs = performance.now();
  const warnings: string[] = [];
  const { indexUuid: uuid } = earlier;
  await assertSameCluster(cluster, plan, run.signal);
  await requireSameIndex(cluster, plan, uuid, run.signal);
  const rejected = new RejectedFile(run.directory);
  // Once the alias points to it, other clients may have written to it.
  const made = isOwnIndex(plan) && !earlier.switched;
  try {
    await addLoadingAlias(cluster, plan.target, run.signal);
    const resent = await resend(cluster, { plan, earlier }, run, options, rejected);
    const loaded = sumOutcomes(plan, earlier, resent);
    const check = await proveRestore(place, plan, uuid, loaded, run, warnings, { ...options, ownIndex: made });
    const use = targetUseOfRetry(plan, earlier);
    return await finishRestore(cluster, { plan, uuid, loaded, check, rejected, made, use, startedMs }, run, warnings);
  } finally {
    await removeAddingAlias(cluster, plan, run, warnings);
    await rejected.close();
  }
};

async function requireSameIndex(cluster: Cluster, plan: RestorePlan, uuid: string, signal: AbortSignal): Promise<void> {
  const current = await readIndexIdentity(cluster, plan.target.index, signal);
  if (current?.uuid === uuid) return;
  throw new AppError(
    'index_changed',
    `${plan.target.index} was ${current === null ? 'deleted' : 'deleted and created again'} since its documents were rejected.`,
    { hint: 'Start the restore again: it creates a new index.' },
  );
}

/** Throws `backup_damaged` where the file of rejected documents is not complete. */
async function resend(
  cluster: Cluster,
  { plan, earlier }: Pick<RetryWork, 'plan' | 'earlier'>,
  run: Run<never>,
  options: RestoreOptions,
  rejected: RejectedFile,
): Promise<LoadState> {
  const meter = new Meter();
  const report = ({ buckets, done }: Pick<LoadState, 'buckets' | 'done'>, bytes: number) =>
    run.report(
      meter.progress({
        ...SENDING_AGAIN,
        subject: plan.target.index,
        done,
        total: earlier.rejected,
        unit: 'documents',
        bytes,
        counters: countersOf(buckets),
      }),
    );
  const target = await createBulkTarget(cluster, plan.target, earlier.indexUuid);
  // Before the first bulk has its answer: from here on documents are being indexed.
  report({ buckets: NO_DOCUMENTS, done: 0 }, 0);
  const resent = await loadDocuments(cluster, target, rejectedDocuments(earlier.rejectedFile), {
    ...bulkOptions(plan, run, options, rejected, { done: 0, buckets: NO_DOCUMENTS }),
    onProgress: report,
  });
  if (resent.done === earlier.rejected) return resent;
  throw new AppError(
    'backup_damaged',
    `${earlier.rejectedFile ?? 'The file of the rejected documents'} holds ${resent.done} documents; ` +
      `${earlier.rejected} were rejected.`,
    { hint: 'Start the restore again.' },
  );
}

/** Over all documents of the backup: the earlier run loaded those that it did not reject. */
function sumOutcomes(plan: RestorePlan, earlier: RestoreResult, resent: LoadState): LoadState {
  const deleted = (earlier.deleted ?? 0) + (resent.buckets.deleted ?? 0);
  const { overwritten } = earlier;
  const buckets: Buckets = {
    indexed: earlier.indexed + resent.buckets.indexed,
    existing: earlier.existing + resent.buckets.existing,
    newer: earlier.newer + resent.buckets.newer,
    rejected: resent.buckets.rejected,
    ...(deleted > 0 ? { deleted } : {}),
    ...(overwritten === undefined ? {} : { overwritten: overwritten + (resent.buckets.overwritten ?? 0) }),
  };
  return { ...resent, done: plan.backup.documents, buckets };
}

async function* rejectedDocuments(path: string | null): AsyncGenerator<SourceDocument[]> {
  if (path === null) return;
  for await (const document of readRejectedFile(path)) yield [document];
}
