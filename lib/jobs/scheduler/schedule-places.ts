import { backupSource, isPlaceOfZips } from '../../contract/backup-ref.ts';
import type { Schedule } from '../../contract/schedule.ts';
import { AppError } from '../../errors.ts';
import type { ScheduledCluster } from './run-host.ts';

/** The place of a schedule's zip backups. Throws AppError refused where neither it nor the configuration names one. */
export function sourceOf(
  { spec }: Pick<Schedule, 'spec'>,
  { backupSource: configured }: Pick<ScheduledCluster, 'backupSource'>,
): string {
  if (spec.to !== null) return backupSource(spec.to);
  if (configured !== null) return configured;
  throw new AppError('refused', `No configuration says where the backups of ${spec.name} are.`, {
    hint: 'Name the cluster in restore-desk.yaml, or give the schedule a place.',
  });
}

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
