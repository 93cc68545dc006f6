import type { Metadata } from 'next';
import { JobView } from '@/components/jobs/job-view.tsx';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { paths } from '@/components/paths.ts';
import { SnapshotRestoreSteps } from '@/components/restore/snapshot-steps.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadJob } from '@/lib/pages/load-job.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import { jobActions } from '../../../../../../jobs/job-actions.ts';
import { indexIn, type IndexParams } from '../address.ts';

export const metadata: Metadata = { title: 'Restoring' };

export default async function Page({ params }: { params: IndexParams & Promise<{ job: string }> }) {
  const { cluster, identity } = await openCluster(params);
  const of = await indexIn(params);
  const { job } = await params;
  const loaded = await orFailure(() => loadJob(cluster, job, identity));
  if ('failure' in loaded) return <JobsUnreadable heading={`Job ${job}`} failure={loaded.failure} />;
  return (
    <JobView
      job={job}
      initial={loaded.value}
      actions={jobActions}
      steps={<SnapshotRestoreSteps of={of} job={job} current={2} isCopy={loaded.value.isCopy} />}
      redirectTo={`${paths.restoreSnapshotRun(cluster.key, of.repository, of.snapshot, of.index, job)}/result`}
    />
  );
}
