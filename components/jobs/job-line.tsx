import Link from 'next/link';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatDuration } from '@/lib/format.ts';
import type { ClusterWords } from '../blocked.ts';
import { paths } from '../paths.ts';
import { State, Time } from '../ui/index.ts';
import { isActive, statusWords } from './words.ts';

/** Under the heading: how it stands, where, by whom, since when. */
export function JobLine({ detail, cluster }: { detail: JobDetail; cluster: ClusterWords }) {
  const { row } = detail;
  const status = statusWords(row);
  return (
    <p>
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
