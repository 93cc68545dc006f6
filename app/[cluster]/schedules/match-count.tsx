import type { UseQueryResult } from '@tanstack/react-query';
import type { SelectionPreview } from '@/lib/contract/schedules-page.ts';
import { formatList, plural } from '@/lib/format.ts';
import { failureOf } from '@/components/route-request.ts';
import type { SelectionAsked } from './use-asked-selection.ts';
import { State } from '@/components/ui/state.tsx';

export type SelectionQuery = UseQueryResult<SelectionPreview>;

/** "Now: 5 aliases and 2 indices." */
export function MatchCount({ asked, query }: { asked: SelectionAsked['state']; query: SelectionQuery }) {
  const { data, error, fetchStatus, isPlaceholderData } = query;
  if (asked === 'failed')
    return (
      <p role="status" className="text-small text-muted">
        <State level="unknown">
          It is unknown what this matches: Restore Desk’s server did not keep so many names. A change of them tries
          again.
        </State>
      </p>
    );
  if (error && asked === 'ready')
    return (
      <p role="status" className="text-small text-muted">
        <State level="unknown">It is unknown what this matches: {failureOf(error).message}</State>
      </p>
    );
  if (asked === 'pending' || isPlaceholderData || data === undefined)
    return (
      <p role="status" className="text-small text-muted">
        {asked === 'ready' && fetchStatus === 'idle' ? 'Nothing is selected yet.' : 'Counting what this matches…'}
      </p>
    );
  const { aliases, indices, missing } = data;
  return (
    <div role="status" className="flex flex-col gap-1 text-small text-muted">
      <p>
        Now: {plural(aliases, 'alias', 'aliases')}
        {indices > 0 && ` and ${plural(indices, 'index', 'indices')} by name or pattern`}.
      </p>
      {missing.length > 0 && (
        <State level="warn">
          <span className="[overflow-wrap:anywhere]">Nothing matches {formatList(missing, 5)} now.</span>
        </State>
      )}
    </div>
  );
}
