import { formatList } from '@/lib/format.ts';
import type { AliasStatus } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { BeforeAfter } from '../../before-after.tsx';
import { Panel } from '../../ui/index.ts';
import { SwitchLink } from '../switch/switch-link.tsx';

interface AliasWithoutUndoProps {
  alias: string;
  result: RestoreResult;
  standing: AliasStatus | null;
}

/** The restore left the alias alone, or moved it and there is no one click back. */
export function AliasWithoutUndo({ alias, result, standing }: AliasWithoutUndoProps) {
  const { switched } = result;
  return (
    <Panel title={switched ? `${alias} was moved here` : `${alias} was not moved`} tone={switched ? 'plain' : 'warn'}>
      {result.notSwitched && <p className="mb-2">{result.notSwitched}</p>}
      {switched ? (
        <>
          <BeforeAfter before={result.aliasBefore ?? []} after={result.aliasAfter ?? []} />
          <p className="mt-3 text-muted">{whereNow(standing)}</p>
        </>
      ) : (
        <p className="text-muted">
          The live index serves as before. Look at the new one; when you are sure, point the alias to it.
        </p>
      )}
      <p className="mt-3">
        <SwitchLink look={switched ? 'plain' : 'primary'} index={result.index} alias={alias}>
          {switched ? 'Look at the alias' : `Switch ${alias} to it`}
        </SwitchLink>
      </p>
    </Panel>
  );
}

function whereNow(standing: AliasStatus | null): string {
  if (standing?.where === 'elsewhere')
    return `It points to ${formatList(standing.targets.map(({ index }) => index))} now: it has been moved again since.`;
  return standing?.where === 'here'
    ? 'It points here now. Before, it pointed to nothing, or it was moved again since: there is no one click back.'
    : 'Look at the alias map for where it stands now.';
}
