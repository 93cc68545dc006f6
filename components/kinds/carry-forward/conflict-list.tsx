'use client';
import { useQuery } from '@tanstack/react-query';
import type { CarryCounts } from '@/lib/contract/carried.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { CHANGE_NAMES } from '@/lib/present/change-words.ts';
import { conflictsQuery } from '../../carry-queries.ts';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { apiPath } from '../../paths.ts';
import { NamedText } from '../../named-text.tsx';
import { QueryBoundary } from '../../query-boundary.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Body, Cell, Column, Head, Row, Table } from '../../ui/table.tsx';

/** Which documents were not written, and why: the first fifty, all of them as a download. Nothing where there are none. */
export function ConflictList({ job, counts }: { job: string; counts: CarryCounts }) {
  const blocked = useBlocked('read-documents');
  const total = counts.conflicts + counts.rejected;
  if (total === 0) return null;
  return (
    <Panel
      title={`${plural(total, 'document')} not written`}
      tone="warn"
      actions={<Download job={job} blocked={blocked} />}
    >
      <p className="mb-2 text-muted">Each of them was left as it is; the list says why. Decide about each by hand.</p>
      {blocked === null ? <List job={job} total={total} /> : <p className="text-muted">{blocked}</p>}
    </Panel>
  );
}

function Download({ job, blocked }: { job: string; blocked: string | null }) {
  const { key } = useCluster();
  if (blocked !== null)
    return (
      <Button size="small" blocked={blocked}>
        Download the list
      </Button>
    );
  return (
    <a className={buttonClass('plain', 'small')} href={apiPath(key, ['jobs', job, 'conflicts', 'download'])} download>
      Download the list
    </a>
  );
}

function List({ job, total }: { job: string; total: number }) {
  const { key } = useCluster();
  const query = useQuery(conflictsQuery(key, job));
  return (
    <QueryBoundary query={query} what="the conflicts">
      {({ documents }) => (
        <>
          <Table label="Documents that were not written">
            <Head>
              <Column>Document</Column>
              <Column>Change</Column>
              <Column>Reason</Column>
            </Head>
            <Body>
              {documents.map(({ id, routing, what, reason, problem }) => (
                <Row key={`${id} ${String(routing)}`}>
                  <Cell>
                    <code>{id}</code>
                    {routing !== null && <span className="text-small text-muted"> routing {routing}</span>}
                  </Cell>
                  <Cell label="Change" className="whitespace-nowrap">
                    {CHANGE_NAMES[what]}
                  </Cell>
                  <Cell label="Reason">
                    {problem === 'rejected' && <b className="font-semibold">Rejected: </b>}
                    <NamedText text={reason} />
                  </Cell>
                </Row>
              ))}
            </Body>
          </Table>
          {total > documents.length && (
            <p className="mt-2 text-small text-muted">
              The first {formatCount(documents.length)} of {formatCount(total)}; the download has them all.
            </p>
          )}
        </>
      )}
    </QueryBoundary>
  );
}
