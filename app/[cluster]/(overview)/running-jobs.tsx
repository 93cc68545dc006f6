'use client';
import Link from 'next/link';
import type { JobRow } from '@/lib/contract/jobs-page.ts';
import { formatDuration, formatPercent } from '@/lib/format.ts';
import { standstillOf } from '@/lib/waiting-sentence.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { paths } from '@/components/paths.ts';
import { ProgressBar } from '@/components/ui/progress-bar.tsx';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';

export function RunningJobs({
  running,
  last,
  canBackUp,
}: {
  running: readonly JobRow[];
  last: JobRow | null;
  canBackUp: boolean;
}) {
  if (running.length === 0) {
    return (
      <>
        <p className="text-muted">Nothing is running.</p>
        {last && <LastJob job={last} />}
        {!last && (
          <div className="mt-2 flex flex-col items-start gap-2">
            <p className="text-muted">No job has run yet.{canBackUp && ' Begin with a backup.'}</p>
            {canBackUp && <BackUpLink size="small">Back up now</BackUpLink>}
          </div>
        )}
      </>
    );
  }
  return (
    <ul className="flex flex-col gap-3">
      {running.map((job) => (
        <RunningJob key={job.id} job={job} />
      ))}
    </ul>
  );
}

function RunningJob({ job }: { job: JobRow }) {
  const { key } = useCluster();
  const { progress } = job;
  const standstill = job.status === 'running' ? standstillOf(progress) : null;
  return (
    <li>
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3">
        <Link href={paths.job(key, job.id)} prefetch={false} className="link font-semibold [overflow-wrap:anywhere]">
          {job.title}
        </Link>
        <span className="text-small text-muted">
          {job.status === 'queued' ? 'waits for its turn' : (progress?.label ?? 'starting')}
          {progress?.total != null && progress.total > 0 && `, ${formatPercent(progress.done, progress.total)}`}
          {progress?.secondsLeft != null && `, ${formatDuration(progress.secondsLeft)} left`}
        </span>
      </div>
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
        />
      )}
    </li>
  );
}

const OUTCOMES: Record<JobRow['status'], { level: StateLevel; word: string }> = {
  queued: { level: 'idle', word: 'queued' },
  running: { level: 'live', word: 'running' },
  succeeded: { level: 'done', word: 'done' },
  failed: { level: 'bad', word: 'failed' },
  cancelled: { level: 'idle', word: 'cancelled' },
  interrupted: { level: 'warn', word: 'interrupted' },
};

function LastJob({ job }: { job: JobRow }) {
  const { key } = useCluster();
  const ending = job.partial ? { level: 'warn' as const, word: 'done in part' } : OUTCOMES[job.status];
  return (
    <div className="mt-2">
      <p>
        The last job,{' '}
        <Link href={paths.job(key, job.id)} prefetch={false}>
          {job.title}
        </Link>
        : <State level={ending.level}>{ending.word}</State>
        {job.endedAt && (
          <span className="text-muted">
            {' '}
            <Time at={job.endedAt} />
          </span>
        )}
      </p>
      {job.outcome && <p className="mt-1 text-muted [overflow-wrap:anywhere]">{job.outcome}</p>}
    </div>
  );
}
