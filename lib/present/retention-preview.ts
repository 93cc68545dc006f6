import type { RetainedBackup, RetentionPreview } from '../contract/schedules-page.ts';
import type { DecidedBackup, RetentionPlan } from '../kinds/retention/schema.ts';

/** More backups of one alias are not legible; those that are deleted are always among them. */
const MOST_OF_GROUP = 200;

/** A plan of a retention in the words of a page. Pure. */
export function retentionPreview(plan: RetentionPlan): RetentionPreview {
  return {
    takenAt: plan.plannedAt,
    kept: plan.kept,
    deleted: plan.backups.length + plan.snapshots.length,
    freedBytes: plan.repository === null ? plan.bytes : null,
    warnings: plan.checks.flatMap(({ detail, level, title }) => (level === 'ok' ? [] : [{ title, detail }])),
    groups: plan.groups.map(({ backups, keepsAll, name }) => {
      const shown = shownOf(backups);
      return {
        name,
        kept: backups.filter(({ kept }) => kept).length,
        deleted: backups.filter(({ kept }) => !kept).length,
        keepsAll,
        backups: shown.map(retained),
        more: backups.length - shown.length,
      };
    }),
    unlisted: plan.unlisted,
    outside: plan.outside,
  };
}

function shownOf(backups: readonly DecidedBackup[]): readonly DecidedBackup[] {
  if (backups.length <= MOST_OF_GROUP) return backups;
  let room = MOST_OF_GROUP;
  return backups.filter(({ kept }) => !kept || room-- > 0);
}

const retained = ({ at, because, bytes, id, kept }: DecidedBackup): RetainedBackup => ({
  name: id,
  at,
  bytes,
  kept,
  reasons: because.length > 0 ? because : [kept ? 'kept' : 'no rule keeps it'],
});
