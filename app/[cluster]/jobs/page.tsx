import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { jobsFilter } from '@/lib/contract/api.ts';
import { presentIn } from '@/components/address-parsers.ts';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { wordsOf } from '@/lib/views/cluster-words.ts';
import { loadJobs } from '@/lib/views/load-jobs.ts';
import { orFailure } from '@/lib/views/or-failure.ts';
import type { SearchParams } from '@/lib/views/search-params.ts';
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
  const opened = await openCluster(params);
  const filter = presentIn(await loadAddress(searchParams));
  const loaded = await orFailure(() => loadJobs(opened.cluster, jobsFilter.parse(filter)));
  if ('failure' in loaded)
    return <JobsUnreadable cluster={opened.cluster.key} heading="Jobs" failure={loaded.failure} />;
  return <JobsView {...wordsOf(opened)} initial={loaded.value} initialFilter={filter} />;
}
