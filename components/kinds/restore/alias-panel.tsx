'use client';
import type { JobDetail } from '@/lib/contract/api.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import type { Blocked, ClusterWords } from '../../blocked.ts';
import type { JobActions } from '../../jobs/job-view.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, Panel } from '../../ui/index.ts';
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
  if (alias === null) return <NoAlias cluster={cluster.key} index={result.index} blocked={blocked} />;
  if (moved === null || standing === null)
    return (
      <AliasWithoutUndo cluster={cluster.key} alias={alias} result={result} standing={standing} blocked={blocked} />
    );
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

function NoAlias({ cluster, index, blocked }: { cluster: string; index: string; blocked: Blocked }) {
  return (
    <Panel title="No alias was moved">
      <p>
        The documents are in <code>{index}</code>, which no alias points to.
      </p>
      <p className="mt-3">
        <LinkButton href={paths.switchTo(cluster, index)} blocked={blocked.switch}>
          Point an alias to it
        </LinkButton>
      </p>
    </Panel>
  );
}
