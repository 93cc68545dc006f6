'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { Blocked, ClusterWords } from '../blocked.ts';
import { BrokenGlassNotice } from '../broken-glass.tsx';
import { kindViews } from '../kinds/kinds.ts';
import { Live } from '../live.tsx';
import { paths } from '../paths.ts';
import { jobQuery } from '../queries.ts';
import { Button, FailureNotice, Heading, LinkButton, Panel } from '../ui/index.ts';
import { useAct, type ActionAnswer } from '../use-act.ts';
import { AskToCancel, useCancel, type Cancelling } from './cancel-job.tsx';
import { Ending } from './ending.tsx';
import { JobFacts } from './job-facts.tsx';
import { JobLine } from './job-line.tsx';
import { JobList } from './job-list.tsx';
import { JobLog } from './job-log.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { RejectedPanel } from './rejected.tsx';
import { RequestsPanel } from './requests-panel.tsx';
import { StepsPanel } from './steps-panel.tsx';
import { SummaryPanel } from './summary.tsx';
import { useOnwards } from './use-onwards.ts';
import { isActive } from './words.ts';

type JobAction<Input = { cluster: string; job: string }> = (input: Input) => Promise<ActionAnswer<{ job: string }>>;

/** What one may do with a job; the page hands them in, because components know no server. */
export interface JobActions {
  cancel: JobAction<Cancelling>;
  resume: JobAction;
  retry: JobAction;
  undo: JobAction;
}

interface JobViewProps {
  cluster: ClusterWords;
  job: string;
  initial: JobDetail;
  actions: JobActions;
  blocked: Blocked;
  /** Over the heading: the steps of a restore. */
  steps?: ReactNode;
  /** Where to go by itself once a job that was watched here has succeeded. */
  onwards?: string;
}

/** One job, live or long past: the same page after a reload, in another browser, after a restart of the server. */
export function JobView({ cluster, job, initial, actions, blocked, steps, onwards }: JobViewProps) {
  const query = useQuery({
    ...jobQuery(cluster.key, job),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  useOnwards(query.data, onwards);
  return (
    <>
      {steps}
      <Live query={query} what="this job">
        {(detail, stale) => (
          <JobPage cluster={cluster} detail={detail} stale={stale} actions={actions} blocked={blocked} />
        )}
      </Live>
    </>
  );
}

interface JobPageProps {
  cluster: ClusterWords;
  detail: JobDetail;
  stale: boolean;
  actions: JobActions;
  blocked: Blocked;
}

/** The four things one may do with a job, each on its way or refused. */
function useJobActions({ actions, cluster, detail }: JobPageProps) {
  const router = useRouter();
  const go = (value: { job: string }) => router.push(hrefOf(cluster.key, value.job, detail));
  const resume = useAct(actions.resume, go);
  const retry = useAct(actions.retry, go);
  const undo = useAct(actions.undo, go);
  const cancel = useAct(actions.cancel, () => undefined, { stay: true });
  return { resume, retry, undo, cancel, failure: cancel.failure ?? resume.failure ?? retry.failure ?? undo.failure };
}

type Acts = ReturnType<typeof useJobActions>;

function JobPage(props: JobPageProps) {
  const { blocked, cluster, detail } = props;
  const { row } = detail;
  const acts = useJobActions(props);
  const cancel = useCancel(props.cluster.key, detail, (input) => void acts.cancel.act(input));
  return (
    <>
      <Heading
        takeFocus
        sub={<JobLine detail={detail} cluster={cluster} />}
        actions={<HeadActions {...props} pending={acts.cancel.pending} onCancel={cancel.press} />}
      >
        {row.title}
      </Heading>

      {cancel.asking && isActive(row.status) && (
        <AskToCancel detail={detail} blocked={whyNotCancel(props)} onConfirm={cancel.confirm} onKeep={cancel.keep} />
      )}
      {acts.failure && <FailureNotice className="mb-3.5" failure={acts.failure} />}
      <BrokenGlassNotice className="mb-3.5" cluster={cluster.key} glass={detail.brokenGlass} />
      <Ending
        detail={detail}
        cluster={cluster}
        blocked={blocked}
        onResume={() => void acts.resume.act({ cluster: cluster.key, job: row.id })}
        resuming={acts.resume.pending}
      />

      <div className="grid gap-3.5 min-[860px]:grid-cols-[minmax(0,1fr)_330px]">
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
const whyNotCancel = ({ blocked, detail: { cancelRequestedAt } }: JobPageProps): string | null =>
  blocked['cancel-job'] ?? (cancelRequestedAt === null ? null : 'Cancelling: it ends at its next safe moment.');

interface HeadActionsProps extends JobPageProps {
  pending: boolean;
  onCancel: () => void;
}

function HeadActions({ pending, onCancel, ...props }: HeadActionsProps) {
  const { cluster, detail } = props;
  const { noun, restore, row } = detail;
  return (
    <>
      {isActive(row.status) && (
        <Button blocked={whyNotCancel(props)} pending={pending && 'Cancelling…'} onClick={onCancel}>
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
function Course({ blocked, cluster, detail, stale, retry }: JobPageProps & Pick<Acts, 'retry'>) {
  const { row } = detail;
  const active = isActive(row.status);
  const Result = kindViews.get(row.kind)?.Result;
  return (
    <>
      {row.status !== 'succeeded' && <ProgressPanel detail={detail} stale={stale} />}
      {detail.rejected > 0 && !active && (
        <RejectedPanel
          cluster={cluster.key}
          job={row.id}
          total={detail.rejected}
          retried={detail.retried}
          blocked={blocked}
          onRetry={row.status === 'succeeded' ? () => void retry.act({ cluster: cluster.key, job: row.id }) : null}
          retrying={retry.pending}
        />
      )}
      {detail.result && Result && <Result cluster={cluster.key} result={detail.result} detail={detail} />}
      <StepsPanel steps={detail.steps} />
      <JobLog cluster={cluster.key} job={row.id} live={active} />
      {detail.followedBy.length > 0 && (
        <Panel title="What came of it">
          <JobList cluster={cluster.key} rows={detail.followedBy} label="Jobs that followed this one" />
        </Panel>
      )}
      {detail.hasRequests && <RequestsPanel cluster={cluster.key} job={row.id} />}
    </>
  );
}

function Beside({ blocked, cluster, detail, undo }: JobPageProps & Pick<Acts, 'undo'>) {
  const NextSteps = kindViews.get(detail.row.kind)?.NextSteps;
  return (
    <>
      <JobFacts cluster={cluster.key} detail={detail} />
      {NextSteps && (
        <NextSteps
          detail={detail}
          cluster={cluster}
          blocked={blocked}
          undo={{ pending: undo.pending, act: (job) => void undo.act({ cluster: cluster.key, job }) }}
        />
      )}
      <SummaryPanel text={detail.summary} />
    </>
  );
}

/** Where a job that takes this one up is shown. */
const hrefOf = (cluster: string, job: string, detail: JobDetail) =>
  kindViews.get(detail.row.kind)?.hrefOfFollower?.(cluster, job, detail) ?? paths.job(cluster, job);
