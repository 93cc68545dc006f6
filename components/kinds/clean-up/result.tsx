import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { CleanUpResult } from '@/lib/kinds/clean-up/schema.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** The indices that were deleted, and those that were left with the reason. */
export function IndicesDeleted({ result }: ResultProps<CleanUpResult>) {
  return (
    <Panel
      title={`${result.deleted.length === 1 ? '1 index' : `${formatCount(result.deleted.length)} indices`} deleted, ${formatBytes(result.bytes)} freed`}
    >
      <ul className="flex flex-col gap-1">
        {result.deleted.map((gone) => (
          <li key={gone.uuid}>
            <code>{gone.index}</code>{' '}
            <span className="text-muted">
              {plural(gone.documents, 'document')}, {formatBytes(gone.storeBytes)}
            </span>
          </li>
        ))}
      </ul>
      {result.left.map((left) => (
        <Notice key={left.index} tone="warn" className="mt-3" title={`${left.index} was kept`}>
          <p>{left.reason}</p>
        </Notice>
      ))}
    </Panel>
  );
}
