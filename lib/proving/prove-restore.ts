import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { ContentCheck } from '../contract/load-outcome.ts';
import { ContentDigest } from '../archive/digest.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { putSettings, refreshIndex } from '../elasticsearch/admin/index-admin.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { AppError } from '../errors.ts';
import { withRetry } from '../retry.ts';
import { awaitShards } from './await-shards.ts';
import { checkContent } from './check-content.ts';
import { checkDocuments } from './check-documents.ts';
import type { LoadPlace } from '../loading/load-backup.ts';
import type { Loaded } from '../loading/loaded.ts';
import { STEP_TIMEOUT_MS, retryWhileBlocked } from '../loading/load-gate.ts';
import { afterLoad, isCreatedHere, type RestoreRun } from '../loading/checkpoint.ts';
import { Meter } from '../running/meter.ts';
import { REFRESHING, SETTINGS_BACK } from './phases.ts';
import { settingsAsPlanned } from './settings-as-planned.ts';
import type { Run } from '../running/run.ts';

/**
 * Settings back, everything visible, every shard there, and the comparison: of the settings with the plan, of the documents
 * with the backup. `made`: the index is the restore's own, so it must hold the backup and nothing else.
 */
export async function proveRestore(
  place: LoadPlace,
  plan: RestorePlan,
  uuid: string,
  loaded: Loaded,
  run: RestoreRun,
  warnings: string[],
  {
    made = isCreatedHere(plan),
    patienceMs = STEP_TIMEOUT_MS,
  }: { made?: boolean; patienceMs?: number | undefined } = {},
): Promise<ContentCheck> {
  const { cluster } = place;
  const { index } = plan.target;
  const quiet = run as Run<never>;
  const patience = { totalMs: patienceMs, signal: run.signal };
  run.report(new Meter().progress({ ...REFRESHING, subject: index, done: 0, total: null, unit: 'steps' }));
  await withRetry(() => refreshIndex(cluster, index, run.signal), patience);
  const asPlanned = () =>
    retryWhileBlocked(() => settingsAsPlanned(cluster, plan, uuid, run.signal), SETTINGS_BACK, index, run, patienceMs);
  if (made) {
    const back = () => putSettings(cluster, index, afterLoad(plan).now, run.signal);
    await retryWhileBlocked(back, SETTINGS_BACK, index, run, patienceMs);
    await asPlanned();
  }
  const replicas = await withRetry(() => awaitShards(cluster, index, quiet), patience);
  if (replicas !== null && !warnings.includes(replicas)) warnings.push(replicas);
  const check = made ? await checkMade(cluster, plan, loaded, quiet) : await checkAdded(place, plan, loaded, quiet);
  const standing = await readIndexIdentity(cluster, index, run.signal);
  if (standing?.uuid !== uuid)
    throw new AppError('index_changed', `${index} was deleted while it was being checked.`, {
      hint: 'Somebody else did this. Find out who and why.',
    });
  // What was read before the shards were waited for and the documents compared may have changed since.
  if (made) for (const refused of await asPlanned()) if (!warnings.includes(refused)) warnings.push(refused);
  run.log(check.sentence);
  return check;
}

const checkMade = (cluster: Cluster, plan: RestorePlan, loaded: Loaded, run: Run<never>): Promise<ContentCheck> =>
  checkContent(
    cluster,
    plan.target.index,
    plan.target.shards,
    plan.backup.documents > 0 ? plan.backup.objectsBytes / plan.backup.documents : null,
    {
      documents: plan.backup.documents,
      digest: ContentDigest.fromHex(plan.backup.digest).without(loaded.notLoaded),
      backupDigest: plan.backup.digest,
      rejected: loaded.buckets.rejected,
    },
    run,
  );

async function checkAdded(
  { cluster, backups }: LoadPlace,
  plan: RestorePlan,
  { buckets: { rejected, existing, newer, deleted } }: Loaded,
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
        left: rejected + existing + newer,
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
