'use client';
import { IndexName } from '@/components/index-name.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { movedAlias } from '@/lib/kinds/restore/describe-result.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { isIrreversible } from '@/lib/kinds/restore/target-use.ts';
import { AliasSwitched } from './alias-switched.tsx';
import { UndoUnavailable } from './undo-unavailable.tsx';
import type { Undoing } from './use-undo.ts';
import { WrittenInto } from './written-into.tsx';

interface AliasPanelProps {
  detail: JobDetail;
  result: RestoreResult;
  undoing: Undoing;
  /** On a phone the undo is in the bar at the bottom of the screen. */
  inBar: boolean;
  /** Switching the alias is the one primary action of the page. */
  primary: boolean;
}

/**
 * Where the alias points, as it was last seen; switching it back and again, by this installation's own record of its
 * switches, is one click.
 */
export function AliasPanel({ detail, result, undoing, inBar, primary }: AliasPanelProps) {
  const { moved, standing: aliasStatus } = detail;
  const { alias } = result;
  const use = detail.restore?.use;
  const switched = moved !== null && aliasStatus !== null && (
    <AliasSwitched moved={moved} aliasStatus={aliasStatus} result={result} undoing={undoing} inBar={inBar} />
  );
  if (use !== undefined && isIrreversible(use) && !movedAlias(result))
    return (
      <>
        <WrittenInto use={use} result={result} />
        {switched}
      </>
    );
  if (alias === null) return <NoAlias index={result.index} />;
  return switched || <UndoUnavailable alias={alias} result={result} aliasStatus={aliasStatus} primary={primary} />;
}

function NoAlias({ index }: { index: string }) {
  return (
    <Panel title="No alias was switched" actions={<SwitchLink index={index}>Point an alias to it</SwitchLink>}>
      <div className="text-muted">
        The documents are in <IndexName name={index} copy />, which has no alias.
      </div>
    </Panel>
  );
}
