'use client';
import { useEffect, useRef, useState } from 'react';
import type { JobRow } from '@/lib/contract/api.ts';
import type { Progress } from '@/lib/contract/progress.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatRate } from '@/lib/format.ts';
import { Notice, Panel, ProgressBar, Body, Cell, Column, Head, Row, Table } from '../ui/index.ts';

/** How often a screen reader is told where a job stands. */
const SAID_EVERY_MS = 15_000;

/** The phase under way: how far, how fast, how long still. What is unknown is said to be. Of a job that broke off: how far it was known to be. */
export function ProgressPanel({ row, stale }: { row: JobRow; stale: boolean }) {
  if (row.status === 'queued') {
    return (
      <Panel title="Waiting for its turn">
        <p className="text-muted">
          It begins when the job before it on the same index or alias ends, or when one of the running jobs does.
        </p>
      </Panel>
    );
  }
  const { progress } = row;
  const over = row.endedAt !== null;
  if (over && progress === null) return null;
  if (progress === null) {
    return (
      <Panel title="Starting">
        <ProgressBar label="Starting" done={null} total={null} />
      </Panel>
    );
  }
  return (
    <Panel
      title={
        over ? `How far it was: ${progress.label.charAt(0).toLowerCase()}${progress.label.slice(1)}` : progress.label
      }
      tag={progress.subject === null ? undefined : <code className="text-faint">{progress.subject}</code>}
      actions={
        <span className="text-muted">
          {over
            ? [farWords(progress), 'as last known'].filter(Boolean).join(', ')
            : stale
              ? 'as last heard'
              : progressWords(progress)}
        </span>
      }
    >
      <ProgressBar
        label={progress.label}
        done={progress.total === null ? null : progress.done}
        total={progress.total}
        tone={over || progress.pausedBecause ? 'warn' : 'accent'}
      />
      {progress.pausedBecause && !over && (
        <Notice tone="warn" live="status" className="mt-3" title="Paused">
          <p>Paused because {progress.pausedBecause.replace(/\.$/, '')}. It goes on by itself when that is over.</p>
        </Notice>
      )}
      {progress.buckets !== null && (
        <Buckets
          buckets={progress.buckets}
          toGo={progress.total === null ? null : Math.max(0, progress.total - sum(progress.buckets))}
        />
      )}
      {progress.bytes > 0 && (
        <p className="mt-2 text-[13px] text-muted">
          {formatBytes(progress.bytes)}
          {progress.totalBytes !== null && ` of ${formatBytes(progress.totalBytes)}`}
        </p>
      )}
      {!over && (
        <Said
          text={`${progress.label}${progress.total !== null ? `: ${formatPercent(progress.done, progress.total)}` : progress.unit === 'steps' ? '' : `: ${progress.unit === 'bytes' ? formatBytes(progress.done) : `${formatCount(progress.done)} ${progress.unit}`}`}${progress.pausedBecause ? `, paused because ${progress.pausedBecause}` : ''}`}
        />
      )}
    </Panel>
  );
}

export function progressWords(progress: Progress): string {
  // One request whose answer is waited for: there is nothing to count.
  if (progress.unit === 'steps' && progress.total === null) return 'time left unknown';
  const far = farWords(progress);
  const fast =
    progress.rate === null ? null : formatRate(progress.rate, progress.unit).replace(` ${progress.unit}`, '');
  const left = progress.secondsLeft === null ? 'time left unknown' : `${formatDuration(progress.secondsLeft)} left`;
  return [far, fast, left].filter(Boolean).join(' · ');
}

function farWords({ unit, done, total }: Progress): string {
  if (unit === 'steps' && total === null) return '';
  if (unit === 'bytes')
    return total === null
      ? `${formatBytes(done)}, of how much is unknown`
      : `${formatBytes(done)} of ${formatBytes(total)}`;
  return total === null
    ? `${formatCount(done)} ${unit}, of how many is unknown`
    : `${formatCount(done)} of ${formatCount(total)} ${unit}`;
}

const sum = (buckets: NonNullable<Progress['buckets']>) =>
  buckets.indexed + buckets.existing + buckets.newer + buckets.rejected;

/** Every document is in exactly one of these. */
export function Buckets({ buckets, toGo }: { buckets: NonNullable<Progress['buckets']>; toGo: number | null }) {
  return (
    <div className="mt-3">
      <Table label="Documents by what became of them">
        <Head>
          <Column numeric>Indexed</Column>
          <Column numeric>Already there</Column>
          <Column numeric>Newer on target</Column>
          <Column numeric>Rejected</Column>
          {toGo !== null && <Column numeric>To go</Column>}
        </Head>
        <Body>
          <Row>
            <Cell numeric label="Indexed">
              {formatCount(buckets.indexed)}
            </Cell>
            <Cell numeric label="Already there">
              {formatCount(buckets.existing)}
            </Cell>
            <Cell numeric label="Newer on target">
              {formatCount(buckets.newer)}
            </Cell>
            <Cell numeric label="Rejected" className={buckets.rejected > 0 ? 'font-semibold text-bad' : undefined}>
              {formatCount(buckets.rejected)}
            </Cell>
            {toGo !== null && (
              <Cell numeric label="To go">
                {formatCount(toGo)}
              </Cell>
            )}
          </Row>
        </Body>
      </Table>
    </div>
  );
}

/** A live region that speaks at a gentle rate, however often its text changes. */
export function Said({ text, everyMs = SAID_EVERY_MS }: { text: string; everyMs?: number }) {
  const [said, setSaid] = useState('');
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  }, [text]);
  useEffect(() => {
    const first = setTimeout(() => setSaid(latest.current), 500);
    const timer = setInterval(() => setSaid(latest.current), everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
