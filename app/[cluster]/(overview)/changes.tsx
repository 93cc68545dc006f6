'use client';
import Link from 'next/link';
import type { ClusterChange } from '@/lib/contract/overview.ts';
import { formatCount, shortenNames } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Shape } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useLastVisit } from './use-last-visit.ts';

const SHOWN = 8;
const RANK = { bad: 0, warn: 1, idle: 2 } as const;

/** What happened to the cluster since this browser last had it in view, and who did it. */
export function Changes({ changes, seen }: { changes: readonly ClusterChange[]; seen: boolean }) {
  const { key } = useCluster();
  const last = useLastVisit(key);
  const unseen = last === null ? changes : changes.filter((change) => change.at > last);
  const older = changes.length - unseen.length;
  // In a long list an alias that moved comes before indices that are merely new.
  const first = new Set([...unseen].sort((a, b) => RANK[a.level] - RANK[b.level]).slice(0, SHOWN));
  return (
    <>
      {last !== null && (seen || unseen.length > 0) && (
        <p className="mb-2 text-muted">
          {unseen.length === 0
            ? 'Nothing'
            : `${formatCount(unseen.length)} ${unseen.length === 1 ? 'thing' : 'things'}`}{' '}
          since you last looked, <Time at={last} />.
        </p>
      )}
      {!seen && (
        <p className="mb-2 text-muted">
          The cluster has not answered since Restore Desk was started. What changed meanwhile is shown when it answers.
        </p>
      )}
      {last === null && changes.length === 0 && seen && (
        <p className="text-muted">
          Nothing has changed since Restore Desk began to watch. A deleted index, a node that leaves, an alias moved by
          someone else or a time without an answer is listed here.
        </p>
      )}
      <ChangeList changes={unseen.filter((change) => first.has(change))} />
      {unseen.length > SHOWN && (
        <details className="mt-2">
          <summary className="text-muted">and {formatCount(unseen.length - SHOWN)} more</summary>
          <div className="mt-2">
            <ChangeList changes={unseen.filter((change) => !first.has(change))} />
          </div>
        </details>
      )}
      {older > 0 && (
        <details className="mt-2">
          <summary className="text-muted">Earlier: {formatCount(older)}</summary>
          <div className="mt-2">
            <ChangeList changes={changes.slice(unseen.length, unseen.length + 30)} />
          </div>
        </details>
      )}
    </>
  );
}

function By({ change: { job, outage } }: { change: ClusterChange }) {
  const { key } = useCluster();
  if (outage !== undefined) return null;
  if (job === null) return ', not by Restore Desk';
  return (
    <>
      , by{' '}
      <Link href={paths.job(key, job)} prefetch={false} className="link">
        job {job}
      </Link>
    </>
  );
}

function ChangeList({ changes }: { changes: readonly ClusterChange[] }) {
  if (changes.length === 0) return null;
  return (
    <ul className="flex flex-col divide-y">
      {changes.map((change) => (
        <li key={change.id} className="flex items-baseline gap-2 py-1.5 first:pt-0">
          <Shape level={change.level} className="translate-y-px" />
          <div className="min-w-0 [overflow-wrap:anywhere]">
            <span title={change.sentence}>{shortenNames(change.sentence)}</span>{' '}
            <span className="text-small text-faint">
              <Time at={change.at} precision="seconds" />
              <By change={change} />
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
