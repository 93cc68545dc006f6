import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { NextStepsProps } from '../kind-view.ts';
import { CleanUpLink } from './clean-up-link.tsx';

/** After the deletion: what is left, and what may still be deleted. */
export function AfterCleanUp({ detail: { row } }: NextStepsProps) {
  const { key } = useCluster();
  if (row.status !== 'succeeded') return null;
  return (
    <Panel title="What to do next">
      <p className="mb-3 text-muted">
        {row.partial
          ? 'Some indices were kept: the reason is beside each one. Review the clean-up again to see what it would delete now.'
          : 'Check that searches work as before. Deleted indices can only be restored from a backup.'}
      </p>
      <div className="flex flex-col gap-2">
        <LinkButton look={row.partial ? 'plain' : 'primary'} href={paths.indices(key)}>
          Open the indices
        </LinkButton>
        <CleanUpLink look={row.partial ? 'primary' : 'plain'}>Review another clean-up</CleanUpLink>
        <LinkButton href={paths.overview(key)}>Open the overview</LinkButton>
      </div>
    </Panel>
  );
}
