import type { JobDetail } from '@/lib/contract/job-page.ts';
import { useCluster } from '../cluster-context.tsx';
import { State } from '../ui/state.tsx';
import { Time } from '../ui/time.tsx';
import { isActive, statusLabel } from './job-labels.ts';

/** Under the heading: the state, who started it, on which cluster and when. */
export function JobLine({ detail: { row } }: { detail: JobDetail }) {
  const cluster = useCluster();
  const { level, word } = statusLabel(row);
  return (
    <p className="[overflow-wrap:anywhere]">
      <State level={level} strong>
        {word}
      </State>
      <span className="text-faint"> · </span>
      by {row.actor.name} on <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment})
      <span className="text-faint"> · </span>
      <Time at={row.endedAt ?? row.startedAt ?? row.createdAt} show="relative" />
      {isActive(row.status) && (
        <>
          <span className="text-faint"> · </span>you can close this page, the job continues
        </>
      )}
    </p>
  );
}
