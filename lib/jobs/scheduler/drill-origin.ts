import { backupSource, isPlaceOfZips } from '../../contract/backup-ref.ts';
import type { Schedule } from '../../contract/schedule.ts';
import type { ScheduledCluster } from './run-host.ts';

/** The place of a schedule's zip backups. */
export const sourceOf = ({ spec }: Schedule, { backupSource: configured }: ScheduledCluster): string =>
  spec.to === null ? configured : backupSource(spec.to);

/** Where the backups are that a drill tries. `to` names a repository, or a place of zip backups by its path or address. */
export function originOf(
  schedule: Schedule,
  cluster: ScheduledCluster,
): { source: string | null; repositories: readonly string[] | null } {
  const { to } = schedule.spec;
  if (to === null) return { source: cluster.backupSource, repositories: null };
  return isPlaceOfZips(to)
    ? { source: sourceOf(schedule, cluster), repositories: [] }
    : { source: null, repositories: [to] };
}
