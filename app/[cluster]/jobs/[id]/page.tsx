import type { Metadata } from 'next';
import { JobView } from '@/components/jobs/job-view.tsx';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadJob } from '@/lib/pages/load-job.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import { jobActions } from '../job-actions.ts';

interface Props {
  params: Promise<{ cluster: string; id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Job ${(await params).id}` };
}

export default async function Page({ params }: Props) {
  const { cluster, identity } = await openCluster(params);
  const { id } = await params;
  const loaded = await orFailure(() => loadJob(cluster, id, identity));
  if ('failure' in loaded) return <JobsUnreadable heading={`Job ${id}`} failure={loaded.failure} />;
  return <JobView job={id} initial={loaded.value} actions={jobActions} />;
}
