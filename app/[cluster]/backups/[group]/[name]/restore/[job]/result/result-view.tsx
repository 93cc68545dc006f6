'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { BreakGlassNotice } from '@/components/break-glass-notice.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { JobApprovalNote } from '@/components/jobs/job-approval.tsx';
import { isActive } from '@/components/jobs/job-labels.ts';
import { JobList } from '@/components/jobs/job-list.tsx';
import type { JobActions } from '@/components/jobs/job-view.tsx';
import { RejectedPanel } from '@/components/jobs/rejected-panel.tsx';
import { SummaryPanel } from '@/components/jobs/summary-panel.tsx';
import type { StartComparison } from '@/components/kinds/compare/start-comparison.ts';
import { NextSteps } from '@/components/kinds/restore/next-steps.tsx';
import { Proof } from '@/components/kinds/restore/result.tsx';
import { apiPath, paths } from '@/components/paths.ts';
import { jobQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { BringUpToDate } from '@/components/restore/bring-up-to-date.tsx';
import { NotBroughtUpToDate } from '@/components/restore/not-brought-up-to-date.tsx';
import { IncidentPanel } from '@/components/restore/incident-panel.tsx';
import { WayFromPrevious } from '@/components/restore/way-from-previous.tsx';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { useAction } from '@/components/use-action.ts';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { isLiveAfterSwitch } from '@/lib/kinds/restore/next-steps.ts';
import { aliasTitle } from '@/lib/present/alias-standing.ts';
import { AliasPanel } from './alias-panel.tsx';
import { primaryOf } from './primary.ts';
import { ResultHeading } from './result-heading.tsx';
import { canUndo, UndoButton } from './undo-button.tsx';
import { useUndo, type Undoing } from './use-undo.ts';

interface Props {
  backup: string;
  job: string;
  initial: JobDetail;
  actions: JobActions;
  compare: StartComparison;
}

/** The last step: what was done, the proof, where the alias points, how to undo it, and what comes next. */
export function ResultView({ backup, job, initial, actions, compare }: Props) {
  const cluster = useCluster();
  const query = useQuery({
    ...jobQuery(cluster.key, job),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  const from = initial.restore?.copied?.from ?? undefined;
  const steps = (
    <RestoreSteps alias={initial.restore?.group ?? null} backup={backup} job={job} from={from} current={3} />
  );
  return (
    <QueryBoundary query={query} what="the result">
      {(detail) =>
        detail.result?.kind === 'restore' ? (
          <>
            <ResultHeading detail={detail} result={detail.result as RestoreResult} steps={steps} />
            <Result detail={detail} result={detail.result as RestoreResult} actions={actions} compare={compare} />
          </>
        ) : (
          <>
            <Heading takeFocus steps={steps}>
              {isActive(detail.row.status) ? 'There is no result yet' : 'This restore did not finish'}
            </Heading>
            <NoResult detail={detail} restoreHref={paths.restoreRun(cluster.key, backup, job, from)} />
          </>
        )
      }
    </QueryBoundary>
  );
}

function NoResult({ detail: { row }, restoreHref }: { detail: JobDetail; restoreHref: string }) {
  return (
    <Notice
      tone={isActive(row.status) ? 'info' : 'warn'}
      actions={
        <LinkButton look="primary" href={restoreHref}>
          Open the restore
        </LinkButton>
      }
    >
      <p>{row.outcome ?? `${row.title} is running.`}</p>
    </Notice>
  );
}

interface ResultProps {
  detail: JobDetail;
  result: RestoreResult;
  actions: JobActions;
  compare: StartComparison;
}

function Result({ detail, result, actions, compare }: ResultProps) {
  const cluster = useCluster();
  const router = useRouter();
  const retry = useAction(actions.retry, (value) => router.push(paths.job(cluster.key, value.job)));
  const undoing = useUndo(cluster.key, detail, actions.undo);
  const isLive = isLiveAfterSwitch(detail, result);
  const primary = primaryOf(detail, result);
  const bar = primary === 'copy' ? barOf(detail, undoing) : null;
  return (
    <div className="flex flex-col gap-4 mid:gap-6">
      {retry.failure && <FailureNotice failure={retry.failure} />}
      <BreakGlassNotice entries={detail.brokenGlass} />
      <JobApprovalNote approval={detail.approval} />
      <Proof result={result} detail={detail} />
      <WithRail
        rail={
          <SummaryPanel
            text={detail.summary}
            bundle={apiPath(cluster.key, ['jobs', detail.row.id, 'bundle'])}
            primary={primary === 'copy' && !isLive}
            bar={bar ?? undefined}
          />
        }
      >
        <AliasPanel
          detail={detail}
          result={result}
          undoing={undoing}
          inBar={bar !== null}
          primary={primary === 'switch'}
        />
        {isLive && <AfterSwitch detail={detail} actions={actions} compare={compare} />}
        <NextSteps detail={detail} result={result} />
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
      </WithRail>
    </div>
  );
}

/** Searches use the restored index: what was written after the backup, and whether the incident is over. */
function AfterSwitch({ detail, actions, compare }: Omit<ResultProps, 'result'>) {
  return (
    <>
      {!detail.isCopy ? (
        <BringUpToDate
          job={detail.row.id}
          fromPrevious={(data, refetch) => <WayFromPrevious data={data} compare={compare} refetch={refetch} />}
        />
      ) : (
        <NotBroughtUpToDate />
      )}
      <IncidentPanel job={detail.row.id} closed={detail.closed ?? null} actions={actions.incident} />
    </>
  );
}

/** On a phone the undo is at the bottom of the screen, with where the alias points; null: there is nothing to undo. */
function barOf({ moved, standing: aliasStatus }: JobDetail, undoing: Undoing) {
  if (moved === null || aliasStatus === null || !canUndo(moved, aliasStatus)) return null;
  return {
    summary: `${aliasTitle(moved, aliasStatus)}.`,
    button: <UndoButton moved={moved} aliasStatus={aliasStatus} undoing={undoing} short />,
  };
}
