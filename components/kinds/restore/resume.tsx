import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import type { ResumeActionProps } from '../kind-view.ts';

/** Back to the review of the same backup. */
export function ReviewAgain({ detail }: ResumeActionProps) {
  const cluster = useCluster();
  if (!detail.restore?.backup) return null;
  return (
    <LinkButton href={paths.restore(cluster.key, detail.restore.backup, { alias: detail.restore.alias ?? undefined })}>
      Review it again
    </LinkButton>
  );
}
