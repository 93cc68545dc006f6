'use client';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { CopyRoute } from '@/components/restore/copy-route.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { useFilter } from '@/components/use-filter.ts';
import type { BackupsFilter, BackupsPage } from '@/lib/contract/backups-page.ts';
import { copyAddress, urlKeys } from './address.ts';
import { ClusterLinks } from './cluster-links.tsx';
import { CopyBackups } from './copy-backups.tsx';

export interface InitialBackups {
  /** The key of the cluster that they are of. */
  from: string;
  wanted: Partial<BackupsFilter>;
  page: BackupsPage;
}

interface Props {
  /** null: no cluster is chosen yet. */
  initial: InitialBackups | null;
  /** The chosen entry and this one name the same cluster. */
  sameCluster: boolean;
}

/** Which backup of which other cluster is restored on this one. What is chosen is in the address. */
export function CopyView({ initial, sameCluster }: Props) {
  const { environment, name, others } = useCluster();
  const blocked = useBlocked('restore');
  const [{ from }] = useFilter(copyAddress, { urlKeys });
  const source = others.find(({ key }) => key === from) ?? null;
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p>
            Restores a backup of another cluster on {name} ({environment}) beside the live index, proves the copy, and
            then switches the alias. The other cluster is not changed. Nothing is changed here before you have reviewed
            the plan.
          </p>
        }
      >
        Copy from another cluster
      </Heading>
      {blocked !== null && (
        <Notice tone="info" className="mb-4">
          <p>{blocked}</p>
        </Notice>
      )}
      {source === null ? (
        <ChooseCluster />
      ) : (
        <>
          <CopyRoute source={{ ...source, sameCluster: sameCluster && initial?.from === source.key }} />
          <CopyBackups key={source.key} source={source} initial={initial?.from === source.key ? initial : null} />
        </>
      )}
    </>
  );
}

/** The other clusters on which the person has a role. */
function ChooseCluster() {
  const { key, others } = useCluster();
  if (others.length === 0)
    return (
      <EmptyState
        title="There is no other cluster to copy from"
        actions={<LinkButton href={paths.backups(key)}>Open the backups of this cluster</LinkButton>}
      >
        Clusters of the configuration on which you have a role are listed here.
      </EmptyState>
    );
  return <ClusterLinks title="From which cluster?" clusters={others} hrefOf={(from) => paths.copy(key, { from })} />;
}
