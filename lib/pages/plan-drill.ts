import { createHash } from 'node:crypto';
import { lastUuidOf } from '../access/cluster-rules.ts';
import { clusterConnection, configuredClusters, findCluster, type ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import { displayedPart, rememberDisplayedPlan } from '../jobs/displayed-plans.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { placeOn } from '../jobs/place-on.ts';
import { removeDrillLeftovers } from '../jobs/remove-drill-leftovers.ts';
import { planDrill } from '../kinds/drill/plan.ts';
import type { BackupToDrill, DrillChoices } from '../kinds/drill/review.ts';
import type { DrillPlan } from '../kinds/drill/schema.ts';
import { PAGE_TIMEOUT_MS, singleFlight } from '../live/single-flight.ts';
import { log } from '../log.ts';
import { placeOf, planRun } from './place.ts';

/**
 * The plan of a page, made once for all requests of the page. Reads a zip file to its end the first time: timed_out until then.
 * Throws AppError.
 */
export async function planDrillFor(
  cluster: ConfiguredCluster,
  backup: BackupToDrill,
  choices: DrillChoices,
): Promise<DrillPlan> {
  const key = JSON.stringify(['drill', cluster.key, backup, choices]);
  const plan = await singleFlight(key, 'The backup', (signal) => planDrillOf(cluster, backup, choices, signal));
  return displayedPart(rememberDisplayedPlan(plan));
}

/** Made from the backup and the cluster as they are now. Throws AppError. */
export const planDrillOf = (
  cluster: ConfiguredCluster,
  backup: BackupToDrill,
  { limit, once }: DrillChoices,
  signal?: AbortSignal,
): Promise<DrillPlan> =>
  planDrill(
    placeOn(cluster.key, cluster.drillCluster, placeOfKey),
    {
      backup: 'id' in backup ? { zip: { source: cluster.backupSource, id: backup.id } } : backup,
      alias: null,
      documentsPerSecond: limit === '' ? null : Number(limit),
      probes: [],
      key: createHash('sha256').update(once).digest('hex').slice(0, 12),
      on: cluster.drillCluster,
      takenBy: jobs.takenSnapshot,
      otherDrill: jobs.runningDrill,
      isReadOnly: (uuid) => configuredClusters().some((each) => each.readOnly && lastUuidOf(each) === uuid),
    },
    planRun(signal),
  );

function placeOfKey(key: string) {
  const configured = findCluster(key);
  if (configured) return placeOf(configured);
  throw new AppError('not_found', `The cluster "${key}" is not configured.`);
}

/** Deletes what killed drills left where this one runs. That it can't be deleted is no reason not to drill. Never throws. */
export async function removeLeftoversBefore({ drillCluster, key }: ConfiguredCluster): Promise<void> {
  const signal = AbortSignal.timeout(PAGE_TIMEOUT_MS);
  try {
    const connection = clusterConnection(drillCluster ?? key);
    const { uuid } = await connection.identity(signal);
    await removeDrillLeftovers(runner().store, uuid, connection, signal);
  } catch (error) {
    log().warn({ err: error, cluster: key }, 'Indices of earlier drills could not be deleted.');
  }
}
