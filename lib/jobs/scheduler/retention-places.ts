import { backupSource } from '../../contract/backup-ref.ts';
import type { ScheduleSpec } from '../../contract/schedule.ts';

/**
 * Where the backups are that a schedule's rules decide about: the snapshots of `repository`, or, where that is null, the zip files
 * of `source`. Zip files beside a repository only count as good backups. `configured`: the cluster's own source; null: none is known.
 */
export const retentionPlaces = (
  { kind, to }: Pick<ScheduleSpec, 'kind' | 'to'>,
  configured: string | null,
): { source: string | null; repository: string | null } =>
  kind === 'snapshot'
    ? { source: configured, repository: to }
    : { source: to === null ? configured : backupSource(to), repository: null };
