import type { ConfiguredCluster } from '../config.ts';
import { rememberDisplayedPlan } from '../jobs/displayed-plans.ts';
import { jobs } from '../jobs/jobs.ts';
import { restoreSnapshot } from '../kinds/restore-snapshot/describe.ts';
import { planRestoreSnapshot } from '../kinds/restore-snapshot/plan.ts';
import type { RestoreSnapshotAsked } from '../kinds/restore-snapshot/review.ts';
import type { RestoreSnapshotPlan } from '../kinds/restore-snapshot/schema.ts';
import { singleFlight } from '../live/single-flight.ts';
import { originCheckOn } from './origin-check.ts';
import { placeOf, planRun } from './place.ts';
import { readSnapshotPlaces } from './read-snapshot-places.ts';
import { restoreRequestOf } from './restore-request.ts';

/** The plan of a page, made once for all pages that ask the same. Throws AppError. */
export async function planRestoreSnapshotFor(
  cluster: ConfiguredCluster,
  asked: RestoreSnapshotAsked,
): Promise<RestoreSnapshotPlan> {
  const plan = await singleFlight(JSON.stringify(['restore-snapshot', cluster.key, asked]), cluster.name, (signal) =>
    planRestoreSnapshotOf(cluster, asked, signal),
  );
  return rememberDisplayedPlan(plan, { kind: restoreSnapshot.kind, cluster: cluster.key, asked });
}

/** Made from the cluster as it is now. Throws AppError. */
export async function planRestoreSnapshotOf(
  cluster: ConfiguredCluster,
  { repository, snapshot, choices }: RestoreSnapshotAsked,
  signal?: AbortSignal,
): Promise<RestoreSnapshotPlan> {
  await readSnapshotPlaces(cluster);
  const { alias, into, settings, dropSettings, replicas, switchAlias } = restoreRequestOf({
    ...choices,
    allowPartial: 'no',
    allowIncomplete: 'no',
  });
  return planRestoreSnapshot(
    placeOf(cluster),
    {
      repository,
      snapshot,
      index: choices.index,
      ...(choices.from === undefined || choices.from === cluster.key ? {} : { from: choices.from }),
      uuid: choices.uuid,
      alias,
      into,
      settings,
      dropSettings,
      replicas,
      switchAlias,
      takenBy: jobs.takenSnapshot,
      originCheck: originCheckOn(cluster),
    },
    planRun(signal),
  );
}
