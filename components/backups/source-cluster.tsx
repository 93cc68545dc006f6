import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { useCluster } from '../cluster-context.tsx';
import { Notice } from '../ui/notice.tsx';
import { Chip } from '../ui/chip.tsx';

type Props = { row: Pick<BackupRow, 'cluster' | 'condition'> };

/** The cluster that a backup was made from; a tag where it is another one. Nothing of a file that can't be read. */
export function SourceCluster({ row: { cluster, condition } }: Props) {
  if (condition.state !== 'whole') return null;
  if (cluster.name === null) return <>cluster unknown</>;
  const title = `Cluster uuid ${cluster.uuid ?? 'unknown'}`;
  if (cluster.relation !== 'another') return <span title={title}>from {cluster.name}</span>;
  return (
    <span title={title}>
      <Chip tone="warn" className="whitespace-normal [overflow-wrap:anywhere]">
        another cluster: {cluster.name}
      </Chip>
    </span>
  );
}

/** On a page about one backup: that it is of another cluster. */
export function OtherClusterNotice({ row: { cluster: source, condition } }: Props) {
  const cluster = useCluster();
  if (condition.state !== 'whole' || source.relation !== 'another') return null;
  return (
    <Notice tone="warn" title={`This backup is of another cluster: ${source.name ?? 'unknown'}`}>
      <p>
        It is of the cluster with the uuid <code>{source.uuid}</code>, not of {cluster.name} ({cluster.environment}). It
        can be restored here, for instance after this cluster was rebuilt. It is not compared with {cluster.name}.
      </p>
    </Notice>
  );
}
