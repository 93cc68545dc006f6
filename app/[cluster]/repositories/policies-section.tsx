import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { PoliciesPage, PolicyRow } from '@/lib/contract/policies.ts';
import { formatList } from '@/lib/format.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { DataAge } from '@/components/data-age.tsx';
import { paths } from '@/components/paths.ts';
import { policiesQuery } from '@/components/snapshot-queries.ts';
import { failureOf, whyOld } from '@/components/route-request.ts';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';

export type RunPolicy = (input: {
  cluster: string;
  policy: string;
  repository: string;
  once: string;
}) => Promise<ActionAnswer<{ job: string }>>;

/** The policies with which the cluster takes snapshots by itself. Nothing where it has none. */
export function PoliciesSection({ run }: { run: RunPolicy }) {
  const { key } = useCluster();
  const query = useQuery(policiesQuery(key));
  if (query.data) return <Policies page={query.data} run={run} old={query.error ? whyOld(query.error) : null} />;
  const failure = query.error && failureOf(query.error);
  // Any other failure is that of the whole page, which says so.
  if (failure?.code !== 'forbidden') return null;
  return (
    <Notice tone="info" className="mt-8" title="The cluster’s own policies can’t be read">
      <p className="[overflow-wrap:anywhere]">{failure.message}</p>
      {failure.hint && <p>{failure.hint}</p>}
    </Notice>
  );
}

interface PoliciesProps {
  page: PoliciesPage;
  run: RunPolicy;
  /** Why the data may be outdated; null: it is not. */
  old: string | null;
}

function Policies({ page, run, old }: PoliciesProps) {
  const running = useRunning(run);
  const blocked = useBlocked('back-up') ?? old;
  return (
    <section aria-labelledby="policies" className="mt-10">
      <h2 id="policies">The cluster’s own policies</h2>
      <p className="mt-1 mb-4 text-muted">
        {page.feature}: the cluster takes these snapshots by itself. Checked <DataAge at={page.takenAt} />.
      </p>
      {page.problem && <Notice tone={page.problem.level} className="mb-4" title={page.problem.sentence} />}
      {running.failure && <FailureNotice className="mb-4" title="The policy was not run" failure={running.failure} />}
      {page.rows.map((row) => (
        <Problems key={row.name} row={row} />
      ))}
      <Panel flush>
        <Table label="Policies of the cluster">
          <Head>
            <Column>Policy</Column>
            <Column>Covers</Column>
            <Column>Last success</Column>
            <Column>Last failure</Column>
            <Column>Next run</Column>
            <Column>Deletes</Column>
            {page.canRun && (
              <Column>
                <span className="sr-only">Actions</span>
              </Column>
            )}
          </Head>
          <Body>
            {page.rows.map((row) => (
              <PolicyLine
                key={row.name}
                row={row}
                run={
                  page.canRun ? { ...running, blocked: blocked ?? (row.running ? 'It is running now.' : null) } : null
                }
              />
            ))}
          </Body>
        </Table>
      </Panel>
    </section>
  );
}

/** What is wrong with one policy, the worst first. */
function Problems({ row: { name, problems } }: { row: PolicyRow }) {
  if (problems.length === 0) return null;
  const tone = problems.some(({ level }) => level === 'bad') ? 'bad' : 'warn';
  return (
    <Notice tone={tone} className="mb-3" title={`Policy ${name}`}>
      {problems.map(({ sentence }) => (
        <p key={sentence} className="[overflow-wrap:anywhere]">
          {sentence}
        </p>
      ))}
    </Notice>
  );
}

/** Runs one policy, as a job, and moves on to its page. */
function useRunning(run: RunPolicy) {
  const { key } = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const { act, pending, failure } = useAction(run, ({ job }) => router.push(paths.job(key, job)));
  const start = ({ name, repository }: PolicyRow) =>
    void act({ cluster: key, policy: name, repository, once: `${once}:${name}`.slice(0, 200) });
  return { pending, failure, start };
}

interface LineProps {
  row: PolicyRow;
  /** null: the cluster has no request for that. */
  run: (Pick<ReturnType<typeof useRunning>, 'pending' | 'start'> & { blocked: string | null }) | null;
}

function PolicyLine({ row, run }: LineProps) {
  const { key } = useCluster();
  const { name, repository, schedule, indices, lastSuccess, lastFailure, nextRun, retention } = row;
  return (
    <Row>
      <Cell>
        <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
        <span className="block text-small [overflow-wrap:anywhere] text-muted">
          <code>{schedule || 'no schedule'}</code>, into{' '}
          <Link className="link underline" prefetch={false} href={paths.repositories(key, repository)}>
            {repository}
          </Link>
        </span>
      </Cell>
      <Cell label="Covers" className="[overflow-wrap:anywhere]">
        {indices === null ? 'Every index' : formatList(indices, 5)}
      </Cell>
      <Cell label="Last success">
        {row.running && <State level="live">Running now</State>}{' '}
        {(lastSuccess !== null || !row.running) && moment(lastSuccess?.at, lastSuccess !== null)}
      </Cell>
      <Cell label="Last failure">{moment(lastFailure?.at, lastFailure !== null)}</Cell>
      <Cell label="Next run">{row.enabled ? moment(nextRun, nextRun !== null) : 'disabled'}</Cell>
      <Cell label="Deletes" className="text-muted">
        {retention?.rule ?? 'nothing'}
      </Cell>
      {run && (
        <Cell buttons>
          <Button
            size="small"
            aria-label={`Run now: ${name}`}
            pending={run.pending && 'Starting…'}
            blocked={run.blocked}
            onClick={() => run.start(row)}
          >
            Run now
          </Button>
        </Cell>
      )}
    </Row>
  );
}

/** null although it happened: the cluster does not say when. */
const moment = (at: string | null | undefined, happened: boolean) =>
  at == null ? happened ? 'unknown time' : 'none known' : <Time at={at} />;
