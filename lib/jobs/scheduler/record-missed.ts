import type { Schedule } from '../../contract/schedule.ts';
import { formatCount, plural } from '../../format.ts';
import { MAX_COUNTED } from '../../scheduling/cron.ts';
import { auditDone } from '../store/audit-log.ts';
import type { JobStore } from '../store/job-store.ts';
import { recordMissed } from '../store/schedule-runs.ts';
import { scheduleActor } from './schedule-actor.ts';

const NOT_RUNNING = 'Restore Desk did not run at this time.';

/** Records what was due and did not run, with one line of the audit log. Throws AppError disk. */
export function recordMissedRuns(
  store: JobStore,
  schedule: Schedule,
  { earlier, missed }: { missed: readonly number[]; earlier: number },
  why = NOT_RUNNING,
): void {
  store.transact(() => {
    const recorded = missed.filter((dueAt, n) =>
      recordMissed(
        store,
        { schedule: schedule.id, dueAt },
        n === 0 && earlier > 0
          ? `${why} The same is true of ${runsBefore(earlier)} before it, which are not listed.`
          : why,
      ),
    );
    if (recorded.length === 0) return;
    auditDone(store, {
      cluster: schedule.cluster,
      action: 'schedule run missed',
      actor: scheduleActor(schedule.spec.name),
      address: null,
      objects: [schedule.spec.name],
      input: { schedule: schedule.spec.name, due: recorded.map((dueAt) => new Date(dueAt).toISOString()) },
      note: `${runsBefore(recorded.length + earlier)} missed. ${why}`,
    });
  });
}

/** Counted only so far (cron.ts). */
const runsBefore = (runs: number): string =>
  runs < MAX_COUNTED ? plural(runs, 'run') : `${formatCount(MAX_COUNTED)} runs or more`;
