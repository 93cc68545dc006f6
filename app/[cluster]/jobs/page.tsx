import type { Metadata } from 'next';
import { jobsFilter } from '@/lib/contract/jobs-page.ts';
import { JobsUnreadable } from '@/components/jobs/unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { wordsOf } from '@/lib/pages/cluster-words.ts';
import { loadJobs } from '@/lib/pages/load-jobs.ts';
import { orFailure } from '@/lib/pages/page-failures.ts';
import { filterIn, type SearchParams } from '@/lib/pages/search-params.ts';
import { JobsView } from './jobs-view.tsx';

export const metadata: Metadata = { title: 'Jobs' };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const opened = await openCluster(params);
  const { typed, parsed } = await filterIn(searchParams, jobsFilter);
  const loaded = await orFailure(() => loadJobs(opened.cluster, parsed));
  if ('failure' in loaded)
    return <JobsUnreadable cluster={opened.cluster.key} heading="Jobs" failure={loaded.failure} />;
  return <JobsView {...wordsOf(opened)} initial={loaded.value} initialFilter={typed} />;
}
