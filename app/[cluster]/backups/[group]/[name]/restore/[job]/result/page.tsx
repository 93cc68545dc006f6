import type { Metadata } from 'next';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { loadJob } from '@/lib/pages/load-job.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import { startComparison } from '../../../../../../compare/actions.ts';
import { jobActions } from '../../../../../../jobs/job-actions.ts';
import { ResultView } from './result-view.tsx';

export const metadata: Metadata = { title: 'Restored' };

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
  return <ResultView backup={backup} job={job} initial={loaded.value} actions={jobActions} compare={startComparison} />;
}
