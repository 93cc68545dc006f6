import type { ScheduleSpec } from '../contract/schedule.ts';
import { AppError } from '../errors.ts';
import type { ScheduleCluster } from './schedule-cluster.ts';

/** A drill writes into the cluster, unless the configuration names another one for it. Throws AppError refused. */
export function requireMayRun({ kind, name }: ScheduleSpec, { entry, readOnly }: ScheduleCluster): void {
  if (kind !== 'drill' || !readOnly || (entry?.drillCluster ?? null) !== null) return;
  throw new AppError('refused', `${entry?.name ?? 'This cluster'} is read-only here: ${name} can’t restore into it.`, {
    hint: `Its entry in the configuration says so (clusters.${entry?.key ?? '…'}.readOnly).`,
  });
}
