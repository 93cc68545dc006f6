import type { RestoreSnapshotResult } from '@/lib/kinds/restore-snapshot/schema.ts';
import { pointsToRestored } from '@/lib/kinds/restore/next-steps.ts';
import { BringUpToDate } from '../../restore/bring-up-to-date.tsx';
import { NotBroughtUpToDate } from '../../restore/not-brought-up-to-date.tsx';
import { IncidentPanel } from '../../restore/incident-panel.tsx';
import type { AfterResultProps } from '../kind-view.ts';

/** While searches use the restored index. Only files are compared with the previous index. */
export function AfterSnapshotRestore({ detail, incident }: AfterResultProps) {
  if (!pointsToRestored(detail, detail.result as RestoreSnapshotResult)) return null;
  return (
    <>
      {detail.isCopy ? <NotBroughtUpToDate /> : <BringUpToDate job={detail.row.id} fromPrevious={null} />}
      <IncidentPanel job={detail.row.id} closed={detail.closed ?? null} actions={incident} />
    </>
  );
}
