'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { UpToDate } from '@/lib/contract/up-to-date.ts';
import { unknownAfter } from '@/lib/kinds/carry-forward/up-to-date-words.ts';
import { upToDateQuery } from '../carry-queries.ts';
import { useCluster } from '../cluster-context.tsx';
import { QueryBoundary } from '../query-boundary.tsx';
import { classes } from '../ui/classes.ts';
import { Panel } from '../ui/panel.tsx';
import { WayByPublishers } from './way-by-publishers.tsx';
import { WayByReplay } from './way-by-replay.tsx';

interface Props {
  /** The restore. */
  job: string;
  /** The way from the previous index; null: what was restored can't be compared with it. A page that has none does not load it. */
  fromPrevious: ((data: UpToDate, refetch: () => void) => ReactNode) | null;
}

/** The ways to what was written after the backup: what each would bring, which are done, and what remains unknown. */
export function BringUpToDate({ job, fromPrevious }: Props) {
  const { key } = useCluster();
  const query = useQuery(upToDateQuery(key, job));
  return (
    <Panel title="Bring it up to date">
      <QueryBoundary
        query={query}
        what="what was written after the backup"
        waiting={
          <p
            className={classes(
              'text-muted',
              fromPrevious === null ? 'min-h-[420px] mid:min-h-[250px]' : 'min-h-[620px] mid:min-h-[360px]',
            )}
          >
            Looking for what was written after the backup…
          </p>
        }
      >
        {(data) => (
          <>
            <ol className="-mt-2 divide-y">
              {data.previous !== null && fromPrevious?.(data, () => void query.refetch())}
              <WayByReplay data={data} />
              <WayByPublishers publishers={data.publishers} />
            </ol>
            <p className="mt-2 border-t pt-3 text-small text-muted">Not known: {unknownAfter(data)}</p>
          </>
        )}
      </QueryBoundary>
    </Panel>
  );
}
