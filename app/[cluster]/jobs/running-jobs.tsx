import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { statusLabel } from '@/components/jobs/job-labels.ts';
import { KindIcon } from '@/components/jobs/kind-icon.tsx';
import { progressLabel } from '@/components/jobs/progress-labels.ts';
import { paths } from '@/components/paths.ts';
import { ProgressBar } from '@/components/ui/progress-bar.tsx';
import { State } from '@/components/ui/state.tsx';
import type { JobRow, JobsPage } from '@/lib/contract/jobs-page.ts';
import { formatPercent, plural } from '@/lib/format.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { standstillOf } from '@/lib/waiting-sentence.ts';

/** What is under way, above the list and whatever its filter is. */
export function RunningJobs({ running, active }: Pick<JobsPage, 'running' | 'active'>) {
  const { key } = useCluster();
  if (running.length === 0) return null;
  const more = active - running.length;
  return (
    <section
      aria-label="Jobs under way"
      className="mb-6 overflow-clip rounded-lg border border-accent-line bg-surface shadow-card"
    >
      <ul>
        {running.map((row) => (
          <RunningJob key={row.id} row={row} />
        ))}
      </ul>
      {more > 0 && (
        <Link
          href={paths.jobs(key, { status: 'active' })}
          prefetch={false}
          className="link flex min-h-11 items-center border-t px-4 text-small mid:px-5"
        >
          {plural(more, 'more job')} queued or running
        </Link>
      )}
    </section>
  );
}

function RunningJob({ row }: { row: JobRow }) {
  const { key } = useCluster();
  const { progress } = row;
  const { level, word } = statusLabel(row);
  const percent = progress === null || progress.total === null ? null : formatPercent(progress.done, progress.total);
  const stands = row.status === 'running' ? standstillOf(progress) : null;
  return (
    <li className="border-b last:border-b-0">
      <Link
        href={paths.job(key, row.id)}
        prefetch={false}
        className="flex min-w-0 items-center gap-3.5 px-4 py-4 text-text no-underline hover:bg-raised/50 mid:px-5"
      >
        <KindIcon kind={row.kind} tone="live" />
        <span className="min-w-0 flex-1">
          <span className="block font-medium [overflow-wrap:anywhere]">{shortSentence(row.title)}</span>
          <span className="block text-small [overflow-wrap:anywhere] text-muted">{doing(row, stands)}</span>
        </span>
        {row.status === 'running' && (
          <ProgressBar
            label={`Progress of ${row.title}`}
            done={progress?.done ?? null}
            total={progress?.total ?? null}
            tone={stands === null ? 'accent' : 'warn'}
            className="w-64 flex-none max-mid:hidden"
          />
        )}
        <State level={level} className="min-w-16 flex-none">
          {row.status === 'running' && stands === null && percent !== null ? percent : word}
        </State>
      </Link>
    </li>
  );
}

function doing(row: JobRow, stands: string | null): string {
  if (row.status === 'queued') return 'Starts when another job on the same index or alias ends, or a running job ends.';
  if (row.progress === null) return 'Starting';
  return stands ?? `${row.progress.label}: ${progressLabel(row.progress)}`;
}
