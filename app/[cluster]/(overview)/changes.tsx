'use client';
import Link from 'next/link';
import type { ClusterChange } from '@/lib/contract/overview.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { paths } from '@/components/paths.ts';
import { Shape } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';

const SHOWN = 8;
const RANK = { bad: 0, warn: 1, idle: 2 } as const;

export interface SeenChanges {
  changes: readonly ClusterChange[];
  /** The cluster has answered since Restore Desk was started. */
  seen: boolean;
  /** When this browser last had the page in view; null: never. */
  last: string | null;
}

const unseenOf = ({ changes, last }: SeenChanges) =>
  last === null ? changes : changes.filter((change) => change.at > last);

/** "3 changes since your last visit" */
export function changesTitle(state: SeenChanges): string {
  const count = unseenOf(state).length;
  if (state.last === null) return count === 0 ? 'No changes yet' : plural(count, 'change');
  return `${count === 0 ? 'No changes' : plural(count, 'change')} since your last visit`;
}

/** What happened to the cluster since this browser last had it in view, and who did it. */
export function Changes(state: SeenChanges) {
  const { changes, seen, last } = state;
  const unseen = unseenOf(state);
  const older = changes.length - unseen.length;
  // In a long list an alias that was switched comes before indices that are merely new.
  const first = new Set([...unseen].sort((a, b) => RANK[a.level] - RANK[b.level]).slice(0, SHOWN));
  return (
    <>
      {last !== null && (
        <p className="mb-2 text-muted">
          Your last visit: <Time at={last} />.
        </p>
      )}
      {!seen && (
        <p className="mb-2 text-muted">
          The cluster has not answered since Restore Desk was started. What changed meanwhile is listed when it answers.
        </p>
      )}
      {last === null && changes.length === 0 && seen && (
        <p className="text-muted">
          No changes since Restore Desk began to watch. A deleted index, a node that leaves, an alias that someone else
          switched or a time without an answer is listed here.
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
            <NamedText text={change.sentence} named={change.named} />{' '}
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
