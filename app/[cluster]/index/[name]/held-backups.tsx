import Link from 'next/link';
import { conditionLabel } from '@/components/backups/backup-labels.ts';
import { snapshotState } from '@/components/backups/snapshot-labels.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { HeldBackup, IndexPage } from '@/lib/contract/index-page.ts';
import { formatCount } from '@/lib/format.ts';

/** The zip files and snapshots that hold an index of this name. */
export function HeldBackups({ page: { name, backups } }: { page: IndexPage }) {
  const { key } = useCluster();
  const { matching, problems, reading, rows } = backups;
  return (
    <Panel
      title="Backups that hold it"
      tag={<span className="text-small text-faint">{formatCount(matching)}</span>}
      actions={
        matching > rows.length && (
          <Link
            className="link inline-flex min-h-6 items-center text-small max-mid:min-h-11"
            prefetch={false}
            href={paths.backups(key, { index: name })}
          >
            All {formatCount(matching)} backups
          </Link>
        )
      }
      flush
    >
      {rows.length === 0 && (
        <p className="px-4 py-3 text-small text-muted mid:px-5">
          {reading ? 'The backups are being listed.' : 'No backup that is listed here holds an index of this name.'}
        </p>
      )}
      {rows.length > 0 && (
        <Table lines label="Backups that hold this index">
          <Head>
            <Column>Date</Column>
            <Column>Kind</Column>
            <Column>State</Column>
            <Column numeric>Documents</Column>
          </Head>
          <Body>
            {rows.map((held) => (
              <BackupRow key={held.row.id} held={held} />
            ))}
          </Body>
        </Table>
      )}
      {problems.map((problem) => (
        <p key={problem} className="border-t px-4 py-2.5 text-small [overflow-wrap:anywhere] text-muted mid:px-5">
          {problem}
        </p>
      ))}
    </Panel>
  );
}

function BackupRow({ held }: { held: HeldBackup }) {
  const { key } = useCluster();
  const { documents, other, row } = held;
  const isZip = row.kind === 'zip';
  const { level, word } = isZip ? conditionLabel(row) : snapshotState(row.state);
  const at = isZip ? (row.takenAt ?? row.modifiedAt) : row.takenAt;
  const isForeign = isZip ? row.cluster.relation === 'another' : !row.ofThisCluster;
  return (
    <Row>
      <Cell place="name">
        <Link
          href={isZip ? paths.backup(key, row.id) : paths.snapshot(key, row.repository, row.snapshot)}
          prefetch={false}
          data-row-link=""
          className="text-text no-underline hover:underline"
        >
          <Icon name={isZip ? 'zip' : 'snapshot'} className="mr-3 mb-0.5 inline text-faint max-mid:hidden" />
          {at === null ? isZip ? row.id : row.snapshot : <Time at={at} show="absolute" zone={false} />}
        </Link>{' '}
        {isForeign && <Chip>another cluster</Chip>} {other === true && <Chip tone="warn">an earlier index</Chip>}
      </Cell>
      <Cell className="[overflow-wrap:anywhere] text-muted max-mid:hidden">
        {isZip ? 'zip file' : `snapshot, ${row.repository}`}
      </Cell>
      <Cell place="detail">
        <State level={level}>{word.toLowerCase()}</State>
      </Cell>
      <Cell place="figure" numeric>
        {documents === null ? (
          <span className="text-faint">unknown</span>
        ) : documents.exact ? (
          formatCount(documents.least)
        ) : (
          `${formatCount(documents.least)} to ${formatCount(documents.most)}`
        )}
      </Cell>
    </Row>
  );
}
