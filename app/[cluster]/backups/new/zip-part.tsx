import type { UseQueryResult } from '@tanstack/react-query';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { backupPlanQuery } from '@/components/queries.ts';
import type { ShownBackupPlan } from '@/lib/kinds/backup/schema.ts';
import { BackupPlan } from './backup-plan.tsx';
import { NotBegun } from './not-begun.tsx';
import type { AddressSelection } from './use-selection.ts';
import { useStart, type StartAction } from './use-start.ts';

interface Props {
  plan: UseQueryResult<ShownBackupPlan>;
  asked: AddressSelection;
  /** The shown selection is the asked one. */
  settled: boolean;
  start: StartAction<AddressSelection>;
}

/** The exact plan of the zip files, and the button. */
export function ZipPart({ plan, asked, settled, start }: Props) {
  const { key } = useCluster();
  const blocked = useBlocked('back-up');
  const starting = useStart(start, backupPlanQuery(key, asked).queryKey);
  return (
    <>
      <NotBegun failure={starting.failure} title="The backup did not start" />
      <QueryBoundary query={plan} what="the plan">
        {(data, _stale, whyOld) => (
          <BackupPlan
            plan={data}
            blocked={blocked ?? whyOld ?? (plan.isPlaceholderData || !settled ? 'The plan is being made again.' : null)}
            pending={starting.pending}
            onStart={() => starting.begin(asked, data.fingerprint)}
          />
        )}
      </QueryBoundary>
    </>
  );
}
