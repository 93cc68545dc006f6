import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import { AppError } from '../errors.ts';
import { parseRules, type RulesText } from '../kinds/clean-up/rules.ts';
import type { CleanUpPlan } from '../kinds/clean-up/schema.ts';
import type { DecidedWindow } from '../kinds/clean-up/decided-lines.ts';
import { indexToType, type CleanUpReview } from '../kinds/clean-up/review.ts';
import { jobs } from '../jobs/jobs.ts';
import { rememberDisplayedPlan, displayedPlan } from '../jobs/displayed-plans.ts';
import { planCleanUp } from '../kinds/clean-up/plan.ts';
import { isLong, shortenCleanUp, windowAt } from '../present/long-clean-up.ts';
import { placeOf, planRun } from './place.ts';
import { cleanUpDisk } from '../present/clean-up-disk.ts';
import { MAX_AGE_MS, readsOf } from '../live/cluster-reads.ts';

/**
 * Plans a clean-up without the indices that jobs write to. Throws AppError, also where the jobs' database can't be
 * read.
 */
export async function planCleanUpOf(
  cluster: ConfiguredCluster,
  request: RulesText,
  signal?: AbortSignal,
): Promise<CleanUpPlan> {
  const connection = clusterConnection(cluster.key);
  const { uuid } = await connection.identity(signal);
  const filling = jobs.indicesBeingWritten(uuid);
  return planCleanUp(
    placeOf(cluster),
    {
      ...parseRules(request),
      indicesBeingWritten: [...filling.uuids, ...filling.names],
      endedJobOf: (index) => jobs.endedJobOf(uuid, index),
    },
    planRun(signal),
  );
}

/** Aliases that the page offers as a list; others are entered by name. */
const MAX_ALIASES = 1_000;

export async function loadCleanUpReview(
  cluster: ConfiguredCluster,
  request: RulesText,
  signal?: AbortSignal,
): Promise<CleanUpReview> {
  const reads = readsOf(cluster.key);
  const options = { maxAgeMs: MAX_AGE_MS * 5, waitMs: 2_000 };
  const [plan, health, listed] = await Promise.all([
    planCleanUpOf(cluster, request, signal),
    reads.health.readOrLast(options),
    // Also the aliases that are not chosen are offered.
    reads.indices.readOrLast({ maxAgeMs: MAX_AGE_MS, waitMs: 5_000 }),
  ]);
  const aliases = new Set(plan.groups.map((group) => group.alias));
  for (const { aliases: memberships, name } of listed.value?.indices ?? []) {
    for (const { alias } of memberships) aliases.add(alias);
    const group = groupOfIndex(name);
    if (group !== null) aliases.add(group);
  }
  rememberDisplayedPlan(plan);
  return {
    ...(isLong(plan) ? shortenCleanUp(plan, aliases.size) : { plan }),
    aliases: [...aliases].sort().slice(0, MAX_ALIASES),
    disk: health.value && cleanUpDisk(health.value),
    typeToConfirm: indexToType(plan),
  };
}

/** Further lines of a clean-up plan that a page displays. Throws AppError not_found once the plan has been dropped. */
export async function loadCleanUpLines(
  cluster: ConfiguredCluster,
  fingerprint: string,
  from: number,
  signal?: AbortSignal,
): Promise<DecidedWindow> {
  const { uuid } = await clusterConnection(cluster.key).identity(signal);
  const plan = displayedPlan(fingerprint);
  if (plan?.kind !== 'clean-up' || plan.cluster.uuid !== uuid)
    throw new AppError('not_found', 'This plan is no longer saved.', { hint: 'The page makes a new one.' });
  return windowAt(plan as CleanUpPlan, from);
}
