import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { Progress } from '@/lib/contract/progress.ts';
import { formatBytes } from '@/lib/format.ts';
import { standstillOf } from '@/lib/waiting-sentence.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Counters } from './counters.tsx';
import { amountLabel, progressLabel, spokenProgress } from './progress-labels.ts';
import { LiveAnnouncement } from './live-announcement.tsx';

interface ProgressPanelProps {
  detail: Pick<JobDetail, 'row' | 'counters'>;
  /** `detail` is older than the last poll, which failed. */
  stale: boolean;
}

/** The phase under way; of a job that broke off: how far it was known to be. */
export function ProgressPanel({ detail: { row, counters }, stale }: ProgressPanelProps) {
  if (row.status === 'queued') {
    return (
      <Panel title="Waiting for its turn">
        <p className="text-muted">
          It starts when another job on the same index or alias ends, or when a running job ends.
        </p>
      </Panel>
    );
  }
  const over = row.endedAt !== null;
  if (row.progress !== null)
    return <PhasePanel progress={row.progress} counters={counters} over={over} stale={stale} />;
  return over ? null : (
    <Panel title="Starting">
      <ProgressBar label="Starting" done={null} total={null} />
    </Panel>
  );
}

interface PhasePanelProps {
  progress: Progress;
  counters: JobDetail['counters'];
  /** The job has ended. */
  over: boolean;
  stale: boolean;
}

function PhasePanel({ progress, counters, over, stale }: PhasePanelProps) {
  const { counters: counted, label, subject, total } = progress;
  const standstill = over ? null : standstillOf(progress);
  return (
    <Panel
      title={over ? `How far it was: ${label.charAt(0).toLowerCase()}${label.slice(1)}` : label}
      tag={subject === null ? undefined : <code className="text-faint">{subject}</code>}
      actions={<span className="text-muted">{asKnown({ progress, over, stale })}</span>}
    >
      <ProgressBar
        label={label}
        done={total === null ? null : progress.done}
        total={total}
        tone={over || standstill !== null ? 'warn' : 'accent'}
      />
      {standstill !== null && (
        <Notice tone="warn" live="status" className="mt-3" title={progress.pausedBecause ? 'Paused' : 'Waiting'}>
          <p>
            {standstill}{' '}
            {progress.pausedBecause ? 'It continues by itself when that is over.' : 'It continues by itself.'}
          </p>
        </Notice>
      )}
      {counted !== null && (
        <Counters
          counters={counters}
          counted={counted}
          remaining={total === null ? null : Math.max(0, total - sum(counted))}
        />
      )}
      <BytesSoFar progress={progress} />
      {!over && <LiveAnnouncement text={spokenProgress(progress)} />}
    </Panel>
  );
}

function asKnown({ progress, over, stale }: Pick<PhasePanelProps, 'progress' | 'over' | 'stale'>): string {
  if (over) return [amountLabel(progress), 'as last known'].filter(Boolean).join(', ');
  return stale ? 'as last known' : progressLabel(progress);
}

function BytesSoFar({ progress: { bytes, totalBytes } }: { progress: Progress }) {
  return bytes > 0 ? (
    <p className="mt-2 text-small text-muted">
      {formatBytes(bytes)}
      {totalBytes !== null && ` of ${formatBytes(totalBytes)}`}
    </p>
  ) : null;
}

const sum = (counted: Record<string, number>): number => Object.values(counted).reduce((all, count) => all + count, 0);
