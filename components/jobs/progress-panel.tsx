import { useId, type ReactNode } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { Progress } from '@/lib/contract/progress.ts';
import { formatBytes, formatDuration, formatPercent, formatRate } from '@/lib/format.ts';
import { standstillOf } from '@/lib/waiting-sentence.ts';
import { IndexName } from '../index-name.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Shape, type StateLevel } from '../ui/state.tsx';
import { Counters } from './counters.tsx';
import { amountLabel, spokenProgress } from './progress-labels.ts';
import { LiveAnnouncement } from './live-announcement.tsx';
import { hasRatePlot, RatePlot } from './rate-plot.tsx';

interface ProgressPanelProps {
  detail: Pick<JobDetail, 'row' | 'counters' | 'controls'>;
  /** `detail` is older than the last poll, which failed. */
  stale: boolean;
}

/** The phase under way; of a job that ended early: how far it was known to be. */
export function ProgressPanel({ detail: { controls, row, counters }, stale }: ProgressPanelProps) {
  if (row.status === 'queued') {
    return (
      <Card level="idle" title="Queued">
        <p className="mt-2 text-muted">
          It starts when another job on the same index or alias ends, or when a running job ends.
        </p>
      </Card>
    );
  }
  const over = row.endedAt !== null;
  if (row.progress !== null)
    return (
      <PhaseCard
        progress={row.progress}
        counters={counters}
        over={over}
        stale={stale}
        byPerson={controls?.paused ?? false}
      />
    );
  return over ? null : (
    <Card level="live" title="Starting">
      <ProgressBar label="Starting" done={null} total={null} className="mt-5 h-2.5" />
    </Card>
  );
}

/** The one large card of the page. */
function Card({ level, title, children }: { level: StateLevel; title: ReactNode; children: ReactNode }) {
  const heading = useId();
  return (
    <section
      aria-labelledby={heading}
      className="min-w-0 rounded-xl border bg-surface p-4 shadow-card mid:px-7 mid:py-6"
    >
      <div className="flex min-w-0 items-baseline gap-2.5">
        <Shape level={level} className="size-4 translate-y-0.5" />
        <h2 id={heading} className="min-w-0 [overflow-wrap:anywhere]">
          {title}
        </h2>
      </div>
      {children}
    </section>
  );
}

interface PhaseCardProps {
  progress: Progress;
  counters: JobDetail['counters'];
  /** The job has ended. */
  over: boolean;
  stale: boolean;
  /** Somebody has paused it, or is asked whether it goes on: that is said elsewhere. */
  byPerson: boolean;
}

function PhaseCard({ progress, counters, over, stale, byPerson }: PhaseCardProps) {
  const { counters: counted, label, subject, total } = progress;
  const standstill = over ? null : standstillOf(progress);
  return (
    <Card
      level={over || standstill !== null ? 'warn' : 'live'}
      title={over ? `Ended while: ${label.charAt(0).toLowerCase()}${label.slice(1)}` : label}
    >
      <Subject subject={subject} />
      <Figures progress={progress} known={over || stale} />
      <ProgressBar
        label={label}
        done={total === null ? null : progress.done}
        total={total}
        tone={over || standstill !== null ? 'warn' : 'accent'}
        className="mt-5 h-2.5"
      />
      <Amounts progress={progress} still={over || stale} />
      {progress.estimate !== undefined && <p className="mt-4">{progress.estimate}</p>}
      {!over && hasRatePlot(progress) && <RatePlot progress={progress} />}
      {!byPerson && <Standstill sentence={standstill} isPaused={Boolean(progress.pausedBecause)} />}
      {counted !== null && (
        <Counters
          counters={counters}
          counted={counted}
          remaining={total === null ? null : Math.max(0, total - sum(counted))}
        />
      )}
      {!over && <LiveAnnouncement text={spokenProgress(progress)} />}
    </Card>
  );
}

function Standstill({ sentence, isPaused }: { sentence: string | null; isPaused: boolean }) {
  if (sentence === null) return null;
  return (
    <Notice tone="warn" live="status" className="mt-4" title={isPaused ? 'Paused' : 'Waiting'}>
      <p>
        {sentence} {isPaused ? 'It continues by itself when that is over.' : 'It continues by itself.'}
      </p>
    </Notice>
  );
}

function Subject({ subject }: { subject: string | null }) {
  if (subject === null) return null;
  return (
    <div className="mt-1 text-small text-muted">
      {/* No name of an index has a space: it is words then. */}
      {subject.includes(' ') ? subject : <IndexName name={subject} plain={subject.includes('/')} />}
    </div>
  );
}

/** How far it is, as the page's large figure, and how long it will take. `known`: these figures don't move. */
function Figures({ progress, known }: { progress: Progress; known: boolean }) {
  const { done, secondsLeft, total } = progress;
  const amount = amountLabel(progress);
  if (total === null && amount === '') return null;
  return (
    <div className="mt-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
        {total !== null && <span className="figures text-display">{formatPercent(done, total)}</span>}
        <span className="text-heading font-normal text-muted">
          {amount}
          {known && ', last known'}
        </span>
      </p>
      {!known && (
        <p className="text-right max-mid:text-left">
          <span className="block text-caption text-faint">Time left</span>
          <span className="figures text-figure">
            {secondsLeft === null ? 'unknown' : `about ${formatDuration(Math.max(1, Math.round(secondsLeft)))}`}
          </span>
        </p>
      )}
    </div>
  );
}

/** Bytes so far; and how fast it is, where no line shows it. */
function Amounts({ progress, still }: { progress: Progress; still: boolean }) {
  const { bytes, inSteps, rate, totalBytes, unit } = progress;
  const fast = still || rate === null || hasRatePlot(progress) ? null : formatRate(rate, unit);
  const steps = still ? undefined : inSteps;
  if (bytes === 0 && fast === null && steps === undefined) return null;
  return (
    <p className="mt-2.5 flex flex-wrap justify-between gap-x-4 text-small text-muted">
      <span>{bytes > 0 && `${formatBytes(bytes)}${totalBytes === null ? '' : ` of ${formatBytes(totalBytes)}`}`}</span>
      {steps !== undefined && <span>{steps}</span>}
      {fast !== null && <span>{fast}</span>}
    </p>
  );
}

const sum = (counted: Record<string, number>): number => Object.values(counted).reduce((all, count) => all + count, 0);
