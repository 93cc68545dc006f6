import { formatBytes, plural } from '@/lib/format.ts';
import type { DeleteBackupResult } from '@/lib/kinds/delete-backup/schema.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** The files that were deleted, and those that were kept with the reason. */
export function BackupsDeleted({ result: { deleted, final, left, note } }: ResultProps<DeleteBackupResult>) {
  const bytes = deleted.reduce((sum, { fileBytes }) => sum + fileBytes, 0);
  return (
    <Panel title={`${plural(deleted.length, 'backup')} deleted, ${formatBytes(bytes)}${final ? ' freed' : ''}`}>
      {note !== null && <p className="mb-3 text-muted">{note}</p>}
      <ul className="flex flex-col gap-1.5">
        {deleted.map(({ id, fileBytes }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-4">
            <code className="min-w-0 [overflow-wrap:anywhere]">{id}</code>
            <span className="text-muted">{formatBytes(fileBytes)}</span>
          </li>
        ))}
      </ul>
      {left.length > 0 && (
        <Notice tone="warn" className="mt-3" title={`${plural(left.length, 'backup')} kept`}>
          <ul className="flex flex-col gap-1">
            {left.map(({ id, reason }) => (
              <li key={id}>
                <code className="[overflow-wrap:anywhere]">{id}</code>: {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </Panel>
  );
}
