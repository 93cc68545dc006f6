'use client';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { Steps } from '../ui/steps.tsx';

/** One index of a snapshot. */
export interface IndexOfSnapshot {
  repository: string;
  snapshot: string;
  index: string;
}

/** The four steps of a restore from a snapshot, each a page of its own. */
export function SnapshotRestoreSteps({
  of: { repository, snapshot, index },
  job,
  current,
}: {
  of: IndexOfSnapshot;
  job?: string;
  current: 1 | 2 | 3;
}) {
  const { key } = useCluster();
  return (
    <Steps
      label="Steps of the restore"
      current={current}
      steps={[
        { name: 'Backup', href: paths.snapshot(key, repository, snapshot) },
        { name: 'Review', href: paths.restoreSnapshot(key, repository, snapshot, index) },
        { name: 'Restore', href: job ? paths.restoreSnapshotRun(key, repository, snapshot, index, job) : undefined },
        { name: 'Result' },
      ]}
    />
  );
}
