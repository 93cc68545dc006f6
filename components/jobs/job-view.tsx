'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { BreakGlassNotice } from '../break-glass-notice.tsx';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { kindViews } from '../kinds/kinds.ts';
import { QueryBoundary } from '../query-boundary.tsx';
import { paths } from '../paths.ts';
import { jobQuery } from '../queries.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Heading } from '../ui/heading.tsx';
import { FailureNotice, Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { useAction, type ActionAnswer } from '../use-action.ts';
import { AskToCancel, useCancel, type Cancelling } from './cancel-job.tsx';
import { JobOutcome } from './job-outcome.tsx';
import { JobApprovalNote } from './job-approval.tsx';
import { JobFacts } from './job-facts.tsx';
import { JobLine } from './job-line.tsx';
import { JobList } from './job-list.tsx';
import { JobLog } from './job-log.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { RejectedPanel } from './rejected-panel.tsx';
import { RequestsPanel } from './requests-panel.tsx';
import { StepsPanel } from './steps-panel.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import { useRedirectWhenDone } from './use-redirect-when-done.ts';
import { isActive } from './job-labels.ts';

type JobAction<Input = { cluster: string; job: string }> = (input: Input) => Promise<ActionAnswer<{ job: string }>>;

/** The actions on a job, as props: components import no server code. */
export interface JobActions {
  cancel: JobAction<Cancelling>;
  resume: JobAction;
  retry: JobAction;
  undo: JobAction;
}

interface JobViewProps {
  job: string;
  initial: JobDetail;
  actions: JobActions;
  /** Over the heading: the steps of a restore. */
  steps?: ReactNode;
  /** Where the page goes when a job that was watched here has succeeded. */
  redirectTo?: string;
}

/** One job, live or long past: the same page after a reload, in another browser, after a restart of the server. */
export function JobView({ job, initial, actions, steps, redirectTo }: JobViewProps) {
  const cluster = useCluster();
  const query = useQuery({
    ...jobQuery(cluster.key, job),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  useRedirectWhenDone(query.data, redirectTo);
  return (
    <>
      {steps}
      <QueryBoundary query={query} what="this job">
        {(detail, stale) => <JobPage detail={detail} stale={stale} actions={actions} />}
      </QueryBoundary>
    </>
  );
}

interface JobPageProps {
  detail: JobDetail;
  stale: boolean;
  actions: JobActions;
}

/** The four actions on a job, with their state and failure. */
function useJobActions({ actions, detail }: JobPageProps) {
  const cluster = useCluster();
  const router = useRouter();
  const go = (value: { job: string }) => router.push(hrefOf(cluster.key, value.job, detail));
  const resume = useAction(actions.resume, go);
  const retry = useAction(actions.retry, go);
  const undo = useAction(actions.undo, go);
  const cancel = useAction(actions.cancel, () => undefined, { stay: true });
  return { resume, retry, undo, cancel, failure: cancel.failure ?? resume.failure ?? retry.failure ?? undo.failure };
}

type Acts = ReturnType<typeof useJobActions>;

function JobPage(props: JobPageProps) {
  const cluster = useCluster();
  const { detail } = props;
  const { row } = detail;
  const acts = useJobActions(props);
  const cancelBlocked = useCancelBlocked(detail);
  const cancel = useCancel(detail, (input) => void acts.cancel.act(input));
  return (
    <>
      <Heading
        takeFocus
        sub={<JobLine detail={detail} />}
        actions={<HeadActions {...props} pending={acts.cancel.pending} onCancel={cancel.press} />}
      >
        {row.title}
      </Heading>

      {cancel.asking && isActive(row.status) && (
        <AskToCancel detail={detail} blocked={cancelBlocked} onConfirm={cancel.confirm} onDismiss={cancel.dismiss} />
      )}
      {acts.failure && <FailureNotice className="mb-3.5" failure={acts.failure} />}
      <BreakGlassNotice className="mb-3.5" entries={detail.brokenGlass} />
      <JobApprovalNote className="mb-3.5" approval={detail.approval} />
      {row.warning !== undefined && <Notice className="mb-3.5" tone="warn" title={row.warning} />}
      <JobOutcome
        detail={detail}
        onResume={() => void acts.resume.act({ cluster: cluster.key, job: row.id })}
        resuming={acts.resume.pending}
      />

      <div className="grid gap-3.5 mid:grid-cols-[minmax(0,1fr)_330px]">
        <div className="flex min-w-0 flex-col gap-3.5">
          <Course {...props} retry={acts.retry} />
        </div>
        <aside className="flex min-w-0 flex-col gap-3.5">
          <Beside {...props} undo={acts.undo} />
        </aside>
      </div>
    </>
  );
}

/** null: it can be cancelled. */
const useCancelBlocked = ({ cancelRequestedAt }: JobDetail): string | null =>
  useBlocked('cancel-job') ?? (cancelRequestedAt === null ? null : 'Cancelling: it ends at its next safe moment.');

interface HeadActionsProps extends JobPageProps {
  pending: boolean;
  onCancel: () => void;
}

function HeadActions({ detail, pending, onCancel }: HeadActionsProps) {
  const cluster = useCluster();
  const cancelBlocked = useCancelBlocked(detail);
  const { noun, restore, row } = detail;
  return (
    <>
      {isActive(row.status) && (
        <Button blocked={cancelBlocked} pending={pending && 'Cancelling…'} onClick={onCancel}>
          Cancel {noun}
        </Button>
      )}
      {restore?.backup && row.status === 'succeeded' && (
        <LinkButton look="primary" href={paths.restoreResult(cluster.key, restore.backup, row.id)}>
          See the result
        </LinkButton>
      )}
    </>
  );
}

/** How it goes or went: progress, what was rejected, the result, steps, log and requests. */
function Course({ detail, stale, retry }: JobPageProps & Pick<Acts, 'retry'>) {
  const cluster = useCluster();
  const { row } = detail;
  const active = isActive(row.status);
  const Result = kindViews.get(row.kind)?.Result;
  return (
    <>
      {row.status !== 'succeeded' && <ProgressPanel detail={detail} stale={stale} />}
      {detail.rejected > 0 && !active && (
        <RejectedPanel
          job={row.id}
          total={detail.rejected}
          retried={detail.retried}
          onRetry={row.status === 'succeeded' ? () => void retry.act({ cluster: cluster.key, job: row.id }) : null}
          retrying={retry.pending}
        />
      )}
      {detail.result && Result && <Result result={detail.result} detail={detail} />}
      <StepsPanel steps={detail.steps} />
      <JobLog job={row.id} live={active} />
      {detail.followedBy.length > 0 && (
        <Panel title="Jobs that followed">
          <JobList rows={detail.followedBy} label="Jobs that followed this one" />
        </Panel>
      )}
      {detail.hasRequests && <RequestsPanel job={row.id} />}
    </>
  );
}

function Beside({ detail, undo }: JobPageProps & Pick<Acts, 'undo'>) {
  const cluster = useCluster();
  const NextSteps = kindViews.get(detail.row.kind)?.NextSteps;
  return (
    <>
      <JobFacts detail={detail} />
      {NextSteps && (
        <NextSteps
          detail={detail}
          undo={{ pending: undo.pending, act: (job) => void undo.act({ cluster: cluster.key, job }) }}
        />
      )}
      <SummaryPanel text={detail.summary} />
    </>
  );
}

/** Where a job that resumes this one is shown. */
const hrefOf = (cluster: string, job: string, detail: JobDetail) =>
  kindViews.get(detail.row.kind)?.hrefOfFollower?.(cluster, job, detail) ?? paths.job(cluster, job);
