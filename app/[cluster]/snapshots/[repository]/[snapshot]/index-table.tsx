import Link from 'next/link';
import { DrillResult } from '@/components/backups/drill-line.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { useCopiedSnapshot } from '@/components/restore/use-copied-snapshot.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import type { SnapshotIndexRow, SnapshotPage } from '@/lib/contract/snapshot-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { isUnproven } from '@/lib/known-backups/backup-marks.ts';

/** Each index that it holds, with its restore, and the restore of several. */
export function IndexTable({ page }: { page: SnapshotPage }) {
  const { indices, moreIndices } = page;
  if (indices.length === 0)
    return (
      <EmptyState title="It holds no index">
        What it was taken of matched nothing. The server still calls such a snapshot complete.
      </EmptyState>
    );
  return (
    <Panel
      flush
      title="Indices"
      tag={<span className="text-small text-muted">{formatCount(indices.length + moreIndices)}</span>}
      actions={indices.length > 1 ? <SeveralLink page={page} /> : undefined}
    >
      <Table label="Indices of the snapshot">
        <Head>
          <Column>Index</Column>
          <Column>Aliases then</Column>
          <Column>Documents</Column>
          <Column>Restore drill</Column>
          <Column numeric>Shards</Column>
          <Column numeric>Size</Column>
          <Column>
            <span className="sr-only">Restore</span>
          </Column>
        </Head>
        <Body>
          {indices.map((row) => (
            <IndexLine key={row.index} page={page} row={row} />
          ))}
        </Body>
      </Table>
      {moreIndices > 0 && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          The first {formatCount(indices.length)} by name, and {formatCount(moreIndices)} more. The command line
          restores each of them.
        </p>
      )}
    </Panel>
  );
}

function SeveralLink({ page: { repository, name } }: { page: SnapshotPage }) {
  const { key } = useCluster();
  const mayNot = useBlocked('restore');
  const { copied } = useCopiedSnapshot();
  return (
    <LinkButton size="small" href={paths.restoreSeveral(key, repository, name, copied)} blocked={mayNot}>
      Restore several
    </LinkButton>
  );
}

function IndexLine({ page, row }: { page: SnapshotPage; row: SnapshotIndexRow }) {
  const { key } = useCluster();
  const mayNot = useBlocked('restore');
  const { copied } = useCopiedSnapshot();
  return (
    <Row>
      <Cell>
        <IndexName name={row.index} />
      </Cell>
      <Cell label="Aliases then" className="[overflow-wrap:anywhere] text-muted">
        {row.aliases === null ? 'unknown' : row.aliases.join(', ') || 'none'}
      </Cell>
      <Cell label="Documents">
        <Documents row={row} />
      </Cell>
      <Cell label="Restore drill">
        <Drill row={row} />{' '}
        {!row.blocked && (
          <Link
            className="link text-small"
            prefetch={false}
            aria-label={`Drill ${row.index}`}
            href={paths.drillSnapshot(key, page.repository, page.name, row.index)}
          >
            Drill…
          </Link>
        )}
      </Cell>
      <Cell label="Shards" numeric>
        {formatCount(row.shards)}
        {row.missing > 0 && <span className="block text-small text-warn">{formatCount(row.missing)} missing</span>}
      </Cell>
      <Cell label="Size" numeric className="text-muted">
        {formatBytes(row.bytes)}
      </Cell>
      <Cell buttons>
        <LinkButton
          size="small"
          aria-label={`Restore ${row.index}`}
          href={paths.restoreSnapshot(key, page.repository, page.name, row.index, copied)}
          blocked={mayNot ?? row.blocked}
        >
          Restore
        </LinkButton>
      </Cell>
    </Row>
  );
}

function Drill({ row: { drill } }: { row: SnapshotIndexRow }) {
  if (drill === null) return <span className="text-muted">not proven</span>;
  return (
    <State level={drill.ok ? 'ok' : isUnproven(drill) ? 'warn' : 'bad'}>
      <span className="min-w-0">
        <DrillResult drill={drill} />
      </span>
    </State>
  );
}

function Documents({ row: { documents, proof, why, hasDigest } }: { row: SnapshotIndexRow }) {
  if (proof === null) return <span className="text-muted">unknown</span>;
  if (proof === 'exact')
    return (
      <State level="ok">
        {documents === null ? 'exact' : `exactly ${plural(documents.to, 'document')}`}
        {hasDigest && ', with a digest'}
      </State>
    );
  return (
    <>
      <State level="idle">
        {documents === null
          ? 'not counted'
          : `between ${formatCount(documents.from)} and ${plural(documents.to, 'document')}`}
      </State>
      {why !== null && <span className="block text-small text-muted">{why}</span>}
    </>
  );
}
