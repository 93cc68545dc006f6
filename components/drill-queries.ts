import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { BackupToDrill, DrillChoices } from '@/lib/kinds/drill/review.ts';
import type { DrillPlan } from '@/lib/kinds/drill/schema.ts';
import { apiPath, backupApiPath } from './paths.ts';
import { again, polled, seconds } from './polling.ts';
import { get } from './route-request.ts';

/** The plan of a drill; disabled while the choices can't be used. The last plan is shown while the next one is made. */
export const drillPlanQuery = (cluster: string, backup: BackupToDrill, choices: DrillChoices, enabled: boolean) =>
  queryOptions({
    ...polled,
    queryKey: [cluster, 'drill-plan', backup, choices],
    queryFn: ({ signal }) => get<DrillPlan>(planPath(cluster, backup, choices), signal),
    enabled,
    refetchInterval: again(seconds(15)),
    placeholderData: keepPreviousData,
    gcTime: seconds(60),
  });

function planPath(cluster: string, backup: BackupToDrill, choices: DrillChoices): string {
  if ('id' in backup) return backupApiPath(cluster, backup.id, ['drill-plan'], choices);
  const { index, repository, snapshot } = backup;
  return apiPath(cluster, ['snapshots', repository, snapshot, 'drill-plan'], { ...choices, index });
}
