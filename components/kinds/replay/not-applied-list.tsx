'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReplayFacts } from '@/lib/contract/job-page.ts';
import type { NotApplied } from '@/lib/contract/replayed.ts';
import { formatCount, plural } from '@/lib/format.ts';
import type { ReplayResult } from '@/lib/kinds/replay/schema.ts';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { apiPath } from '../../paths.ts';
import { QueryBoundary } from '../../query-boundary.tsx';
import { notAppliedQuery } from '../../replay-queries.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyBlock } from '../../ui/copy.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Body, Cell, Column, Head, Row, Table } from '../../ui/table.tsx';
import { Time } from '../../ui/time.tsx';

const OUTCOMES: Record<NotApplied['outcome'], string> = {
  failed: 'Failed',
  unknown: 'Outcome unknown',
  held: 'Held back behind a failed one',
};

interface Props {
  job: string;
  result: ReplayResult;
  facts: ReplayFacts | null;
}

/** What was not applied, a page at a time, and how it is replayed. Nothing where everything was. */
export function NotAppliedList({ job, result: { failures }, facts }: Props) {
  const blocked = useBlocked('read-documents');
  if (failures === null) return null;
  const total = failures.requests;
  return (
    <Panel
      title={`${plural(total, 'request')} not applied, or not known to be`}
      tone="warn"
      actions={<FailuresDownload job={job} />}
    >
      <p className="mb-2 text-muted">
        The file has them with their times and bodies, in the order in which they must be sent. It can be replayed once
        the reason is gone{facts === null ? '.' : ':'}
      </p>
      {facts !== null && (
        <CopyBlock
          name="The command that replays them"
          label="Copy the command"
          text={`restore-desk replay ${facts.target} ${failures.file} --from ${facts.from} --dry-run`}
        />
      )}
      <div className="mt-4">{blocked === null ? <Pages job={job} /> : <p className="text-muted">{blocked}</p>}</div>
    </Panel>
  );
}

function FailuresDownload({ job }: { job: string }) {
  const { key } = useCluster();
  const mayNotReplay = useBlocked('replay');
  const mayNotRead = useBlocked('read-documents');
  const blocked = mayNotReplay ?? mayNotRead;
  if (blocked !== null)
    return (
      <Button size="small" blocked={blocked}>
        Download the requests
      </Button>
    );
  return (
    <a className={buttonClass('plain', 'small')} href={apiPath(key, ['jobs', job, 'replayed', 'failures'])} download>
      Download the requests
    </a>
  );
}

/** The beginnings of the pages up to this one: a file of results is read forwards. */
function Pages({ job }: { job: string }) {
  const { key } = useCluster();
  const [begins, setBegins] = useState<readonly number[]>([0]);
  const query = useQuery(notAppliedQuery(key, job, begins.at(-1)!));
  return (
    <QueryBoundary query={query} what="the requests">
      {({ next, requests }) => (
        <>
          {requests.length === 0 ? (
            <p className="text-muted">None in this part of the results.</p>
          ) : (
            <Requests requests={requests} />
          )}
          <div className="mt-3 flex gap-2">
            {begins.length > 1 && (
              <Button size="small" onClick={() => setBegins(begins.slice(0, -1))}>
                Previous
              </Button>
            )}
            {next !== null && (
              <Button size="small" onClick={() => setBegins([...begins, next])}>
                Next
              </Button>
            )}
          </div>
        </>
      )}
    </QueryBoundary>
  );
}

function Requests({ requests }: { requests: readonly NotApplied[] }) {
  return (
    <Table label="Requests that were not applied">
      <Head>
        <Column>Request</Column>
        <Column>Outcome</Column>
        <Column numeric>Status</Column>
        <Column numeric>Tries</Column>
        <Column>Captured</Column>
      </Head>
      <Body>
        {requests.map(({ file, method, offset, outcome, path, status, time, tries, why }) => (
          <Row key={`${file} ${offset} ${time}`}>
            <Cell>
              <code className="[overflow-wrap:anywhere]">
                {method} {path}
              </code>
              <span className="block text-small [overflow-wrap:anywhere] text-faint">
                {file}, byte {formatCount(offset)}
              </span>
            </Cell>
            <Cell label="Outcome">
              {OUTCOMES[outcome]}
              {why !== null && <span className="block text-small text-muted">{why}</span>}
            </Cell>
            <Cell numeric label="Status">
              {status ?? <span className="text-faint">none</span>}
            </Cell>
            <Cell numeric label="Tries">
              {formatCount(tries)}
            </Cell>
            <Cell label="Captured">
              <Time at={time} precision="seconds" show="absolute" zone={false} />
            </Cell>
          </Row>
        ))}
      </Body>
    </Table>
  );
}
