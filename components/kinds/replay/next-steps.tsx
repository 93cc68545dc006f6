import { useCluster } from '../../cluster-context.tsx';
import { isActive } from '../../jobs/job-labels.ts';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { CompareLink } from '../compare/compare-link.tsx';
import type { NextStepsProps } from '../kind-view.ts';

/** A replay can't know whether the index has everything: a comparison can. */
export function AfterReplay({ detail: { replay, row } }: Pick<NextStepsProps, 'detail'>) {
  const { key } = useCluster();
  if (replay === null || isActive(row.status) || row.startedAt === null) return null;
  const { index, restoredBy } = replay;
  return (
    <Panel title="Next">
      <p className="text-small text-muted">
        Compare the index with the one that was live before. What differs was not captured, was not sent, failed, was
        written since, or was deleted by the incident.
      </p>
      <div className="mt-3 flex flex-col gap-2">
        {index !== null && (
          <CompareLink className="w-full" right={index}>
            Compare documents
          </CompareLink>
        )}
        {restoredBy !== null && (
          <LinkButton className="w-full" look="quiet" href={paths.job(key, restoredBy)}>
            Open the restore
          </LinkButton>
        )}
      </div>
    </Panel>
  );
}
