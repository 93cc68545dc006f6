import { resolve } from 'node:path';
import { folderOf } from '../../contract/backup-ref.ts';
import { personKey } from '../../contract/person.ts';
import type { Schedule, ScheduleSpec } from '../../contract/schedule.ts';
import type { OtherRetention } from '../../kinds/retention/schema.ts';
import type { JobStore } from '../store/job-store.ts';
import { hasUnreadableSchedule, schedules } from '../store/schedules.ts';
import { retentionPlaces } from './retention-places.ts';

/** The schedule that deletes; `name` null: it is not saved yet. */
export type OwnSchedule = Pick<ScheduleSpec, 'kind' | 'to'> & { name: string | null };

/**
 * The other schedules of a cluster, also paused ones, whose rules decide about backups in the same place.
 * `configured`: as for `retentionPlaces`. Pure.
 */
export function otherRetentions(
  all: readonly Schedule[],
  { kind, name, to }: OwnSchedule,
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

/** `otherRetentions` of what is saved; null: another version wrote a schedule of the cluster, and what that keeps is unknown. */
export const savedOtherRetentions = (
  store: JobStore,
  cluster: string,
  own: OwnSchedule,
  configured: string | null,
): OtherRetention[] | null =>
  hasUnreadableSchedule(store, cluster) ? null : otherRetentions(schedules(store, cluster), own, configured);

/** Equal for schedules that delete in the same place. */
function placeKey(spec: Pick<ScheduleSpec, 'kind' | 'to'>, configured: string | null): string {
  const { repository, source } = retentionPlaces(spec, configured);
  if (repository !== null) return `repository ${repository}`;
  const folder = source === null ? null : folderOf(source);
  return folder === null ? `source ${source}` : `folder ${resolve(folder)}`;
}
