import type { Metadata } from 'next';
import { JobView } from '@/components/jobs/job-view.tsx';
import { JobsUnreadable } from '@/components/jobs/unreadable.tsx';
import { paths } from '@/components/paths.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { backupIdOfPage } from '@/lib/pages/cluster-backups.ts';
import { clusterProps } from '@/lib/pages/cluster-props.ts';
import { loadJob } from '@/lib/pages/load-job.ts';
import { orFailure, orNotFound } from '@/lib/pages/page-failures.ts';
import { cancelJob, resumeJob, retryRejected, undoSwitch } from '../../../../../jobs/actions.ts';

export const metadata: Metadata = { title: 'Restoring' };

export default async function Page({
  params,
}: {
  params: Promise<{ cluster: string; group: string; name: string; job: string }>;
}) {
  const opened = await openCluster(params);
  const { group, name, job } = await params;
  const backup = await orNotFound(() => backupIdOfPage({ group, name }));
  const loaded = await orFailure(() => loadJob(opened.cluster, job));
  if ('failure' in loaded)
    return <JobsUnreadable cluster={opened.cluster.key} heading={`Job ${job}`} failure={loaded.failure} />;
  const props = clusterProps(opened);
  return (
    <JobView
      {...props}
      job={job}
      initial={loaded.value}
      actions={{ cancel: cancelJob, resume: resumeJob, retry: retryRejected, undo: undoSwitch }}
      steps={
        <RestoreSteps
          cluster={props.cluster.key}
          alias={loaded.value.restore?.group ?? null}
          backup={backup}
          job={job}
          current={2}
        />
      }
      onwards={paths.restoreResult(props.cluster.key, backup, job)}
    />
  );
}
