import { groupOfIndex } from '@/lib/contract/index-group.ts';
import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { CleanUpLink } from '../clean-up/clean-up-link.tsx';
import type { ResumeActionProps } from '../kind-view.ts';

/** Back to the review of the same backup; or to the clean-up, which deletes the index that it did not fill. */
export function ReviewAgain({ detail: { restore } }: ResumeActionProps) {
  const cluster = useCluster();
  if (!restore) return null;
  const { alias, backup, createsIndex, index } = restore;
  return (
    <>
      {backup && (
        <LinkButton href={paths.restore(cluster.key, backup, { alias: alias ?? undefined })}>
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
