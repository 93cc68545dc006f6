import { progressLabel } from '@/components/jobs/progress-labels.ts';
import { LiveAnnouncement } from '@/components/jobs/live-announcement.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { ProgressBar } from '@/components/ui/progress-bar.tsx';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import type { RestoreDraft } from '@/lib/kinds/restore/review.ts';
import { formatBytes, formatDuration } from '@/lib/format.ts';

/** The file is read to its end before there is a plan. For a big one that takes a while: its progress. */
export function ReadingProgress({
  row,
  draft,
}: {
  row: BackupRow;
  draft: Extract<RestoreDraft, { state: 'reading' }> | null;
}) {
  const progress = draft?.progress ?? null;
  return (
    <Panel
      title="Reading the backup to its end"
      actions={progress && <span className="text-muted">{progressLabel(progress)}</span>}
    >
      <ProgressBar
        label="Reading the backup"
        done={progress === null || progress.total === null ? null : progress.done}
        total={progress?.total ?? null}
      />
      <p className="mt-2 text-muted">
        {formatBytes(row.fileBytes)}: every checksum and every document is read before there is a plan. Nothing on the
        cluster changes.
        {progress?.secondsLeft != null && ` Remaining: about ${formatDuration(progress.secondsLeft)}.`} You can close
        this page; the reading continues.
      </p>
      <LiveAnnouncement text="Reading the backup to its end." />
    </Panel>
  );
}
