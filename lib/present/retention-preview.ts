import type { RetainedBackup, RetentionPreview } from '../contract/schedules-page.ts';
import type { DecidedBackup, RetentionPlan } from '../kinds/retention/schema.ts';

/** A plan of a retention in the words of a page. Pure. */
export function retentionPreview(plan: RetentionPlan): RetentionPreview {
  return {
    takenAt: plan.plannedAt,
    kept: plan.kept,
    deleted: plan.backups.length + plan.snapshots.length,
    freedBytes: plan.repository === null ? plan.bytes : null,
    warnings: plan.checks.flatMap(({ detail, level, title }) => (level === 'ok' ? [] : [{ title, detail }])),
    groups: plan.groups.map(({ backups, keepsAll, name }) => ({
      name,
      kept: backups.filter(({ kept }) => kept).length,
      deleted: backups.filter(({ kept }) => !kept).length,
      keepsAll,
      backups: backups.map(retained),
    })),
    unlisted: plan.unlisted,
    outside: plan.outside,
  };
}

const retained = ({ at, because, bytes, id, kept }: DecidedBackup): RetainedBackup => ({
  name: id,
  at,
  bytes,
  kept,
  reasons: because.length > 0 ? because : [kept ? 'kept' : 'no rule keeps it'],
});
