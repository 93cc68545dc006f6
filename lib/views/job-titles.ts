import type { Job } from '../contract/job.ts';
import type { BackupPlan, RestorePlan, SwitchPlan } from '../contract/plans.ts';
import { formatCount, formatList, formatUtcMinute, shortIndexName } from '../format.ts';

/** A job's title says the verb, the thing and, where it has one, the time of the backup. */
export function backupTitle(plan: BackupPlan): string {
  const groups = [...new Set(plan.indices.map((entry) => entry.group))];
  return groups.length <= 3 ? `Back up ${formatList(groups)}` : `Back up ${formatCount(plan.indices.length)} indices`;
}

export function restoreTitle(plan: RestorePlan, backup: string): string {
  const what = plan.alias ?? backup.split('/')[0]!.replace(/\.zip$/, '');
  const when = plan.backup.takenAt === null ? `the file ${backup}` : formatUtcMinute(plan.backup.takenAt);
  return plan.target.uuid === null
    ? `Restore ${what} from ${when}`
    : `Restore ${what} from ${when} into ${plan.target.index}`;
}

/** Undoing an undo goes forward again. */
export function undoTitle(plan: SwitchPlan, undone: Job): string {
  const forward = undone.work.kind === 'switch' && undone.work.plan.undoes !== null;
  return `Switch ${plan.alias} ${forward ? 'forward' : 'back'} to ${formatList(plan.after.map((index) => shortIndexName(index, plan.alias)))}`;
}
