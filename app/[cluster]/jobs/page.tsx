import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { jobsFilter } from '@/lib/contract/jobs-page.ts';
import { presentIn } from '@/components/address-parsers.ts';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { loadJobs } from '@/lib/pages/load-jobs.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { jobsAddress } from './address.ts';
import { JobsView } from './jobs-view.tsx';

export const metadata: Metadata = { title: 'Jobs' };

const loadAddress = createLoader(jobsAddress);

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const { cluster, identity } = await openCluster(params);
  const filter = presentIn(await loadAddress(searchParams));
  const loaded = await orFailure(() => loadJobs(cluster, jobsFilter.parse(filter), identity));
  if ('failure' in loaded) return <JobsUnreadable heading="Jobs" failure={loaded.failure} />;
  return <JobsView initial={loaded.value} initialFilter={filter} />;
}
