import Link from 'next/link';
import type { OtherCluster } from '@/components/cluster-context.tsx';
import { ClusterName } from '@/components/environment-tag.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Panel } from '@/components/ui/panel.tsx';

interface Props {
  title: string;
  clusters: readonly OtherCluster[];
  hrefOf: (key: string) => string;
}

/** Clusters with their environments, one of them to be chosen. */
export function ClusterLinks({ title, clusters, hrefOf }: Props) {
  return (
    <Panel flush title={title}>
      <ul>
        {clusters.map((cluster) => (
          <li key={cluster.key} className="border-b last:border-b-0">
            <Link
              prefetch={false}
              href={hrefOf(cluster.key)}
              className="flex min-h-11 min-w-0 items-center justify-between gap-3 px-4 py-3 no-underline hover:bg-accent-soft mid:px-5"
            >
              <ClusterName cluster={cluster} />
              <Icon name="chevron" className="flex-none text-faint" />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
