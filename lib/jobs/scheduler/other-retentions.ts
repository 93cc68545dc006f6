import { resolve } from 'node:path';
import { folderOf } from '../../contract/backup-ref.ts';
import { personKey } from '../../contract/person.ts';
import type { Schedule, ScheduleSpec } from '../../contract/schedule.ts';
import type { OtherRetention } from '../../kinds/retention/schema.ts';
import { retentionPlaces } from './retention-places.ts';

/**
 * The other schedules of a cluster, also paused ones, whose rules decide about backups in the same place. `name`: of the schedule
 * itself; null: it is not saved yet. `configured`: as for `retentionPlaces`. Pure.
 */
export function otherRetentions(
  all: readonly Schedule[],
  { kind, name, to }: Pick<ScheduleSpec, 'kind' | 'to'> & { name: string | null },
  configured: string | null,
): OtherRetention[] {
  const own = name === null ? null : personKey(name);
  const place = placeKey({ kind, to }, configured);
  return all.flatMap(({ spec }) =>
    spec.retention !== null && personKey(spec.name) !== own && placeKey(spec, configured) === place
      ? [{ schedule: spec.name, what: spec.what, rules: spec.retention, timeZone: spec.timeZone }]
      : [],
  );
}

/** Equal for schedules that delete in the same place. */
function placeKey(spec: Pick<ScheduleSpec, 'kind' | 'to'>, configured: string | null): string {
  const { repository, source } = retentionPlaces(spec, configured);
  if (repository !== null) return `repository ${repository}`;
  const folder = source === null ? null : folderOf(source);
  return folder === null ? `source ${source}` : `folder ${resolve(folder)}`;
}
