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
  from,
  current,
}: {
  alias: string | null;
  backup?: string;
  job?: string;
  /** The key of the cluster whose backup it is, where that is another one. */
  from?: string | undefined;
  current: 0 | 1 | 2 | 3;
}) {
  const cluster = useCluster();
  const typed = useRemembered(cluster.key, alias);
  // A job may restore for an alias that was typed, which the other cluster does not have.
  const aliasThere = job === undefined && alias !== null ? alias : undefined;
  return (
    <Steps
      label="Steps of the restore"
      current={current}
      steps={[
        {
          name: 'Backup',
          href:
            from === undefined
              ? paths.chooseBackup(cluster.key, alias ?? undefined, backup)
              : paths.copy(cluster.key, { from, alias: aliasThere, backup }),
        },
        { name: 'Review', href: backup ? paths.restore(cluster.key, backup, { ...typed, from }) : undefined },
        { name: 'Restore', href: backup && job ? paths.restoreRun(cluster.key, backup, job, from) : undefined },
        { name: 'Result' },
      ]}
    />
  );
}
