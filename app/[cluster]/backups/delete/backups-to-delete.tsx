import Link from 'next/link';
import { conditionLabel, documentsIn, timeOf } from '@/components/backups/backup-labels.ts';
import { SetPart } from '@/components/backups/set-note.tsx';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { DeletionReview } from '@/lib/contract/deletion-review.ts';
import { formatBytes } from '@/lib/format.ts';

/** Every file that is deleted, with its size and the jobs that are about it. */
export function BackupsToDelete({ review }: { review: DeletionReview }) {
  return (
    <Panel
      flush
      title="What is deleted"
      tag={
        <span className="text-small text-muted">
          {review.final && 'frees '}
          {formatBytes(review.bytes)}
        </span>
      }
    >
      <Table label="Backups to delete">
        <Head>
          <Column>File</Column>
          <Column>State</Column>
          <Column numeric>Documents</Column>
          <Column numeric>Size</Column>
          <Column>Last jobs</Column>
        </Head>
        <Body>
          {review.backups.map((backup) => (
            <FileLine key={backup.row.id} backup={backup} />
          ))}
        </Body>
      </Table>
      {review.missing.length > 0 && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          Deleted or renamed before this review: {review.missing.join(', ')}.
        </p>
      )}
    </Panel>
  );
}

function FileLine({ backup: { row, jobs } }: { backup: DeletionReview['backups'][number] }) {
  const cluster = useCluster();
  const { level, word } = conditionLabel(row);
  return (
    <Row>
      <Cell>
        <Link className="link" prefetch={false} href={paths.backup(cluster.key, row.id)}>
          <code>{row.id}</code>
        </Link>
        <span className="block text-small text-muted">
          {row.group}, as of <Time at={timeOf(row)} />
          {row.cluster.relation === 'another' && (
            <>
              {' · '}
              <SourceCluster row={row} />
            </>
          )}
          {row.set && (
            <>
              {' · '}
              <SetPart row={row} />
            </>
          )}
        </span>
      </Cell>
      <Cell label="State">
        <State level={level}>{word}</State>
      </Cell>
      <Cell numeric label="Documents">
        {documentsIn(row)}
      </Cell>
      <Cell numeric label="Size">
        {formatBytes(row.fileBytes)}
      </Cell>
      <Cell label="Last jobs" className="text-small">
        {jobs.length === 0 ? (
          <span className="text-muted">none</span>
        ) : (
          <ul>
            {jobs.map(({ id, title }) => (
              <li key={id}>
                <Link
                  className="link"
                  prefetch={false}
                  href={paths.job(cluster.key, id)}
                  aria-label={`Job ${id}: ${title}`}
                >
                  Job {id}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Cell>
    </Row>
  );
}
