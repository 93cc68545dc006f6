import type { Place } from '../backups/sources.ts';
import { backupSources } from '../backups/sources.ts';
import { clusterConnection, type ConfiguredCluster } from '../config.ts';
import type { PlanRun } from '../kinds/run-kind.ts';
import type { Progress } from '../contract/progress.ts';

const backups = backupSources({ trusted: false });

/** Where a page plans: ids of backups come from addresses. */
export const placeOf = (cluster: ConfiguredCluster): Place => ({ cluster: clusterConnection(cluster.key), backups });

/** A plan outside of a job keeps no log. */
export const planRun = (
  signal: AbortSignal = new AbortController().signal,
  report: (progress: Progress) => void = () => undefined,
): PlanRun => ({ signal, report, log: () => undefined });
