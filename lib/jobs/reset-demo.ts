import { setTimeout as delay } from 'node:timers/promises';
import type { Actor } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { jobs } from './jobs.ts';

/**
 * The address at which the program of `npm run demo` resets its data; null: this is not the demo. Only that program sets it,
 * for the dashboard that it starts on its own cluster.
 */
const demoControl = (): string | null => process.env.RESTORE_DESK_DEMO_CONTROL || null;

export const isDemo = (): boolean => demoControl() !== null;

/** Jobs end at their next safe moment. */
const JOBS_END_WITHIN_MS = 60_000;

/**
 * Cancels the cluster's jobs, waits until they have ended, and has the sample indices, aliases and backups made again.
 * Throws refused outside of the demo, busy if a job does not end, unreachable if the reset fails.
 */
export async function resetDemo(cluster: string, actor: Actor): Promise<void> {
  const control = demoControl();
  if (control === null)
    throw new AppError('refused', 'This is not the demo: there is no sample data to restore.', {
      hint: 'Nothing was changed. Only the demo can be reset.',
    });
  await cancelJobs(cluster, actor);
  const answer = await fetch(control, { method: 'POST' }).catch((cause: unknown) => {
    throw new AppError('unreachable', 'The program of the demo does not answer.', {
      hint: 'Stop the demo and start it with `--reset`.',
      cause,
    });
  });
  if (!answer.ok)
    throw new AppError('unreachable', `The demo could not be reset: ${await answer.text()}`, {
      hint: 'Stop the demo and start it with `--reset`.',
    });
}

async function cancelJobs(cluster: string, actor: Actor): Promise<void> {
  const active = () => jobs.summaries({ cluster, statuses: ['queued', 'running'] });
  for (const { cancelRequestedAt, id } of active())
    if (cancelRequestedAt === null) jobs.cancel(id, actor, 'The demo is being reset.');
  const deadline = performance.now() + JOBS_END_WITHIN_MS;
  for (let left = active(); left.length > 0; left = active()) {
    if (performance.now() > deadline)
      throw new AppError('busy', `Job ${left[0]!.id} has not ended yet.`, {
        hint: 'The demo was not reset. Wait until the job has ended, and reset the demo again.',
        details: { owner: left[0]!.id },
      });
    await delay(100);
  }
}
