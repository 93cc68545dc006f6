import { formatList } from '@/lib/format.ts';
import type { AliasStanding } from '@/lib/contract/api.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { BeforeAfter } from '../../before-after.tsx';
import type { Blocked } from '../../blocked.ts';
import { paths } from '../../paths.ts';
import { LinkButton, Panel } from '../../ui/index.ts';

interface AliasWithoutUndoProps {
  /** The cluster's key. */
  cluster: string;
  alias: string;
  result: RestoreResult;
  standing: AliasStanding | null;
  blocked: Blocked;
}

/** The restore left the alias alone, or moved it and there is no one click back. */
export function AliasWithoutUndo({ cluster, alias, result, standing, blocked }: AliasWithoutUndoProps) {
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
        <LinkButton
          look={switched ? 'plain' : 'primary'}
          href={paths.switchTo(cluster, result.index, alias)}
          blocked={blocked.switch}
        >
          {switched ? 'Look at the alias' : `Switch ${alias} to it`}
        </LinkButton>
      </p>
    </Panel>
  );
}

function whereNow(standing: AliasStanding | null): string {
  if (standing?.where === 'elsewhere')
    return `It points to ${formatList(standing.targets.map(({ index }) => index))} now: it has been moved again since.`;
  return standing?.where === 'here'
    ? 'It points here now. Before, it pointed to nothing, or it was moved again since: there is no one click back.'
    : 'Look at the alias map for where it stands now.';
}
