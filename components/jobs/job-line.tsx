import Link from 'next/link';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatDuration } from '@/lib/format.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { State } from '../ui/state.tsx';
import { Time } from '../ui/time.tsx';
import { isActive, statusLabel } from './job-labels.ts';

/** Under the heading: the status, the cluster, who started it, since when. */
export function JobLine({ detail }: { detail: JobDetail }) {
  const cluster = useCluster();
  const { row } = detail;
  const status = statusLabel(row);
  return (
    <p className="[overflow-wrap:anywhere]">
      <State level={status.level}>{status.word}</State>{' '}
      <span>
        · job {row.id} on <b className="font-semibold text-text">{cluster.name}</b> ({cluster.environment}) · by{' '}
        {row.actor.name} ·{' '}
        {row.startedAt ? (
          <>
            started <Time at={row.startedAt} precision="seconds" show={isActive(row.status) ? 'absolute' : 'both'} />
          </>
        ) : (
          <>
            asked for <Time at={row.createdAt} precision="seconds" />
          </>
        )}
        {row.startedAt &&
          row.endedAt &&
          ` · took ${formatDuration((Date.parse(row.endedAt) - Date.parse(row.startedAt)) / 1000)}`}
        {isActive(row.status) && ' · you can close this page'}
        {row.follows !== null && (
          <>
            {' '}
            · after{' '}
            <Link className="link" prefetch={false} href={paths.job(cluster.key, row.follows)}>
              job {row.follows}
            </Link>
          </>
        )}
      </span>
    </p>
  );
}
