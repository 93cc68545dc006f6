import { formatBytes } from '@/lib/format.ts';
import type { DeleteBackupResult } from '@/lib/kinds/delete-backup/schema.ts';
import { Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

export function BackupDeleted({ result }: ResultProps<DeleteBackupResult>) {
  return (
    <Panel title="Backup deleted">
      <p>
        <code>{result.id}</code> was deleted from the disk; {formatBytes(result.fileBytes)} freed.
      </p>
    </Panel>
  );
}
