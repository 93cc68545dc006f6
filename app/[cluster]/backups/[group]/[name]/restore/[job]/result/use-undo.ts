import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { JobActions } from '@/components/jobs/job-view.tsx';
import { isActive } from '@/components/jobs/job-labels.ts';
import { jobQuery } from '@/components/queries.ts';
import { useAction } from '@/components/use-action.ts';

export type Undoing = ReturnType<typeof useUndo>;

/** Undoes a switch of the alias and stays on the page: the job that does it is found among those that followed. */
export function useUndo(cluster: string, detail: JobDetail, undo: JobActions['undo']) {
  const client = useQueryClient();
  const [started, setStarted] = useState<string | null>(null);
  const { act, failure, pending } = useAction(
    undo,
    (value) => {
      setStarted(value.job);
      void client.invalidateQueries({ queryKey: jobQuery(cluster, detail.row.id).queryKey });
    },
    { stay: true },
  );
  const row = started === null ? undefined : detail.followedBy.find(({ id }) => id === started);
  return {
    /** Undoes the switch that `job` made. */
    start: (job: string) => void act({ cluster, job }),
    waiting: pending || (started !== null && (row === undefined || isActive(row.status))),
    /** The job that undoes it, once the page has heard of it. */
    row,
    /** Why it was not started. */
    failure,
  };
}
