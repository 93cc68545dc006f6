import type { Place } from '../backups/sources.ts';
import { backupSources } from '../backups/sources.ts';
import { bucketAccess, clusterConnection, type ConfiguredCluster } from '../config.ts';
import { connectionOfSide } from '../jobs/connection-of-side.ts';
import { replayTargetsOf } from '../config/replay-targets.ts';
import type { PlanRun } from '../kinds/run-kind.ts';
import type { Progress } from '../contract/progress.ts';

const backups = backupSources({ trusted: false, bucket: bucketAccess });

/** What a planner needs for a page. The sources are untrusted: ids of backups come from addresses. */
export const placeOf = (cluster: ConfiguredCluster): Place => ({
  cluster: clusterConnection(cluster.key),
  backups,
  replayTarget: replayTargetsOf(cluster),
  other: connectionOfSide,
});

/** A plan outside of a job has no log. */
export const planRun = (
  signal: AbortSignal = new AbortController().signal,
  report: (progress: Progress) => void = () => undefined,
): PlanRun => ({ signal, report, log: () => undefined });
