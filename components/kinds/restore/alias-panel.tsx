'use client';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import type { Blocked, ClusterWords } from '../../blocked.ts';
import type { JobActions } from '../../jobs/job-view.tsx';
import { Panel } from '../../ui/index.ts';
import { SwitchLink } from '../switch/switch-link.tsx';
import { AliasMove } from './alias-move.tsx';
import { AliasWithoutUndo } from './alias-without-undo.tsx';
import { useUndo } from './use-undo.ts';

interface AliasPanelProps {
  cluster: ClusterWords;
  detail: JobDetail;
  result: RestoreResult;
  undo: JobActions['undo'];
  blocked: Blocked;
}

/**
 * Where the alias points, as it was last seen; moving it back and forth, by this installation's own record of its
 * moves, is one click.
 */
export function AliasPanel({ cluster, detail, result, undo, blocked }: AliasPanelProps) {
  const undoing = useUndo(cluster.key, detail, undo);
  const { moved, standing } = detail;
  const { alias } = result;
  if (alias === null) return <NoAlias index={result.index} />;
  if (moved === null || standing === null)
    return <AliasWithoutUndo alias={alias} result={result} standing={standing} />;
  return (
    <AliasMove
      cluster={cluster}
      moved={moved}
      standing={standing}
      result={result}
      undoing={undoing}
      blocked={blocked}
    />
  );
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
