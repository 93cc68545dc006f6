import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';

/** What was done with this backup from here. */
export function JobsWithIt({ jobs }: { jobs: BackupDetail['jobs'] }) {
  const cluster = useCluster();
  if (jobs.length === 0) return null;
  return (
    <Panel title="Jobs with this backup">
      <ul className="flex flex-col gap-1.5">
        {jobs.map((job) => (
          <li key={job.id}>
            <Link className="link" prefetch={false} href={paths.job(cluster.key, job.id)}>
              {job.title}
            </Link>
            <span className="block text-small text-muted">
              {job.status}, <Time at={job.at} show="relative" />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
