'use client';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { ClusterLinks } from '../../../../copy/cluster-links.tsx';

export function CopyTo({ id }: { id: string }) {
  const { environment, key, name, others } = useCluster();
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p>
            <code className="[overflow-wrap:anywhere]">{id}</code> of {name} ({environment}). The next page is the
            review on the chosen cluster; nothing is changed before it.
          </p>
        }
      >
        Copy to another cluster
      </Heading>
      {others.length === 0 ? (
        <EmptyState
          title="There is no other cluster to copy to"
          actions={<LinkButton href={paths.backup(key, id)}>Back to the backup</LinkButton>}
        >
          Clusters of the configuration on which you have a role are listed here.
        </EmptyState>
      ) : (
        <ClusterLinks
          title="To which cluster?"
          clusters={others}
          hrefOf={(to) => paths.restore(to, id, { from: key })}
        />
      )}
    </>
  );
}
