'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { MOST_CONCURRENT, MOST_RATE } from '@/lib/contract/limits.ts';
import type { RunControls } from '@/lib/contract/run-controls.ts';
import { AppError } from '@/lib/errors.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { kinds } from '@/lib/kinds/kinds.ts';
import { jobOn } from '@/lib/pages/load-job.ts';
import { kindNeeds } from './kind-needs.ts';

const input = z.object({
  cluster: jobAddress.shape.cluster,
  job: jobAddress.shape.id,
  /** false also answers the question of a job that has paused itself: it goes on. */
  paused: z.boolean().optional(),
  /** Units per second; null: no limit. */
  rate: z.number().positive().max(MOST_RATE).nullable().optional(),
  /** Units at a time. */
  concurrency: z.number().int().min(1).max(MOST_CONCURRENT).optional(),
});

/** What was done, for the audit log. */
const nameOf = ({ paused }: z.output<typeof input>): string =>
  paused === undefined ? 'change the speed of a job' : paused ? 'pause sending' : 'resume sending';

/** Pauses what a running job sends, resumes it, or changes how fast it goes. */
export const controlJob = defineAction(
  { name: 'control job', nameOf, input, needs: kindNeeds },
  ({ job: id, paused, rate, concurrency }, { cluster, actor }) => {
    const { work } = jobOn(cluster, id);
    if (kinds.of(work).pace(work) === null)
      throw new AppError('refused', `Job ${id} can’t be paused.`, { hint: 'It can be cancelled.' });
    const { store } = runner();
    const change: Partial<RunControls> = {
      ...(paused === undefined ? {} : { paused, question: null }),
      ...(rate === undefined ? {} : { rate }),
      ...(concurrency === undefined ? {} : { concurrency }),
    };
    const set = store.setControls(id, change);
    store.appendLog(id, [{ at: new Date().toISOString(), text: sentence(actor.name, change) }]);
    return { job: id, controls: set };
  },
);

function sentence(who: string, { concurrency, paused, rate }: Partial<RunControls>): string {
  const parts = [
    ...(paused === undefined ? [] : [paused ? 'paused sending' : 'resumed sending']),
    ...(rate === undefined ? [] : [rate === null ? 'removed the limit' : `set ${String(rate)} per second`]),
    ...(concurrency === undefined ? [] : [`set ${String(concurrency)} at a time`]),
  ];
  return `${who} ${parts.join(', ') || 'changed nothing'}.`;
}
