import Link from 'next/link';
import { paths } from '@/components/paths.ts';
import { Panel, Time } from '@/components/ui/index.ts';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';

/** What was done with this backup from here. */
export function JobsWithIt({ cluster, jobs }: { cluster: string; jobs: BackupDetail['jobs'] }) {
  if (jobs.length === 0) return null;
  return (
    <Panel title="Jobs with this backup">
      <ul className="flex flex-col gap-1.5">
        {jobs.map((job) => (
          <li key={job.id}>
            <Link className="link" prefetch={false} href={paths.job(cluster, job.id)}>
              {job.title}
            </Link>
            <span className="block text-[13px] text-muted">
              {job.status}, <Time at={job.at} show="relative" />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
