import Link from 'next/link';
import type { UpToDate } from '@/lib/contract/up-to-date.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { LinkButton } from '../ui/button.tsx';
import { Time } from '../ui/time.tsx';
import { Way } from './way.tsx';

/** The write requests of that time, as they were captured on the servers. */
export function WayByReplay({ data: { hasReplay, publishers, replays, takenAt } }: { data: UpToDate }) {
  const { key } = useCluster();
  const blocked = useBlocked('replay');
  return (
    <Way
      level={replays.some(({ isPartial, status }) => status === 'succeeded' && !isPartial) ? 'ok' : 'idle'}
      title="Replay captured traffic"
      action={
        hasReplay ? (
          <LinkButton href={paths.replay(key, { job: publishers.job })} blocked={blocked}>
            Replay captured traffic
          </LinkButton>
        ) : undefined
      }
    >
      {hasReplay ? (
        <p>
          Sends captured write requests again
          {takenAt !== null && (
            <>
              , from <Time at={takenAt} show="absolute" /> on
            </>
          )}
          , also those that delete. It can’t bring back what was not captured.
        </p>
      ) : (
        <p>
          Not configured: <code>clusters.{key}.replay</code> says where captured requests are, and where to send them.
        </p>
      )}
      {replays.map(({ job, sentence, unknown }) => (
        <p key={job}>
          {sentence}{' '}
          <Link className="link" prefetch={false} href={paths.job(key, job)}>
            Job {job}
          </Link>
          {unknown !== null && ` ${unknown}`}
        </p>
      ))}
    </Way>
  );
}
