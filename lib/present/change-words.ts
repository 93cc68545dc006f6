import type { Change } from '../contract/carried.ts';

/** The name of each kind of change, as a choice. */
export const CHANGE_NAMES: Record<Change, string> = { added: 'New', changed: 'Changed', deleted: 'Deletions' };

/** What they are, in a sentence below the choice. */
export const CHANGE_DETAILS: Record<Change, string> = {
  added: 'In the previous index and not in the backup. They are added.',
  changed: 'In both, with other content. They are overwritten, unless somebody has changed them in the restored index.',
  deleted: 'In the backup and not in the previous index. They are deleted. A mass deletion may be the incident itself.',
};
