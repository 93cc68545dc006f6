import { formatList } from '@/lib/format.ts';
import type { AliasStatus } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { BeforeAfter } from '@/components/before-after.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';

interface UndoUnavailableProps {
  alias: string;
  result: RestoreResult;
  aliasStatus: AliasStatus | null;
}

/** The restore did not move the alias, or moved it and the move can't be undone with one click. */
export function UndoUnavailable({ alias, result, aliasStatus }: UndoUnavailableProps) {
  const { switched } = result;
  return (
    <Panel title={switched ? `${alias} was moved here` : `${alias} was not moved`} tone={switched ? 'plain' : 'warn'}>
      {result.notSwitched && <p className="mb-2">{result.notSwitched}</p>}
      {switched ? (
        <>
          <BeforeAfter before={result.aliasBefore ?? []} after={result.aliasAfter ?? []} />
          <p className="mt-3 text-muted">{whereNow(aliasStatus)}</p>
        </>
      ) : (
        <p className="text-muted">
          {alias} points to what it pointed to before. Look into the restored index; when you are sure, switch the alias
          to it.
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

function whereNow(aliasStatus: AliasStatus | null): string {
  if (aliasStatus?.where === 'elsewhere')
    return `It points to ${formatList(aliasStatus.targets.map(({ index }) => index))} now: it has been moved again since.`;
  return aliasStatus?.where === 'here'
    ? 'It points here now. Before, it pointed to nothing, or it was moved again since: there is no one click back.'
    : 'Look at the alias map for what it points to now.';
}
