import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import type { ResumeActionProps } from '../kind-view.ts';

/** Back to the review of the same backup. */
export function ReviewAgain({ detail, cluster }: ResumeActionProps) {
  if (!detail.restore?.backup) return null;
  return (
    <LinkButton href={paths.restore(cluster.key, detail.restore.backup, { alias: detail.restore.alias ?? undefined })}>
      Review it again
    </LinkButton>
  );
}
