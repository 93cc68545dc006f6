'use client';
import Link from 'next/link';
import type { JobRow } from '@/lib/contract/jobs-page.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatDuration, formatPercent } from '@/lib/format.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { standstillOf } from '@/lib/waiting-sentence.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { iconOfKind } from '@/components/kinds/icons.ts';
import { paths } from '@/components/paths.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { ProgressBar } from '@/components/ui/progress-bar.tsx';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';
import { OverviewPart } from './overview-part.tsx';
import { Section } from './section.tsx';

/** What runs, and what ended last. */
export function RecentJobs({ part, canBackUp }: { part: Overview['jobs']; canBackUp: boolean }) {
  const { key } = useCluster();
  const running = part.value?.running.length ?? 0;
  return (
    <Section
      title="Recent jobs"
      hint={running > 0 ? `${running} running` : undefined}
      actions={
        <Link
          href={paths.jobs(key)}
          prefetch={false}
          className="link inline-flex min-h-11 items-center text-small mid:min-h-6"
        >
          All jobs
        </Link>
      }
    >
      <OverviewPart part={part} what="the jobs">
        {({ running, recent }) =>
          running.length + recent.length === 0 ? (
            <EmptyState
              title="No jobs yet"
              actions={canBackUp && <BackUpLink size="small">Back up aliases</BackUpLink>}
            >
              {canBackUp ? 'Start with a backup.' : 'Jobs that run on this cluster are listed here.'}
            </EmptyState>
          ) : (
            <div className="overflow-clip rounded-lg border bg-surface shadow-card">
              <JobTable rows={[...running, ...recent]} />
            </div>
          )
        }
      </OverviewPart>
    </Section>
  );
}

function JobTable({ rows }: { rows: readonly JobRow[] }) {
  return (
    <Table label="Recent jobs" lines>
      <Head>
        <Column>Job</Column>
        <Column>Outcome</Column>
        <Column>State</Column>
        <Column numeric>Time</Column>
      </Head>
      <Body>
        {rows.map((job) => (
          <Job key={job.id} job={job} />
        ))}
      </Body>
    </Table>
  );
}

const STATES: Record<JobRow['status'], { level: StateLevel; word: string }> = {
  queued: { level: 'idle', word: 'Queued' },
  running: { level: 'live', word: 'Running' },
  succeeded: { level: 'done', word: 'Done' },
  failed: { level: 'bad', word: 'Failed' },
  cancelled: { level: 'idle', word: 'Cancelled' },
  interrupted: { level: 'warn', word: 'Interrupted' },
};

function Job({ job }: { job: JobRow }) {
  const { key } = useCluster();
  const { level, word } = job.partial ? { level: 'warn' as const, word: 'Done in part' } : STATES[job.status];
  return (
    <Row>
      <Cell place="name">
        <span className="flex items-baseline gap-2.5">
          <Icon name={iconOfKind(job.kind)} className="flex-none translate-y-0.5 text-muted" />
          <Link
            href={paths.job(key, job.id)}
            prefetch={false}
            className="font-medium text-text no-underline [overflow-wrap:anywhere] hover:underline"
          >
            {shortSentence(job.title)}
          </Link>
        </span>
      </Cell>
      <Cell place="detail" className="text-muted">
        {job.status === 'queued' || job.status === 'running' ? <Progress job={job} /> : job.outcome}
      </Cell>
      <Cell place="state">
        <State level={level}>{word}</State>
      </Cell>
      <Cell place="figure" numeric className="text-muted">
        <Time at={job.endedAt ?? job.startedAt ?? job.createdAt} />
      </Cell>
    </Row>
  );
}

function Progress({ job }: { job: JobRow }) {
  const { progress } = job;
  const standstill = job.status === 'running' ? standstillOf(progress) : null;
  return (
    <div className="flex flex-col gap-1">
      <span>
        {job.status === 'queued' ? 'Waits for its turn' : (progress?.label ?? 'Starting')}
        {progress?.total != null && progress.total > 0 && `, ${formatPercent(progress.done, progress.total)}`}
        {progress?.secondsLeft != null && `, ${formatDuration(progress.secondsLeft)} left`}
      </span>
      {standstill !== null && (
        <State level="warn" className="text-small">
          {progress?.pausedBecause ? `Paused: ${progress.pausedBecause}` : standstill}
        </State>
      )}
      {job.status === 'running' && (
        <ProgressBar
          label={`Progress of ${job.title}`}
          done={progress?.done ?? null}
          total={progress?.total ?? null}
          tone={standstill === null ? 'accent' : 'warn'}
          className="max-w-96"
        />
      )}
    </div>
  );
}
