import type { Metadata } from 'next';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadJob } from '@/lib/pages/load-job.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import { startCarryForward } from '../../carry-forward-actions.ts';
import { CarryForwardView } from './carry-forward-view.tsx';

export const metadata: Metadata = { title: 'Carry forward' };

export default async function Page({ params }: { params: Promise<{ cluster: string; id: string }> }) {
  const { cluster } = await openCluster(params);
  const { id } = await params;
  const loaded = await orFailure(() => loadJob(cluster, id));
  if ('failure' in loaded) return <JobsUnreadable heading={`Job ${id}`} failure={loaded.failure} />;
  return <CarryForwardView detail={loaded.value} action={startCarryForward} />;
}
