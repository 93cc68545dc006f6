'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { upToDateQuery } from '@/components/carry-queries.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { isActive } from '@/components/jobs/job-labels.ts';
import type { StartComparison } from '@/components/kinds/compare/start-comparison.ts';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Shape, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import type { UpToDate } from '@/lib/contract/up-to-date.ts';
import {
  carriedSentence,
  isBeforeSwitch,
  isCarried,
  remainingSentence,
  unknownAfter,
  writtenSentence,
} from '@/lib/kinds/carry-forward/up-to-date-words.ts';

interface Props {
  /** The restore. */
  job: string;
  alias: string;
  compare: StartComparison;
}

/** The ways to what was written after the backup: what each would bring, which are done, and what remains unknown. */
export function BringUpToDate({ job, alias, compare }: Props) {
  const { key } = useCluster();
  const query = useQuery(upToDateQuery(key, job));
  return (
    <Panel title="Bring it up to date">
      <QueryBoundary
        query={query}
        what="what was written after the backup"
        waiting={<p className="min-h-[240px] text-muted">Looking for what was written after the backup…</p>}
      >
        {(data) => <Ways data={data} alias={alias} compare={compare} refetch={() => void query.refetch()} />}
      </QueryBoundary>
    </Panel>
  );
}

interface WaysProps extends Omit<Props, 'job'> {
  data: UpToDate;
  refetch: () => void;
}

function Ways({ data, alias, compare, refetch }: WaysProps) {
  return (
    <>
      <ol className="-mt-2 divide-y">
        {data.previous !== null && <FromPrevious data={data} alias={alias} compare={compare} refetch={refetch} />}
        <Way level="idle" title={`Run the jobs that write to ${alias} again`}>
          {data.takenAt === null ? (
            'They write again what was written after the backup, if they know it.'
          ) : (
            <p>
              From <Time at={data.takenAt} show="absolute" /> on. Whether they have run is not known here.
            </p>
          )}
        </Way>
      </ol>
      <p className="mt-2 border-t pt-3 text-small text-muted">Not known: {unknownAfter(data)}</p>
    </>
  );
}

function Way({
  level,
  title,
  children,
  action,
}: {
  level: StateLevel;
  title: ReactNode;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-3 gap-y-2 py-3 mid:grid-cols-[16px_minmax(0,1fr)_auto]">
      <Shape level={level} className={level === 'idle' ? 'mt-[3px] size-4 !text-faint' : 'mt-[3px] size-4'} />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        {title}
        <div className="flex flex-col gap-1 text-small text-muted">{children}</div>
      </div>
      {action !== undefined && <div className="max-mid:col-start-2">{action}</div>}
    </li>
  );
}

function FromPrevious({ data, compare, refetch }: WaysProps) {
  const { key } = useCluster();
  const { previous, comparison, carried } = data;
  const newest = comparison?.newest ?? null;
  const running = newest !== null && isActive(newest.status) ? newest.job : null;
  const remaining = remainingSentence(data);
  if (previous === null) return null;
  return (
    <Way
      level={isCarried(data) ? 'ok' : 'idle'}
      title="Carry changes forward from the previous index"
      action={
        previous.now === 'open' && running === null ? (
          <NextAction data={data} compare={compare} refetch={refetch} />
        ) : undefined
      }
    >
      <IndexName name={previous.index} copy />
      <p>{writtenSentence(data)}</p>
      {running !== null && (
        <p role="status">
          The backup and the previous index are being compared.{' '}
          <Link className="link" prefetch={false} href={paths.job(key, running)}>
            Job {running}
          </Link>
        </p>
      )}
      {comparison?.done != null && running === null && (
        <p>
          Compared as of <Time at={comparison.done.readAt} />
          {isBeforeSwitch(data) && ', before the switch: what was written to it between is in no list'}.{' '}
          <Link className="link" prefetch={false} href={paths.job(key, comparison.done.job)}>
            Open the comparison
          </Link>
        </p>
      )}
      {carried.map((job) => (
        <p key={job.job}>
          {carriedSentence(job)}{' '}
          <Link className="link" prefetch={false} href={paths.job(key, job.job)}>
            Job {job.job}
          </Link>
        </p>
      ))}
      {remaining !== null && <p>{remaining}</p>}
    </Way>
  );
}

/** Compare first, or again after the switch; then carry forward. */
function NextAction({ data, compare, refetch }: Pick<WaysProps, 'data' | 'compare' | 'refetch'>) {
  const { key } = useCluster();
  const { backup, comparison, previous, to } = data;
  const mayNotCompare = useBlocked('compare');
  const mayNotCarry = useBlocked('carry-forward');
  const visit = useIdempotencyKey();
  const { act, pending, failure } = useAction(compare, refetch, { stay: true });
  if (previous === null) return null;
  if (comparison?.done != null && !isBeforeSwitch(data))
    return (
      <LinkButton
        look={isCarried(data) ? 'quiet' : 'primary'}
        blocked={mayNotCarry}
        href={paths.carryForward(key, { comparison: comparison.done.job, to })}
      >
        Review what to carry forward
      </LinkButton>
    );
  const after = comparison?.newest?.job ?? comparison?.done?.job ?? 'none';
  const elsewhere = backup === null ? 'The backup is not among the backups of this cluster.' : null;
  return (
    <>
      {failure && <FailureNotice failure={failure} title="The comparison did not begin" className="mb-2" />}
      <Button
        look="primary"
        blocked={mayNotCompare ?? elsewhere}
        pending={pending && 'Starting…'}
        onClick={() => {
          if (backup !== null)
            void act({
              cluster: key,
              left: { backup },
              right: { index: previous.index },
              // Backups differ at the end of their names.
              once: `${visit}:${after}:${backup.slice(-80)}`,
            });
        }}
      >
        {comparison?.done == null ? 'Compare to see what is missing' : 'Compare again'}
      </Button>
    </>
  );
}
