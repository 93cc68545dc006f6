import Link from 'next/link';
import type { ListedSnapshot, RepositoriesPage, RepositoryRow } from '@/lib/contract/repositories-page.ts';
import { formatCount } from '@/lib/format.ts';
import { snapshotState } from '@/components/backups/snapshot-labels.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { paths } from '@/components/paths.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Shape, State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';

interface Props {
  row: RepositoryRow;
  selected: NonNullable<RepositoriesPage['selected']>;
}

/** The snapshots by name, the last first. An error is never an empty list. */
export function SnapshotList({ row, selected: { snapshots, left } }: Props) {
  if (row.snapshots === null && row.failure === null)
    return (
      <p role="status" className="flex items-center gap-2 rounded-lg border bg-surface p-4 text-muted">
        <Shape level="live" />
        Listing the snapshots of {row.name}…
      </p>
    );
  if (row.snapshots === null)
    return (
      <EmptyState title="The snapshots are not known">
        The cluster can’t list them now. This page tries again every few seconds.
      </EmptyState>
    );
  if (snapshots.length === 0)
    return (
      <EmptyState title={`There is no snapshot in ${row.name}`}>
        {row.readOnly
          ? 'Only another cluster can take snapshots into it.'
          : 'A snapshot that the cluster takes into it appears here.'}
      </EmptyState>
    );
  return (
    <Panel flush>
      <Table label={`Snapshots in ${row.name}`} lines>
        <Head>
          <Column>Snapshot</Column>
          <Column>Indices</Column>
          <Column>State</Column>
        </Head>
        <Body>
          {snapshots.map((snapshot) => (
            <SnapshotLine key={snapshot.name} repository={row.name} snapshot={snapshot} />
          ))}
        </Body>
      </Table>
      {left > 0 && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          The last {formatCount(snapshots.length)} by name, and {formatCount(left)} more.
        </p>
      )}
    </Panel>
  );
}

interface LineProps {
  repository: string;
  snapshot: ListedSnapshot;
}

function SnapshotLine({ repository, snapshot: { name, state, indices, indexCount } }: LineProps) {
  const { key } = useCluster();
  const { level, word } = snapshotState(state);
  const more = indexCount - indices.length;
  return (
    <Row>
      <Cell place="name" className="mid:w-[38%]">
        <Link
          href={paths.snapshot(key, repository, name)}
          prefetch={false}
          data-row-link=""
          className="font-medium [overflow-wrap:anywhere] text-text no-underline hover:underline"
        >
          {name}
        </Link>
      </Cell>
      <Cell place="detail" className="[overflow-wrap:anywhere] text-muted">
        {indexCount === 0 ? 'none' : <NamedText text={indices.join(', ')} />}
        {more > 0 && ` and ${formatCount(more)} more`}
      </Cell>
      <Cell place="state">
        <State level={level}>{word}</State>
      </Cell>
    </Row>
  );
}
