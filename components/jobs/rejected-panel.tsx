'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { apiPath, paths } from '../paths.ts';
import { QueryBoundary } from '../query-boundary.tsx';
import { rejectedQuery } from '../queries.ts';
import { buttonClass, Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { Body, Cell, Column, Head, Row, Table } from '../ui/table.tsx';

interface Props {
  job: string;
  total: number;
  /** What a later job made of them. */
  retried: JobDetail['retried'];
  onRetry: (() => void) | null;
  retrying: boolean;
}

/** Which documents the cluster would not take, and why: the first fifty, all of them as a download. */
export function RejectedPanel({ job, total, retried, onRetry, retrying }: Props) {
  const cluster = useCluster();
  const reason = useBlocked('read-documents');
  const retryBlocked = useBlocked('restore');
  return (
    <Panel
      title={
        retried?.rejected === 0
          ? `${plural(total, 'document')} rejected, and accepted since`
          : `${plural(total, 'document')} rejected`
      }
      tone={retried === null ? 'bad' : retried.rejected === 0 ? 'plain' : 'warn'}
      actions={
        <>
          {onRetry && retried === null && (
            <Button
              size="small"
              look="primary"
              blocked={retryBlocked}
              pending={retrying && 'Starting…'}
              onClick={onRetry}
            >
              Retry {plural(total, 'rejected document')}
            </Button>
          )}
          <DownloadAll job={job} blocked={reason} />
        </>
      }
    >
      <p className="mb-2 text-muted">
        {retried === null ? (
          whyRejected(onRetry !== null)
        ) : (
          <>
            <Link className="link" prefetch={false} href={paths.job(cluster.key, retried.job)}>
              Job {retried.job}
            </Link>{' '}
            sent them again:{' '}
            {retried.rejected === 0
              ? 'all of them are in the index now.'
              : `${plural(retried.rejected, 'document')} ${retried.rejected === 1 ? 'was' : 'were'} rejected again, and can be retried there.`}{' '}
            The reasons of the first attempt are below.
          </>
        )}
      </p>
      {reason ? <p className="text-muted">{reason}</p> : <RejectedList job={job} />}
    </Panel>
  );
}

function DownloadAll({ job, blocked }: { job: string; blocked: string | null }) {
  const { key } = useCluster();
  if (blocked !== null) {
    return (
      <Button size="small" blocked={blocked}>
        Download all
      </Button>
    );
  }
  return (
    <a className={buttonClass('plain', 'small')} href={apiPath(key, ['jobs', job, 'rejected', 'download'])} download>
      Download all
    </a>
  );
}

function whyRejected(canRetry: boolean): string {
  const refused =
    'They are not in the index. Each line says why the cluster rejected it. Fix the mapping or the document';
  return canRetry ? `${refused}, then retry.` : `${refused}. They can be sent again when the restore is done.`;
}

function RejectedList({ job }: { job: string }) {
  const cluster = useCluster();
  const query = useQuery(rejectedQuery(cluster.key, job));
  return (
    <QueryBoundary query={query} what="the rejected documents">
      {(page) => (
        <>
          <Table label="Rejected documents">
            <Head>
              <Column>Document</Column>
              <Column>Reason</Column>
              <Column numeric>Status</Column>
              <Column numeric>Line of the backup</Column>
            </Head>
            <Body>
              {page.documents.map((document) => (
                <Row key={`${document.line} ${document.id}`}>
                  <Cell>
                    <code>{document.id}</code>
                  </Cell>
                  <Cell label="Reason">
                    <b className="font-semibold">{document.type}</b>: {document.reason}
                  </Cell>
                  <Cell numeric label="Status">
                    {document.status}
                  </Cell>
                  <Cell numeric label="Line">
                    {formatCount(document.line)}
                  </Cell>
                </Row>
              ))}
            </Body>
          </Table>
          {page.total > page.documents.length && (
            <p className="mt-2 text-small text-muted">
              The first {formatCount(page.documents.length)} of {formatCount(page.total)}; the download has them all.
            </p>
          )}
        </>
      )}
    </QueryBoundary>
  );
}
