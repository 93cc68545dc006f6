import { ContentDigest } from '../archive/digest.ts';
import type { ContentCheck } from '../contract/load-outcome.ts';
import { putSettings, refreshIndex } from '../elasticsearch/admin/index-admin.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import { isOwnIndex, type RestoreRun } from '../loading/checkpoint.ts';
import type { DocumentRate } from '../loading/document-rate.ts';
import type { LoadState } from '../loading/count-outcomes.ts';
import type { LoadContext } from '../loading/load-backup.ts';
import { retryWhileBlocked, STEP_RETRY_MS } from '../loading/retry-while-blocked.ts';
import { withRetry } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';
import { deferredSettings } from '../target/settings/deferred-settings.ts';
import { awaitShards } from './await-shards.ts';
import { checkContent } from './check-content.ts';
import { checkDocuments } from './check-documents.ts';
import { ensurePlannedSettings } from './ensure-planned-settings.ts';
import { REFRESHING, APPLYING_SETTINGS } from './phases.ts';

interface ProofOptions {
  /** The restore created the index, so it must hold the backup and nothing else. */
  ownIndex?: boolean;
  /** How long each step is retried. */
  retryMs?: number | undefined;
  /** Of the comparison of an index that the restore created; absent: no limit. */
  rate?: DocumentRate | undefined;
}

/**
 * Refreshes the index, sets the deferred settings, waits for its shards, and compares its settings with the plan and its
 * documents with the backup. Adds to `warnings` what no step can change. Throws `content_mismatch` and `index_changed`.
 */
export async function proveRestore(
  context: LoadContext,
  plan: RestorePlan,
  uuid: string,
  loaded: LoadState,
  run: RestoreRun,
  warnings: string[],
  { ownIndex = isOwnIndex(plan), retryMs = STEP_RETRY_MS, rate }: ProofOptions = {},
): Promise<ContentCheck> {
  const { cluster } = context;
  const { index } = plan.target;
  const runWithoutCheckpoint = run as Run<never>;
  const retryPolicy = { totalMs: retryMs, signal: run.signal };
  const warnOnce = (warning: string) => {
    if (!warnings.includes(warning)) warnings.push(warning);
  };
  const settingsStep = <T>(step: () => Promise<T>) => retryWhileBlocked(step, APPLYING_SETTINGS, index, run, retryMs);
  const ensureSettings = () => settingsStep(() => ensurePlannedSettings(cluster, plan, uuid, run.signal));

  run.report(new Meter().progress({ ...REFRESHING, subject: index, done: 0, total: null, unit: 'steps' }));
  await withRetry(() => refreshIndex(cluster, index, run.signal), retryPolicy);
  if (ownIndex) {
    await settingsStep(() => putSettings(cluster, index, deferredSettings(plan).settings, run.signal));
    await ensureSettings();
  }
  const unassignedReplicas = await withRetry(() => awaitShards(cluster, index, runWithoutCheckpoint), retryPolicy);
  if (unassignedReplicas !== null) warnOnce(unassignedReplicas);
  const check = ownIndex
    ? await checkOwnIndex(cluster, plan, loaded, runWithoutCheckpoint, rate)
    : await checkExistingIndex(context, plan, loaded, runWithoutCheckpoint);
  const current = await readIndexIdentity(cluster, index, run.signal);
  if (current?.uuid !== uuid)
    throw new AppError('index_changed', `${index} was deleted while it was being checked.`, {
      hint: 'Somebody else did this. Find out who and why.',
    });
  // Once more, because settings may have been changed since: waiting for shards and comparing documents takes long.
  if (ownIndex) for (const warning of await ensureSettings()) warnOnce(warning);
  run.log(check.sentence);
  return check;
}

const checkOwnIndex = (
  cluster: Cluster,
  { backup, target }: RestorePlan,
  loaded: LoadState,
  run: Run<never>,
  rate: DocumentRate | undefined,
): Promise<ContentCheck> =>
  checkContent(
    cluster,
    {
      index: target.index,
      shards: target.shards,
      meanBytes: backup.documents > 0 ? backup.objectsBytes / backup.documents : null,
      rate,
    },
    {
      documents: backup.documents,
      digest: ContentDigest.fromHex(backup.digest).without(loaded.notLoaded),
      backupDigest: backup.digest,
      rejected: loaded.buckets.rejected,
    },
    run,
  );

async function checkExistingIndex(
  { cluster, backups }: LoadContext,
  plan: RestorePlan,
  { buckets: { rejected, existing, newer, deleted } }: LoadState,
  run: Run<never>,
): Promise<ContentCheck> {
  const backup = await backups.open(plan.backup.ref, run.signal);
  try {
    return await checkDocuments(
      cluster,
      plan.target.index,
      {
        blocks: backup.pairs(run.signal),
        documents: plan.backup.documents,
        digest: plan.backup.digest,
        notLoaded: rejected + existing + newer,
        rejected,
        deleted,
        type: plan.target.type,
      },
      run,
    );
  } finally {
    await backup.close();
  }
}
