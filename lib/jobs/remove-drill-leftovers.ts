import { DRILL_PATTERN, isDrillIndex } from '../contract/drill-index.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { listNamed } from '../elasticsearch/admin/list-indices.ts';
import { toFailure } from '../errors.ts';
import { findDrillIndex, indexOfDrill } from '../kinds/drill/delete-index.ts';
import { deleteAndConfirm } from '../indices/delete-index.ts';
import { log } from '../log.ts';
import { drillOfIndex, type DrillJob } from './drill-jobs.ts';
import { auditAttempt, auditOutcome } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';

/**
 * Deletes the indices that drills of this installation left on a cluster: their process was killed, or the cluster did not
 * answer. Never one whose job is queued or running, nor one that another installation may be drilling in, nor one with an
 * alias of others. One that can't be deleted stays for the next time. Throws what the cluster throws for the list, and AppError
 * disk. `signal`: no further index is begun once it is aborted.
 */
export async function removeDrillLeftovers(
  store: JobStore,
  clusterUuid: string,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<{ deleted: string[]; kept: string[] }> {
  const { indices } = await listNamed(cluster, [DRILL_PATTERN], signal);
  const deleted: string[] = [];
  const kept: string[] = [];
  for (const { name } of indices.filter((index) => isDrillIndex(index.name))) {
    signal.throwIfAborted();
    const job = drillOfIndex(store, clusterUuid, name);
    if (job === null || job.status === 'queued' || job.status === 'running' || foundItThere(job)) continue;
    ((await removeLeftover(store, job, cluster)) ? deleted : kept).push(name);
  }
  return { deleted, kept };
}

/** The index was there before the drill began. */
const foundItThere = (job: DrillJob): boolean => job.status === 'failed' && job.failure.code === 'index_exists';

/** True: it is gone. */
async function removeLeftover(store: JobStore, job: DrillJob, cluster: Cluster): Promise<boolean> {
  const { plan } = job.work;
  const leftover = indexOfDrill(plan, uuidIn(store.checkpoint(job.id)));
  if (leftover === null) return false;
  const now = await findDrillIndex(cluster, leftover);
  if (now.is !== 'ours') return false;
  const { index } = leftover;
  const line = auditAttempt(store, {
    cluster: job.cluster,
    action: 'delete drill index',
    actor: { name: 'Restore Desk', role: null, address: null },
    address: null,
    objects: [index],
    note: `Job ${job.id} left it.`,
  });
  try {
    await deleteAndConfirm(cluster, { index, uuid: now.uuid });
    auditOutcome(store, line, { job: job.id, outcome: 'done' });
    store.appendLog(job.id, [{ at: new Date().toISOString(), text: `${index} is deleted.` }]);
    return true;
  } catch (error) {
    auditOutcome(store, line, { job: job.id, outcome: 'failed', failure: toFailure(error) });
    log().warn({ err: error, index, job: job.id }, 'The index of a drill could not be deleted.');
    return false;
  }
}

/** As the drill saved it; null: it ended before. */
function uuidIn(checkpoint: unknown): string | null {
  const uuid = typeof checkpoint === 'object' && checkpoint !== null && 'uuid' in checkpoint ? checkpoint.uuid : null;
  return typeof uuid === 'string' ? uuid : null;
}
