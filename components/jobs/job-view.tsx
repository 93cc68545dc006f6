'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { BreakGlassNotice } from '../break-glass-notice.tsx';
import { useCluster } from '../cluster-context.tsx';
import { kindViews } from '../kinds/kinds.ts';
import { QueryBoundary } from '../query-boundary.tsx';
import { apiPath, paths } from '../paths.ts';
import { jobQuery } from '../queries.ts';
import type { IncidentActions } from '../restore/incident-panel.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Folds } from '../ui/fold.tsx';
import { Heading } from '../ui/heading.tsx';
import { FailureNotice, Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { WithRail } from '../ui/rail.tsx';
import { useAction, type ActionAnswer } from '../use-action.ts';
import { CancelCard } from './cancel-card.tsx';
import type { Cancelling } from './cancel-job.tsx';
import { JobApprovalNote } from './job-approval.tsx';
import { JobOutcome } from './job-outcome.tsx';
import { JobFacts } from './job-facts.tsx';
import { restoredBackup } from '../restore/restored-backup.ts';
import { JobLine } from './job-line.tsx';
import { JobList } from './job-list.tsx';
import { JobLog } from './job-log.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { RequestsFold } from './requests-fold.tsx';
import type { ControlAction } from './run-controls.tsx';
import { StepsPanel } from './steps-panel.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import { useRedirectWhenDone } from './use-redirect-when-done.ts';
import { isActive, missingLabel } from './job-labels.ts';

/** Loaded where a job has controls, or rejected documents: most pages stay small. */
const RunControls = dynamic(() => import('./run-controls.tsx').then(({ RunControls }) => RunControls));
const AskedQuestion = dynamic(() => import('./run-controls.tsx').then(({ AskedQuestion }) => AskedQuestion));
const RejectedPanel = dynamic(() => import('./rejected-panel.tsx').then(({ RejectedPanel }) => RejectedPanel));

type JobAction<Input = { cluster: string; job: string }> = (input: Input) => Promise<ActionAnswer<{ job: string }>>;

/** The actions on a job, as props: components import no server code. */
export interface JobActions {
  cancel: JobAction<Cancelling>;
  resume: JobAction;
  retry: JobAction;
  undo: JobAction;
  incident: IncidentActions;
  /** Pauses it and changes how fast it goes. */
  control: ControlAction;
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
  return (
    <>
      <Heading takeFocus sub={<JobLine detail={detail} />} actions={<ResultLink detail={detail} />}>
        {shortSentence(row.title)}
      </Heading>
      <WithRail rail={<Beside {...props} undo={acts.undo} cancel={acts.cancel} />}>
        {acts.failure && <FailureNotice failure={acts.failure} />}
        {detail.controls !== null && (
          <AskedQuestion
            detail={detail}
            action={props.actions.control}
            cancelling={acts.cancel.pending}
            onCancel={(input) => void acts.cancel.act(input)}
          />
        )}
        <BreakGlassNotice entries={detail.brokenGlass} />
        <JobOutcome
          detail={detail}
          onResume={() => void acts.resume.act({ cluster: cluster.key, job: row.id })}
          resuming={acts.resume.pending}
        />
        <JobApprovalNote approval={detail.approval} />
        <Warning detail={detail} />
        <Course {...props} retry={acts.retry} />
      </WithRail>
    </>
  );
}

function ResultLink({ detail: { restore, row } }: Pick<JobPageProps, 'detail'>) {
  const cluster = useCluster();
  const backup = restoredBackup(restore);
  if (backup === null || row.status !== 'succeeded') return null;
  return (
    <LinkButton look="primary" href={paths.restoreResult(cluster.key, backup.id, row.id, backup.from)}>
      Open the result
    </LinkButton>
  );
}

/** A job that did what it should, though documents are missing now. */
function Warning({ detail: { row } }: Pick<JobPageProps, 'detail'>) {
  const missing = missingLabel(row);
  if (row.warning === undefined && missing === null) return null;
  return (
    <Notice tone="warn" title={missing ?? row.warning}>
      {missing !== null && row.warning !== undefined && <p>{row.warning}</p>}
    </Notice>
  );
}

/** How it goes or went: progress, what was rejected, the result, steps, log and requests. */
function Course({ detail, stale, actions, retry }: JobPageProps & Pick<Acts, 'retry'>) {
  const cluster = useCluster();
  const { row } = detail;
  const active = isActive(row.status);
  const { AfterResult, Result } = kindViews.get(row.kind) ?? {};
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
      {detail.result && AfterResult && <AfterResult detail={detail} incident={actions.incident} />}
      <StepsPanel steps={detail.steps} />
      {detail.followedBy.length > 0 && (
        <Panel title="Jobs that followed" flush>
          <JobList rows={detail.followedBy} label="Jobs that followed this one" />
        </Panel>
      )}
      <Folds>
        <JobLog detail={detail} />
        <RequestsFold job={row.id} count={detail.requestCount} />
      </Folds>
    </>
  );
}

function Beside({ detail, actions, undo, cancel }: JobPageProps & Pick<Acts, 'undo' | 'cancel'>) {
  const cluster = useCluster();
  const NextSteps = kindViews.get(detail.row.kind)?.NextSteps;
  return (
    <>
      {NextSteps && (
        <NextSteps
          detail={detail}
          undo={{ pending: undo.pending, act: (job) => void undo.act({ cluster: cluster.key, job }) }}
        />
      )}
      {detail.controls !== null && <RunControls detail={detail} action={actions.control} />}
      <CancelCard detail={detail} pending={cancel.pending} onCancel={(input) => void cancel.act(input)} />
      <JobFacts detail={detail} />
      <SummaryPanel text={detail.summary} bundle={apiPath(cluster.key, ['jobs', detail.row.id, 'bundle'])} />
    </>
  );
}

/** Where a job that resumes this one is shown. */
const hrefOf = (cluster: string, job: string, detail: JobDetail) =>
  kindViews.get(detail.row.kind)?.hrefOfFollower?.(cluster, job, detail) ?? paths.job(cluster, job);
