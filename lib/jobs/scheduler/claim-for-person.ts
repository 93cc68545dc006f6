import { AppError } from '../../errors.ts';
import type { JobStore } from '../store/job-store.ts';
import { claimRun } from '../store/schedule-runs.ts';
import type { RunHost, RunToCarryOut } from './run-host.ts';

/** In the server or a terminal. Throws AppError busy, not_found. */
export function claimForPerson(
  store: JobStore,
  schedule: number,
  { owner }: Pick<RunHost, 'owner'>,
): { dueAt: number; run: RunToCarryOut } {
  for (let dueAt = Date.now(); ; dueAt += 1) {
    const claimed = claimRun(store, { schedule, dueAt, trigger: 'person' }, null, owner);
    switch (claimed.outcome) {
      case 'claimed':
        return { dueAt, run: { schedule, dueAt, trigger: 'person', steps: null } };
      case 'taken':
        continue;
      case 'inactive':
        throw new AppError('not_found', 'The schedule no longer exists.', {
          hint: 'The page “Schedules” lists those that exist.',
        });
      case 'overlaps':
        throw new AppError('busy', 'A run of this schedule has not ended.', {
          hint: 'Wait for its end, or cancel its job; then try again.',
          details: { owner: claimed.open.jobs.at(-1), due: new Date(claimed.open.dueAt).toISOString() },
        });
      default:
        return claimed satisfies never;
    }
  }
}
