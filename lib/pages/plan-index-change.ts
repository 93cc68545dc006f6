import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { findIndex } from '../elasticsearch/admin/list-indices.ts';
import { jobs } from '../jobs/jobs.ts';
import { rememberDisplayedPlan } from '../jobs/displayed-plans.ts';
import { changeIndexState } from '../kinds/change-index-state/describe.ts';
import { planChangeIndexState } from '../kinds/change-index-state/plan.ts';
import type { ChangeIndexStateAsked } from '../kinds/change-index-state/review.ts';
import type { ChangeIndexStatePlan } from '../kinds/change-index-state/schema.ts';
import { planDeleteIndex } from '../kinds/delete-index/plan.ts';
import type { DeleteIndexReview } from '../kinds/delete-index/review.ts';
import { singleFlight } from '../live/single-flight.ts';
import type { IndexBackups } from '../contract/index-backups.ts';
import { loadIndexBackups } from './load-index-backups.ts';
import { placeOf, planRun } from './place.ts';

/** The plan of an opening or a closing, made once for all pages that ask for it at the same time. Throws AppError. */
export async function planIndexStateOf(
  cluster: ConfiguredCluster,
  asked: ChangeIndexStateAsked,
): Promise<ChangeIndexStatePlan> {
  const plan = await singleFlight(JSON.stringify([changeIndexState.kind, cluster.key, asked]), cluster.name, (signal) =>
    planIndexState(cluster, asked, signal),
  );
  return rememberDisplayedPlan(plan, { kind: changeIndexState.kind, cluster: cluster.key, asked });
}

/** Made from the cluster as it is now. The page asks for a tick where an alias points to the index. Throws AppError. */
export async function planIndexState(
  cluster: ConfiguredCluster,
  { action, index }: ChangeIndexStateAsked,
  signal?: AbortSignal,
): Promise<ChangeIndexStatePlan> {
  const writer = await writerOf(cluster, index, signal);
  return planChangeIndexState(placeOf(cluster), { action, index, writer, evenLive: true }, planRun(signal));
}

/** The review of a deletion, made once for all pages that ask for it at the same time. Throws AppError. */
export async function planIndexDeletionOf(cluster: ConfiguredCluster, index: string): Promise<DeleteIndexReview> {
  const review = await singleFlight(JSON.stringify(['delete-index', cluster.key, index]), cluster.name, (signal) =>
    planIndexDeletion(cluster, index, signal),
  );
  rememberDisplayedPlan(review.plan);
  return review;
}

/** Made from the cluster and the backups as they are now. Throws AppError. */
export async function planIndexDeletion(
  cluster: ConfiguredCluster,
  index: string,
  signal?: AbortSignal,
): Promise<DeleteIndexReview> {
  const [writer, found] = await Promise.all([
    writerOf(cluster, index, signal),
    index.startsWith('.') ? null : findIndex(clusterConnection(cluster.key), index, signal),
  ]);
  const backups = found === null ? NONE : await loadIndexBackups(cluster, found);
  const plan = await planDeleteIndex(placeOf(cluster), { index, writer, goodBackups: backups.good }, planRun(signal));
  return { plan, backups };
}

/** Of an index that is not there, which the planner refuses. */
const NONE: IndexBackups = { newest: [], total: 0, good: null, writtenSince: null, problem: null };

async function writerOf(cluster: ConfiguredCluster, index: string, signal?: AbortSignal) {
  const { uuid } = await clusterConnection(cluster.key).identity(signal);
  return jobs.requireWriterOf(uuid, index);
}
