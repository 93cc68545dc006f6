import type { Metadata } from 'next';
import { JobView } from '@/components/jobs/job-view.tsx';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { paths } from '@/components/paths.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { loadJob } from '@/lib/pages/load-job.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import { jobActions } from '../../../../../jobs/job-actions.ts';

export const metadata: Metadata = { title: 'Restoring' };

export default async function Page({
  params,
}: {
  params: Promise<{ cluster: string; group: string; name: string; job: string }>;
}) {
  const { cluster, identity } = await openCluster(params);
  const { group, name, job } = await params;
  const backup = await orNotFound(() => backupIdOfPage({ group, name }));
  const loaded = await orFailure(() => loadJob(cluster, job, identity));
  if ('failure' in loaded) return <JobsUnreadable heading={`Job ${job}`} failure={loaded.failure} />;
  const from = loaded.value.restore?.copied?.from ?? undefined;
  return (
    <JobView
      job={job}
      initial={loaded.value}
      actions={jobActions}
      steps={
        <RestoreSteps alias={loaded.value.restore?.group ?? null} backup={backup} job={job} from={from} current={2} />
      }
      redirectTo={paths.restoreResult(cluster.key, backup, job, from)}
    />
  );
}
