import { ProgressBar } from '@/components/ui/progress-bar.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { Progress } from '@/lib/contract/progress.ts';
import { formatBytes, formatDuration } from '@/lib/format.ts';

/** Gigabytes take minutes; the page may be left open meanwhile. */
export function ReadingCaptures({ progress }: { progress: Progress | null }) {
  const total = progress?.total ?? null;
  return (
    <Panel title="Reading the captured requests" className="min-h-[220px]">
      <p role="status" className="text-muted">
        Every file is read once, and sorted by time. Nothing is sent.
      </p>
      <ProgressBar label="Captures read" done={progress?.done ?? null} total={total} className="mt-4 h-2.5" />
      {progress !== null && total !== null && (
        <p className="mt-2 flex flex-wrap justify-between gap-x-4 text-small text-muted">
          <span>
            {formatBytes(progress.done)} of {formatBytes(total)}
          </span>
          {progress.secondsLeft !== null && <span>about {formatDuration(Math.ceil(progress.secondsLeft))} left</span>}
        </p>
      )}
    </Panel>
  );
}
