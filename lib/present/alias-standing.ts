import type { AliasStatus, JobDetail } from '../contract/job-page.ts';
import { plural } from '../format.ts';

/** Where the alias of a restore points now, as the title of its card. Pure. */
export function aliasTitle(
  { alias, atRestored }: Pick<NonNullable<JobDetail['moved']>, 'alias' | 'atRestored'>,
  { where, targets, ...status }: AliasStatus,
): string {
  switch (where) {
    case 'here':
      return targets.length > 1
        ? `${alias} points to the restored index and ${plural(targets.length - 1, 'other index', 'other indices')}`
        : `${alias} points to the restored index`;
    case 'before':
      return `${alias} points to the previous index again`;
    case 'elsewhere':
      return targets.length === 0
        ? `No index has the alias ${alias}: Restore Desk did not remove it`
        : `${alias} points to ${nameOf(targets, status)}: Restore Desk did not switch it`;
    case 'unknown':
      return atRestored
        ? `${alias} was switched to the restored index`
        : `${alias} was switched back to the previous index`;
    default:
      return where satisfies never;
  }
}

/** The indices that an alias points to, as this restore knows them. */
function nameOf(targets: AliasStatus['targets'], { index, before }: Pick<AliasStatus, 'index' | 'before'>): string {
  const names = targets.map((target) => target.index);
  if (names.every((name) => name === index)) return 'the restored index again';
  return names.every((name) => before.includes(name)) ? 'the previous index again' : 'another index';
}

/** Beside an index of the card: "kept, open" for one that the alias does not point to; null: nothing is known. */
export function indexNote(index: string, status: AliasStatus): string | null {
  if (status.targets.some((target) => target.index === index)) return 'live';
  const presence =
    index === status.index ? status.indexNow : status.before.includes(index) ? status.beforeNow : 'unknown';
  switch (presence) {
    case 'open':
    case 'closed':
      return `kept, ${presence}`;
    case 'gone':
      return 'deleted';
    case 'unknown':
      return null;
    default:
      return presence satisfies never;
  }
}
