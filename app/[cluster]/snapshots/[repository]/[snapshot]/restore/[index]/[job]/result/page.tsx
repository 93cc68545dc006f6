import type { Metadata } from 'next';
import { JobView } from '@/components/jobs/job-view.tsx';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { SnapshotRestoreSteps } from '@/components/restore/snapshot-steps.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadJob } from '@/lib/pages/load-job.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import { jobActions } from '../../../../../../../jobs/job-actions.ts';
import { indexIn, type IndexParams } from '../../address.ts';

export const metadata: Metadata = { title: 'Restored' };

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
      steps={
        <SnapshotRestoreSteps
          of={of}
          alias={loaded.value.moved?.alias ?? null}
          job={job}
          current={3}
          isCopy={loaded.value.isCopy}
        />
      }
    />
  );
}
