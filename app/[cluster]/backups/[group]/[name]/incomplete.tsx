import { Notice } from '@/components/ui/notice.tsx';
import type { BackupRow } from '@/lib/contract/backups-page.ts';

/** Why this file can't be restored, and what can be done with it. */
export function IncompleteBackup({ condition }: { condition: BackupRow['condition'] }) {
  if (condition.state === 'whole') return null;
  return (
    <Notice
      tone={condition.state === 'broken' ? 'bad' : 'warn'}
      className="mb-3.5"
      title={condition.state === 'broken' ? 'This file is broken' : 'This backup was never finished'}
    >
      <p>{condition.problem}</p>
      <p className="text-muted">
        {condition.state === 'broken'
          ? 'It can’t be restored. Download it to look for what can be saved, or delete it.'
          : 'A backup that died left it, or is still writing it. It is never counted as a backup. Delete it when nothing writes to it any more.'}
      </p>
    </Notice>
  );
}
