import type { LostBackups } from '@/lib/contract/backups-page.ts';
import { isBucketAddress, placeWord } from '@/lib/contract/backup-ref.ts';
import { formatList, plural } from '@/lib/format.ts';
import { Time } from '../ui/time.tsx';

export const lostTitle = ({ all, backups, folders }: LostBackups, directory: string): string =>
  all
    ? `The ${placeWord(directory)} has lost all its backups: ${plural(backups, 'backup was', 'backups were')} listed before`
    : `${plural(backups, 'backup')} of ${formatList(folders, 6)} ${backups === 1 ? 'is' : 'are'} missing`;

const IN_A_BUCKET =
  'Check whether the bucket and its prefix are the right ones, and whether a rule of the store deletes old objects.';
const IN_A_DIRECTORY =
  'Check whether the disk or the share is mounted there. Mount it before the next backup: until then, a backup is ' +
  'written to the disk under the mount point.';

/** What was there and when, and what to look at. */
export function LostSentences({ lost, directory }: { lost: LostBackups; directory: string }) {
  return (
    <>
      <p>
        {lost.backups === 1 ? 'It was' : 'They were'} in <code>{directory}</code> when it was last listed,{' '}
        <Time at={lost.listedAt} precision="seconds" />. Restore Desk did not delete{' '}
        {lost.backups === 1 ? 'it' : 'them'}.
      </p>
      <p>{isBucketAddress(directory) ? IN_A_BUCKET : IN_A_DIRECTORY}</p>
    </>
  );
}
