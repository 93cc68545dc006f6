import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { Shape, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';

const LEVELS: Record<string, StateLevel> = {
  queued: 'idle',
  running: 'live',
  succeeded: 'ok',
  failed: 'bad',
  cancelled: 'idle',
  interrupted: 'warn',
};

/** What was done with this backup from here. */
export function JobsWithIt({ jobs }: { jobs: BackupDetail['jobs'] }) {
  const cluster = useCluster();
  if (jobs.length === 0) return null;
  return (
    <Panel title="Jobs">
      <ol className="flex flex-col gap-3 text-small">
        {jobs.map((job) => (
          <li key={job.id} className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-3">
            <Shape level={LEVELS[job.status] ?? 'unknown'} className="mt-[3px]" />
            <span className="min-w-0">
              <Link className="link [overflow-wrap:anywhere]" prefetch={false} href={paths.job(cluster.key, job.id)}>
                {job.title}
              </Link>
              <span className="block text-muted">
                {job.status}, <Time at={job.at} show="relative" />
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
