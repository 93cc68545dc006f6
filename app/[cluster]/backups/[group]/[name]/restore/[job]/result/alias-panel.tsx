'use client';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import type { JobActions } from '@/components/jobs/job-view.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { isIrreversible } from '@/lib/kinds/restore/target-use.ts';
import { movedAlias } from '@/lib/kinds/restore/describe-result.ts';
import { AliasMove } from './alias-move.tsx';
import { UndoUnavailable } from './undo-unavailable.tsx';
import { useUndo } from './use-undo.ts';
import { WrittenInto } from './written-into.tsx';

interface AliasPanelProps {
  detail: JobDetail;
  result: RestoreResult;
  undo: JobActions['undo'];
}

/**
 * Where the alias points, as it was last seen; moving it back and forth, by this installation's own record of its
 * moves, is one click.
 */
export function AliasPanel({ detail, result, undo }: AliasPanelProps) {
  const cluster = useCluster();
  const undoing = useUndo(cluster.key, detail, undo);
  const { moved, standing: aliasStatus } = detail;
  const { alias } = result;
  const use = detail.restore?.use;
  if (use !== undefined && isIrreversible(use) && !movedAlias(result))
    return (
      <>
        <WrittenInto use={use} result={result} />
        {moved !== null && aliasStatus !== null && (
          <AliasMove moved={moved} aliasStatus={aliasStatus} result={result} undoing={undoing} />
        )}
      </>
    );
  if (alias === null) return <NoAlias index={result.index} />;
  if (moved === null || aliasStatus === null)
    return <UndoUnavailable alias={alias} result={result} aliasStatus={aliasStatus} />;
  return <AliasMove moved={moved} aliasStatus={aliasStatus} result={result} undoing={undoing} />;
}

function NoAlias({ index }: { index: string }) {
  return (
    <Panel title="No alias was moved">
      <p>
        The documents are in <code>{index}</code>, which no alias points to.
      </p>
      <p className="mt-3">
        <SwitchLink index={index}>Point an alias to it</SwitchLink>
      </p>
    </Panel>
  );
}
