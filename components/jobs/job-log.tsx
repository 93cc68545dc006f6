'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobDetail, JobLogPage } from '@/lib/contract/job-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '../cluster-context.tsx';
import { QueryBoundary } from '../query-boundary.tsx';
import { jobLogQuery } from '../queries.ts';
import { Button } from '../ui/button.tsx';
import { Fold } from '../ui/fold.tsx';
import { isActive } from './job-labels.ts';

/** The log, loaded when it is opened; that of a job that failed is open. */
export function JobLog({ detail: { logLines, row } }: { detail: Pick<JobDetail, 'logLines' | 'row'> }) {
  const failed = row.status === 'failed' || row.status === 'interrupted';
  const [open, setOpen] = useState(failed);
  return (
    <Fold title="Log" hint={logLines === 0 ? 'empty' : plural(logLines, 'line')} openOnce={failed} onToggle={setOpen}>
      {open && <LogPages job={row.id} live={isActive(row.status)} />}
    </Fold>
  );
}

/** The newest page first; a hundred thousand lines are a thousand pages, of which one is on the screen. */
function LogPages({ job, live }: { job: string; live: boolean }) {
  const cluster = useCluster();
  const [before, setBefore] = useState<number | undefined>(undefined);
  const query = useQuery(jobLogQuery(cluster.key, job, { before, live }));
  return (
    <QueryBoundary query={query} what="the log">
      {(log) =>
        log.lines.length === 0 ? (
          <p className="text-muted">{live || query.isPlaceholderData ? 'No line yet.' : 'This job wrote no log.'}</p>
        ) : (
          <>
            <Turner log={log} before={before} onPage={setBefore} />
            <LogLines lines={log.lines} />
          </>
        )
      }
    </QueryBoundary>
  );
}

interface TurnerProps {
  /** Has lines. */
  log: JobLogPage;
  before: number | undefined;
  onPage: (before: number | undefined) => void;
}

/** Turns pages, and says which lines this one has; nothing where one page has all lines. */
function Turner({ log: { first, last, lines }, before, onPage }: TurnerProps) {
  const from = lines[0]!.seq;
  const to = lines.at(-1)!.seq;
  if (before === undefined && from <= first) return null;
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2 text-small text-muted">
      <Button size="small" blocked={from <= first && 'This is where the log begins.'} onClick={() => onPage(from)}>
        Older
      </Button>
      <Button
        size="small"
        blocked={before === undefined && 'These are the newest lines.'}
        onClick={() => onPage(newerThan(to, lines.length, last))}
      >
        Newer
      </Button>
      {before !== undefined && (
        <Button size="small" onClick={() => onPage(undefined)}>
          Newest
        </Button>
      )}
      <span>
        Lines {formatCount(from)} to {formatCount(to)} of {formatCount(last)}
      </span>
    </div>
  );
}

function LogLines({ lines }: Pick<JobLogPage, 'lines'>) {
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label="Log lines"
      className="max-h-[28rem] overflow-auto rounded-md border bg-sunken px-3.5 py-3"
    >
      <ol className="font-mono text-code">
        {lines.map((line) => (
          <li key={line.seq} className="flex gap-3 py-px">
            <time dateTime={line.at} title={line.at} className="flex-none text-faint">
              {line.at.slice(11, 19)}
            </time>
            <span className="min-w-0 [overflow-wrap:anywhere]">{line.text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The line before which the next newer page ends; the newest page has no such line, because it grows. */
function newerThan(lastShown: number, shown: number, last: number): number | undefined {
  const next = lastShown + shown + 1;
  return next > last ? undefined : next;
}
