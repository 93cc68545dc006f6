'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { BreakGlassNotice } from '@/components/break-glass-notice.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { JobList } from '@/components/jobs/job-list.tsx';
import { JobApprovalNote } from '@/components/jobs/job-approval.tsx';
import type { JobActions } from '@/components/jobs/job-view.tsx';
import { RejectedPanel } from '@/components/jobs/rejected-panel.tsx';
import { AliasPanel } from './alias-panel.tsx';
import { NextSteps } from './next-steps.tsx';
import { Proof } from '@/components/kinds/restore/result.tsx';
import { SummaryPanel } from '@/components/jobs/summary-panel.tsx';
import { isActive } from '@/components/jobs/job-labels.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { jobQuery } from '@/components/queries.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useAction } from '@/components/use-action.ts';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { movedAlias } from '@/lib/kinds/restore/describe-result.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { isIrreversible, isLive } from '@/lib/kinds/restore/target-use.ts';
import { formatCount, formatDuration, plural, shortIndexName } from '@/lib/format.ts';

interface Props {
  backup: string;
  job: string;
  initial: JobDetail;
  actions: JobActions;
}

/** The last step: what was done, the proof, where the alias points, how to undo it, and what comes next. */
export function ResultView({ backup, job, initial, actions }: Props) {
  const cluster = useCluster();
  const query = useQuery({
    ...jobQuery(cluster.key, job),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  return (
    <>
      <RestoreSteps alias={initial.restore?.group ?? null} backup={backup} job={job} current={3} />
      <QueryBoundary query={query} what="the result">
        {(detail) =>
          detail.result?.kind === 'restore' ? (
            <Result detail={detail} result={detail.result as RestoreResult} actions={actions} />
          ) : (
            <NoResult detail={detail} restoreHref={paths.restoreRun(cluster.key, backup, job)} />
          )
        }
      </QueryBoundary>
    </>
  );
}

function NoResult({ detail: { row }, restoreHref }: { detail: JobDetail; restoreHref: string }) {
  const active = isActive(row.status);
  return (
    <>
      <Heading takeFocus>{active ? 'There is no result yet' : 'This restore did not finish'}</Heading>
      <Notice
        tone={active ? 'info' : 'warn'}
        actions={
          <LinkButton look="primary" href={restoreHref}>
            Go to the restore
          </LinkButton>
        }
      >
        <p>{row.outcome ?? `${row.title} is under way.`}</p>
      </Notice>
    </>
  );
}

interface ResultProps {
  detail: JobDetail;
  result: RestoreResult;
  actions: JobActions;
}

function Result({ detail, result, actions }: ResultProps) {
  const cluster = useCluster();
  const router = useRouter();
  const retry = useAction(actions.retry, (value) => router.push(paths.job(cluster.key, value.job)));
  return (
    <>
      <ResultHeading detail={detail} result={result} />
      {retry.failure && <FailureNotice className="mb-3.5" failure={retry.failure} />}
      <BreakGlassNotice className="mb-3.5" entries={detail.brokenGlass} />
      <JobApprovalNote className="mb-3.5" approval={detail.approval} />
      <div className="grid items-start gap-3.5 mid:grid-cols-[minmax(0,1fr)_330px]">
        <div className="flex min-w-0 flex-col gap-3.5">
          <AliasPanel detail={detail} result={result} undo={actions.undo} />
          <Proof result={result} detail={detail} />
          {result.rejected > 0 && (
            <RejectedPanel
              job={detail.row.id}
              total={result.rejected}
              retried={detail.retried}
              onRetry={() => void retry.act({ cluster: cluster.key, job: detail.row.id })}
              retrying={retry.pending}
            />
          )}
          {detail.followedBy.length > 0 && (
            <Panel title="Since then">
              <JobList rows={detail.followedBy} label="Jobs since the restore" />
            </Panel>
          )}
        </div>
        <aside className="flex min-w-0 flex-col gap-3.5">
          <NextSteps detail={detail} result={result} />
          <SummaryPanel text={detail.summary} />
        </aside>
      </div>
    </>
  );
}

function ResultHeading({ detail, result }: Pick<ResultProps, 'detail' | 'result'>) {
  const cluster = useCluster();
  return (
    <Heading
      takeFocus
      sub={
        <p>
          On <b className="font-semibold text-text">{cluster.name}</b> ({cluster.environment}){took(result)}, by{' '}
          {detail.row.actor.name}.{' '}
          <Link className="link" prefetch={false} href={paths.job(cluster.key, detail.row.id)}>
            Job {detail.row.id}
          </Link>
        </p>
      }
    >
      {headingOf(result, detail)}
    </Heading>
  );
}

const took = ({ earlier, seconds }: RestoreResult): string =>
  earlier
    ? `, resumed after ${plural(earlier.documents, 'document')}; the rest took ${formatDuration(seconds)}`
    : `, in ${formatDuration(seconds)}`;

function headingOf(result: RestoreResult, { restore, standing: aliasStatus, retried }: JobDetail): string {
  const what = plural(result.documents - result.rejected, 'document');
  if (result.rejected > 0)
    return `Restored in part: ${what}, ${plural(result.rejected, 'document')} rejected${retried?.rejected === 0 ? ', and taken since' : ''}`;
  const promised = result.promised ?? result.documents;
  if (promised > result.documents)
    return `Restored in part: ${formatCount(result.documents)} of ${plural(promised, 'promised document')}`;
  if (restore !== null && isIrreversible(restore.use) && !movedAlias(result))
    return `Restored ${plural(result.indexed, 'document')} into ${isLive(restore.use) ? 'the live index' : shortIndexName(result.index)}`;
  return result.alias !== null && movedAlias(result)
    ? `${result.alias} ${aliasStatus?.where === 'here' ? 'is' : 'was'} restored: ${what}`
    : `Restored ${what} ${restore?.liveIndices.length === 0 ? 'into a new index' : 'beside the live index'}`;
}
