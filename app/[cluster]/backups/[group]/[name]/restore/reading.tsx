import { progressWords } from '@/components/jobs/progress-words.ts';
import { Said } from '@/components/jobs/said.tsx';
import { Panel, ProgressBar } from '@/components/ui/index.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import type { RestoreDraft } from '@/lib/kinds/restore/review.ts';
import { formatBytes, formatDuration } from '@/lib/format.ts';

/** The file is read to its end before anything is promised: for a big one that takes a while, and it says how far it is. */
export function Reading({ row, draft }: { row: BackupRow; draft: Extract<RestoreDraft, { state: 'reading' }> | null }) {
  const progress = draft?.progress ?? null;
  return (
    <Panel
      title="Reading the backup to its end"
      actions={progress && <span className="text-muted">{progressWords(progress)}</span>}
    >
      <ProgressBar
        label="Reading the backup"
        done={progress === null || progress.total === null ? null : progress.done}
        total={progress?.total ?? null}
      />
      <p className="mt-2 text-muted">
        {formatBytes(row.fileBytes)}: every checksum and every document is looked at before anything is promised, and
        nothing on the cluster is touched.
        {progress?.secondsLeft != null && ` About ${formatDuration(progress.secondsLeft)} left.`} You may leave; it goes
        on.
      </p>
      <Said text="Reading the backup to its end." />
    </Panel>
  );
}
