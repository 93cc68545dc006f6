import type { ConfiguredCluster } from '../config.ts';
import { isPlaceOfZips, sourcePlace } from '../contract/backup-ref.ts';
import type { Schedule, ScheduleSpec } from '../contract/schedule.ts';
import { AppError } from '../errors.ts';

/**
 * Refuses a place that only the command line may name: a page writes to and reads from the configured place of backups, and the
 * cluster's own repositories. `before`: the schedule as it is saved, whose place is
 * allowed. Throws AppError invalid_input.
 */
export function requirePlace(
  cluster: ConfiguredCluster,
  { kind, to }: Pick<ScheduleSpec, 'kind' | 'to'>,
  before: Schedule | null,
): void {
  if (to === null || to === before?.spec.to || to === sourcePlace(cluster.backupSource)) return;
  if (kind !== 'backup' && !isPlaceOfZips(to)) return;
  throw new AppError('invalid_input', 'Only the command line may name another place for backups.', {
    hint: 'Choose the configured place here, or use `restore-desk schedule add --to`.',
    details: { fields: { to: 'Choose the configured place of backups.' } },
  });
}
