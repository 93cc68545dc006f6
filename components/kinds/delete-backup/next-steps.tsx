import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { BackUpLink } from '../backup/back-up-link.tsx';
import type { NextStepsProps } from '../kind-view.ts';

/** After the deletion: the other backups, and a new one. */
export function AfterDeletion({ detail: { row } }: NextStepsProps) {
  const { key } = useCluster();
  if (row.status !== 'succeeded') return null;
  return (
    <Panel title="What to do next">
      <p className="mb-3 text-muted">
        Check that another backup of the same alias is complete. If there is none, make one.
      </p>
      <div className="flex flex-col gap-2">
        <LinkButton look="primary" href={paths.backups(key)}>
          Open the backups
        </LinkButton>
        <BackUpLink>Make a backup</BackUpLink>
        <LinkButton href={paths.overview(key)}>Open the overview</LinkButton>
      </div>
    </Panel>
  );
}
