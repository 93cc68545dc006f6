import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import type { ActionFailure } from '@/components/use-action.ts';

/** Why the job was refused: the cluster has changed since the plan was made, or something else. */
export function NotBegun({ failure, title }: { failure: ActionFailure | null; title: string }) {
  const cluster = useCluster();
  const changes = changesIn(failure);
  if (changes) return <PlanChanged changes={changes} className="mb-4" />;
  if (failure === null) return null;
  const owner = failure.details?.owner;
  return (
    <FailureNotice
      className="mb-4"
      title={title}
      failure={failure}
      actions={
        typeof owner === 'string' ? (
          <LinkButton href={paths.job(cluster.key, owner)}>Open job {owner}</LinkButton>
        ) : undefined
      }
    />
  );
}
