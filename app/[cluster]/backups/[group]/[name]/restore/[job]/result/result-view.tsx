'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { BrokenGlassNotice } from '@/components/broken-glass.tsx';
import { JobList } from '@/components/jobs/job-list.tsx';
import type { JobActions } from '@/components/jobs/job-view.tsx';
import { RejectedPanel } from '@/components/jobs/rejected.tsx';
import { AliasPanel } from '@/components/kinds/restore/alias-panel.tsx';
import { NextSteps } from '@/components/kinds/restore/next-steps.tsx';
import { Proof } from '@/components/kinds/restore/result.tsx';
import { SummaryPanel } from '@/components/jobs/summary.tsx';
import { isActive } from '@/components/jobs/words.ts';
import { Live } from '@/components/live.tsx';
import { paths } from '@/components/paths.ts';
import { jobQuery } from '@/components/queries.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { FailureNotice, Heading, LinkButton, Notice, Panel } from '@/components/ui/index.ts';
import { useAct } from '@/components/use-act.ts';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { formatCount, formatDuration, plural } from '@/lib/format.ts';

interface Props {
  cluster: ClusterWords;
  backup: string;
  job: string;
  initial: JobDetail;
  actions: JobActions;
  blocked: Blocked;
}

/** The last step: what was done and why to believe it, where the alias stands, the way back, and what comes next. */
export function ResultView({ cluster, backup, job, initial, actions, blocked }: Props) {
  const query = useQuery({
    ...jobQuery(cluster.key, job),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  return (
    <>
      <RestoreSteps
        cluster={cluster.key}
        alias={initial.restore?.group ?? null}
        backup={backup}
        job={job}
        current={3}
      />
      <Live query={query} what="the result">
        {(detail) =>
          detail.result?.kind === 'restore' ? (
            <Result
              cluster={cluster}
              detail={detail}
              result={detail.result as RestoreResult}
              actions={actions}
              blocked={blocked}
            />
          ) : (
            <NoResult detail={detail} restoreHref={paths.restoreRun(cluster.key, backup, job)} />
          )
        }
      </Live>
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
  cluster: ClusterWords;
  detail: JobDetail;
  result: RestoreResult;
  actions: JobActions;
  blocked: Blocked;
}

function Result({ cluster, detail, result, actions, blocked }: ResultProps) {
  const router = useRouter();
  const retry = useAct(actions.retry, (value) => router.push(paths.job(cluster.key, value.job)));
  return (
    <>
      <ResultHeading cluster={cluster} detail={detail} result={result} />
      {retry.failure && <FailureNotice className="mb-3.5" failure={retry.failure} />}
      <BrokenGlassNotice className="mb-3.5" cluster={cluster.key} glass={detail.brokenGlass} />
      <div className="grid items-start gap-3.5 min-[860px]:grid-cols-[minmax(0,1fr)_330px]">
        <div className="flex min-w-0 flex-col gap-3.5">
          <AliasPanel cluster={cluster} detail={detail} result={result} undo={actions.undo} blocked={blocked} />
          <Proof result={result} detail={detail} />
          {result.rejected > 0 && (
            <RejectedPanel
              cluster={cluster.key}
              job={detail.row.id}
              total={result.rejected}
              retried={detail.retried}
              blocked={blocked}
              onRetry={() => void retry.act({ cluster: cluster.key, job: detail.row.id })}
              retrying={retry.pending}
            />
          )}
          {detail.followedBy.length > 0 && (
            <Panel title="Since then">
              <JobList cluster={cluster.key} rows={detail.followedBy} label="Jobs since the restore" />
            </Panel>
          )}
        </div>
        <aside className="flex min-w-0 flex-col gap-3.5">
          <NextSteps cluster={cluster} detail={detail} result={result} />
          <SummaryPanel text={detail.summary} />
        </aside>
      </div>
    </>
  );
}

function ResultHeading({ cluster, detail, result }: Pick<ResultProps, 'cluster' | 'detail' | 'result'>) {
  return (
    <Heading
      takeFocus
      sub={
        <p>
          On <b className="font-semibold text-text">{cluster.name}</b> ({cluster.environment}), in{' '}
          {formatDuration(result.seconds)}, by {detail.row.actor.name}.{' '}
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

function headingOf(result: RestoreResult, { standing, retried }: JobDetail): string {
  const what = plural(result.documents - result.rejected, 'document');
  if (result.rejected > 0)
    return `Restored in part: ${what}, ${plural(result.rejected, 'document')} rejected${retried?.rejected === 0 ? ', and taken since' : ''}`;
  const promised = result.promised ?? result.documents;
  if (promised > result.documents)
    return `Restored in part: ${formatCount(result.documents)} of ${plural(promised, 'promised document')}`;
  return result.alias !== null && result.switched
    ? `${result.alias} ${standing?.where === 'here' ? 'is' : 'was'} restored: ${what}`
    : `Restored ${what} beside the live index`;
}
