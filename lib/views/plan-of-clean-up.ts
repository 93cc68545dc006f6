import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { rulesOf, type TypedRules } from '../kinds/clean-up/rules.ts';
import type { CleanUpPlan } from '../kinds/clean-up/schema.ts';
import { nameToType, type CleanUpReview } from '../kinds/clean-up/review.ts';
import { desk } from '../jobs/desk.ts';
import { rememberPlan } from '../jobs/shown-plans.ts';
import { planCleanUp } from '../kinds/clean-up/plan.ts';
import { isLong, shortened } from './long-clean-up.ts';
import { placeOf, planRun } from './place.ts';
import { cleanUpDisk } from './clean-up-disk.ts';
import { FRESH_MS, watchOf } from './watch.ts';

/** Plans a clean-up; what jobs are filling is left out of it, and without the jobs' database nothing is planned. */
export async function planOfCleanUp(
  cluster: ConfiguredCluster,
  wish: TypedRules,
  signal?: AbortSignal,
): Promise<CleanUpPlan> {
  const connection = clusterConnection(cluster.key);
  const { uuid } = await connection.identity(signal);
  const filling = desk.filling(uuid);
  return planCleanUp(
    placeOf(cluster),
    { ...rulesOf(wish), filling: [...filling.uuids, ...filling.names] },
    planRun(signal),
  );
}

/** To be chosen by eye; others are found by their name. */
const ALIASES = 1_000;

export async function cleanUpReview(
  cluster: ConfiguredCluster,
  wish: TypedRules,
  signal?: AbortSignal,
): Promise<CleanUpReview> {
  const watch = watchOf(cluster.key);
  const [plan, health] = await Promise.all([
    planOfCleanUp(cluster, wish, signal),
    watch.health.readOrLast({ maxAgeMs: FRESH_MS * 5, waitMs: 2_000 }),
  ]);
  const { indices } = watch.indices.reading().value ?? { indices: [] };
  const aliases = new Set(plan.groups.map((group) => group.alias));
  for (const index of indices) for (const { alias } of index.aliases) aliases.add(alias);
  rememberPlan(plan);
  return {
    ...(isLong(plan) ? shortened(plan, aliases.size) : { plan }),
    aliases: [...aliases].sort().slice(0, ALIASES),
    disk: health.value && cleanUpDisk(health.value),
    typeToConfirm: nameToType(plan),
  };
}
