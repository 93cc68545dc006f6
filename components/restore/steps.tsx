'use client';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { useRemembered } from './choices.ts';
import { Steps } from '../ui/steps.tsx';

/** The four steps of a restore, each a page of its own. */
export function RestoreSteps({
  alias,
  backup,
  job,
  current,
}: {
  alias: string | null;
  backup?: string;
  job?: string;
  current: 0 | 1 | 2 | 3;
}) {
  const cluster = useCluster();
  const typed = useRemembered(cluster.key, alias);
  return (
    <Steps
      label="Steps of the restore"
      current={current}
      steps={[
        { name: 'Backup', href: paths.chooseBackup(cluster.key, alias ?? undefined, backup) },
        { name: 'Review', href: backup ? paths.restore(cluster.key, backup, typed) : undefined },
        { name: 'Restore', href: backup && job ? paths.restoreRun(cluster.key, backup, job) : undefined },
        { name: 'Result' },
      ]}
    />
  );
}
