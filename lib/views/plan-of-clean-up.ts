import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { rulesOf, type TypedRules } from '../kinds/clean-up/rules.ts';
import type { CleanUpPlan } from '../kinds/clean-up/schema.ts';
import { nameToType, type CleanUpReview } from '../kinds/clean-up/review.ts';
import { desk } from '../jobs/desk.ts';
import { rememberPlan } from '../jobs/shown-plans.ts';
import { planCleanUp } from '../kinds/clean-up/plan.ts';
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
  return {
    plan: rememberPlan(plan),
    aliases: [
      ...new Set([
        ...indices.flatMap((index) => index.aliases.map(({ alias }) => alias)),
        ...plan.groups.map((group) => group.alias),
      ]),
    ].sort(),
    disk: health.value && cleanUpDisk(health.value),
    typeToConfirm: nameToType(plan),
  };
}
