import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { CleanUpResult } from '@/lib/kinds/clean-up/schema.ts';
import { IndexName } from '../../index-name.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

const MOST_SHORT = 100;

/** The indices that were deleted, and those that were left with the reason. */
export function IndicesDeleted({ result }: ResultProps<CleanUpResult>) {
  return (
    <Panel
      title={`${result.deleted.length === 1 ? '1 index' : `${formatCount(result.deleted.length)} indices`} deleted, ${formatBytes(result.bytes)} freed`}
    >
      <ul className="flex flex-col gap-1">
        {result.deleted.map((gone, place) => (
          <li key={gone.uuid} className="flex flex-wrap items-baseline justify-between gap-x-4">
            {/* A name with its popover costs more than its text: there may be thousands. */}
            {place < MOST_SHORT ? <IndexName name={gone.index} /> : <code>{gone.index}</code>}
            <span className="text-small text-muted">
              {plural(gone.documents, 'document')}, {formatBytes(gone.storeBytes)}
            </span>
          </li>
        ))}
      </ul>
      {result.left.map((left) => (
        <Notice key={left.index} tone="warn" className="mt-3" title={`${left.index} was not deleted`}>
          <p>{left.reason}</p>
        </Notice>
      ))}
    </Panel>
  );
}
