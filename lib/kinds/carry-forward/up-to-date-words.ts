import { changesOf } from '../../contract/carried.ts';
import type { CarriedJob, UpToDate } from '../../contract/up-to-date.ts';
import { formatCount, plural } from '../../format.ts';
import { CARRIED, describeCounts, UNDONE } from './describe-common.ts';

/** The last job that ended well carried forward, and was not undone. */
export function isCarried({ carried }: Pick<UpToDate, 'carried'>): boolean {
  const last = carried.find(({ status }) => status === 'succeeded');
  return last?.kind === 'carry-forward';
}

/** What the previous index would bring, as far as it is known. */
export function writtenSentence({ previous, written, comparison }: UpToDate): string {
  if (previous?.now === 'gone') return 'It was deleted: nothing can be carried forward from it.';
  if (previous?.now === 'closed') return 'It is closed: open it to see what it has.';
  if (comparison?.done != null) {
    const { added, changed, deleted } = changesOf(comparison.done.counts);
    return added + changed + deleted === 0
      ? 'It has nothing that the backup does not have, and lacks nothing of it.'
      : `${formatCount(added)} new, ${formatCount(changed)} changed, ${plural(deleted, 'deletion')} after the backup.`;
  }
  return written === null
    ? 'How much was written to it after the backup is not known: compare to see.'
    : `${plural(written, 'document')} in it ${written === 1 ? 'was' : 'were'} added or changed after the backup; deletions are not counted yet.`;
}

/** What a job did to bring the index up to date. */
export function carriedSentence({ kind, status, counts, of }: CarriedJob): string {
  const what = kind === 'carry-forward' ? 'Carried forward' : `Undid job ${of}`;
  if (counts !== null) return `${what}: ${describeCounts(counts, kind === 'carry-forward' ? CARRIED : UNDONE)}`;
  const ended = {
    queued: 'waits',
    running: 'is running',
    succeeded: 'has ended',
    failed: 'failed',
    cancelled: 'was cancelled',
    interrupted: 'was interrupted',
  };
  return `${kind === 'carry-forward' ? 'Carrying forward' : `The undo of job ${of}`} ${ended[status]}.`;
}

/** Ends the sentence "Not known: …". */
export function unknownAfter(data: UpToDate): string {
  const never = 'changes after the backup that never reached the previous index';
  if (data.previous === null || data.previous.now === 'gone') return 'every change that was made after the backup.';
  if (data.comparison?.done == null) return `which documents were changed or deleted after the backup, and ${never}.`;
  if (!isCarried(data)) return `${never}.`;
  const conflicts = data.carried.find(({ status }) => status === 'succeeded')?.counts?.conflicts ?? 0;
  return `${never}${conflicts > 0 ? `, and what is right for ${plural(conflicts, 'conflict')}` : ''}.`;
}
