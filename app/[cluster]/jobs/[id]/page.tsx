import type { Metadata } from 'next';
import { JobView } from '@/components/jobs/job-view.tsx';
import { JobsUnreadable } from '@/components/jobs/jobs-unreadable.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { wordsOf } from '@/lib/views/cluster-words.ts';
import { loadJob } from '@/lib/views/load-jobs.ts';
import { orFailure } from '@/lib/views/or-failure.ts';
import { cancelJob, resumeJob, retryRejected, undoSwitch } from '../actions.ts';

interface Props {
  params: Promise<{ cluster: string; id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Job ${(await params).id}` };
}

export default async function Page({ params }: Props) {
  const opened = await openCluster(params);
  const { id } = await params;
  const loaded = await orFailure(() => loadJob(opened.cluster, id));
  if ('failure' in loaded)
    return <JobsUnreadable cluster={opened.cluster.key} heading={`Job ${id}`} failure={loaded.failure} />;
  return (
    <JobView
      {...wordsOf(opened)}
      job={id}
      initial={loaded.value}
      actions={{ cancel: cancelJob, resume: resumeJob, retry: retryRejected, undo: undoSwitch }}
    />
  );
}
