'use client';
import { paths } from '../paths.ts';
import { useRemembered } from './choices.ts';
import { Steps } from '../ui/steps.tsx';

/** The four steps of a restore, each a page of its own. */
export function RestoreSteps({
  cluster,
  alias,
  backup,
  job,
  current,
}: {
  cluster: string;
  alias: string | null;
  backup?: string;
  job?: string;
  current: 0 | 1 | 2 | 3;
}) {
  const typed = useRemembered(cluster, alias);
  return (
    <Steps
      label="Steps of the restore"
      current={current}
      steps={[
        { name: 'Choose a backup', href: paths.chooseBackup(cluster, alias ?? undefined, backup) },
        { name: 'Review', href: backup ? paths.restore(cluster, backup, typed) : undefined },
        { name: 'Restore', href: backup && job ? paths.restoreRun(cluster, backup, job) : undefined },
        { name: 'Result' },
      ]}
    />
  );
}
