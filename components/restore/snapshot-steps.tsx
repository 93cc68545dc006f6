'use client';
import { useCluster } from '../cluster-context.tsx';
import { snapshotId } from '@/lib/contract/snapshot-id.ts';
import { paths } from '../paths.ts';
import { useCopiedSnapshot } from './use-copied-snapshot.ts';
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
  alias = null,
  job,
  current,
  isCopy = false,
}: {
  of: IndexOfSnapshot;
  /** null: it is restored for none, or that is not known yet. */
  alias?: string | null;
  job?: string;
  current: 1 | 2 | 3;
  /** Of a job that restores the snapshot of another cluster: its address does not say of which. */
  isCopy?: boolean;
}) {
  const { key } = useCluster();
  const { copied } = useCopiedSnapshot();
  const { from } = copied;
  return (
    <Steps
      label="Steps of the restore"
      current={current}
      steps={[
        {
          name: 'Backup',
          href:
            isCopy || from !== undefined
              ? paths.copy(key, from === undefined ? {} : { from, alias: alias ?? undefined })
              : alias === null
                ? paths.snapshot(key, repository, snapshot)
                : paths.chooseBackup(key, alias, snapshotId(repository, snapshot)),
        },
        { name: 'Review', href: isCopy ? undefined : paths.restoreSnapshot(key, repository, snapshot, index, copied) },
        { name: 'Restore', href: job ? paths.restoreSnapshotRun(key, repository, snapshot, index, job) : undefined },
        { name: 'Result' },
      ]}
    />
  );
}
