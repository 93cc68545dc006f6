import { idWithin } from '../contract/backup-ref.ts';
import type { AliasState } from '../contract/plan.ts';
import type { CarriedJob, UpToDate } from '../contract/up-to-date.ts';
import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { AppError } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { carryForward } from '../kinds/carry-forward/describe.ts';
import { isJobOf } from '../kinds/kind.ts';
import { restore } from '../kinds/restore/describe.ts';
import type { RestorePlan, RestoreResult } from '../kinds/restore/schema.ts';
import { retryRejected } from '../kinds/retry-rejected/describe.ts';
import { undoCarryForward } from '../kinds/undo-carry-forward/describe.ts';
import { readsOf } from '../live/cluster-reads.ts';
import { lastSwitchTo } from './last-switch.ts';
import { jobOn } from './load-job.ts';
import { loadLatestComparison } from './load-latest-comparison.ts';
import { writtenAfterBackup } from './written-after-backup.ts';

/** How a restored index can be brought up to date. Throws AppError not_found. */
export async function loadUpToDate(cluster: ConfiguredCluster, id: string, signal: AbortSignal): Promise<UpToDate> {
  const { plan, result } = restoreOn(cluster, id);
  const previous = await previousOf(cluster, plan, result, signal);
  const backup = idWithin(cluster.backupSource, plan.backup.ref);
  return {
    previous,
    backup,
    takenAt: plan.backup.takenAt,
    to: result.index,
    switchedAt: lastSwitchTo({ clusterUuid: plan.cluster.uuid, alias: plan.alias }, result.indexUuid)?.at ?? null,
    written: previous?.now === 'open' ? await writtenAfterBackup(cluster, plan.backup.ref, previous) : null,
    comparison: previous === null || backup === null ? null : loadLatestComparison(cluster, backup, previous),
    carried: carriedInto(cluster, id, result.indexUuid),
  };
}

function restoreOn(cluster: ConfiguredCluster, id: string): { plan: RestorePlan; result: RestoreResult } {
  const job = jobOn(cluster, id);
  if ((isJobOf(restore, job) || isJobOf(retryRejected, job)) && job.status === 'succeeded')
    return { plan: job.work.plan, result: job.result };
  throw new AppError('not_found', `Job ${id} has restored no backup.`);
}

/** What the alias pointed to, if that is one other index. */
async function previousOf(
  cluster: ConfiguredCluster,
  plan: RestorePlan,
  result: RestoreResult,
  signal: AbortSignal,
): Promise<UpToDate['previous']> {
  const before: readonly Pick<AliasState[number], 'index' | 'uuid'>[] = result.aliasBefore ?? plan.before;
  const [only, ...others] = before.filter(({ index }) => index !== result.index);
  if (only === undefined || others.length > 0) return null;
  const { index, uuid } = only;
  const known = readsOf(cluster.key)
    .indices.reading()
    .value?.indices.find(({ name }) => name === index);
  if (known?.uuid === uuid) return { index, uuid, now: known.state };
  const current = await readIndexIdentity(clusterConnection(cluster.key), index, signal);
  return { index, uuid, now: current?.uuid === uuid ? 'open' : 'gone' };
}

/** Of the newest jobs about the index. */
const MOST = 30;

function carriedInto(cluster: ConfiguredCluster, restored: string, uuid: string): CarriedJob[] {
  const kinds = [carryForward.kind, undoCarryForward.kind];
  const found: CarriedJob[] = [];
  for (const { id } of jobs.summaries({ cluster: cluster.key, kinds, limit: MOST })) {
    const job = jobs.get(id);
    if (job === null || Number(id) < Number(restored)) continue;
    const common = { job: id, status: job.status, at: job.createdAt };
    if (isJobOf(carryForward, job) && job.work.plan.to.uuid === uuid)
      found.push({
        ...common,
        kind: 'carry-forward',
        of: job.work.plan.comparison.job,
        changes: job.work.plan.changes,
        counts: job.status === 'succeeded' ? job.result.counts : null,
      });
    else if (isJobOf(undoCarryForward, job) && job.work.plan.to.uuid === uuid)
      found.push({
        ...common,
        kind: 'undo-carry-forward',
        of: job.work.plan.of,
        counts: job.status === 'succeeded' ? job.result.counts : null,
      });
  }
  return found;
}
