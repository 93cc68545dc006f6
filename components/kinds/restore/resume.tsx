import { groupOfIndex } from '@/lib/contract/index-group.ts';
import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { restoredBackup } from '../../restore/restored-backup.ts';
import { LinkButton } from '../../ui/button.tsx';
import { CleanUpLink } from '../clean-up/clean-up-link.tsx';
import type { ResumeActionProps } from '../kind-view.ts';

/** Back to the review of the same backup; or to the clean-up, which deletes the index that it did not fill. */
export function ReviewAgain({ detail: { restore } }: ResumeActionProps) {
  const cluster = useCluster();
  if (!restore) return null;
  const { alias, copied, createsIndex, index } = restore;
  // Without a role on the cluster that the backup is of, its review can't be opened.
  const backup = copied !== null && copied.from === null ? null : restoredBackup(restore);
  return (
    <>
      {backup && (
        <LinkButton href={paths.restore(cluster.key, backup.id, { from: backup.from, alias: alias ?? undefined })}>
          Review it again
        </LinkButton>
      )}
      {createsIndex && (
        // The rules name an alias only where the index is named after it.
        <CleanUpLink alias={alias !== null && groupOfIndex(index) === alias ? alias : undefined}>
          Clean up the unfinished index
        </CleanUpLink>
      )}
    </>
  );
}
