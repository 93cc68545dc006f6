import type { Schedule } from '../../contract/schedule.ts';
import { plural } from '../../format.ts';
import { auditDone } from '../store/audit-log.ts';
import type { JobStore } from '../store/job-store.ts';
import { recordMissed } from '../store/schedule-runs.ts';
import { scheduleActor } from './schedule-actor.ts';

const WHY = 'Restore Desk did not run at this time.';

/** Records what was due while no process ran, with one line of the audit log. Throws AppError disk. */
export function recordMissedRuns(
  store: JobStore,
  schedule: Schedule,
  { earlier, missed }: { missed: readonly number[]; earlier: number },
): void {
  const recorded = missed.filter((dueAt, n) =>
    recordMissed(
      store,
      { schedule: schedule.id, dueAt },
      n === 0 && earlier > 0 ? `${WHY} So it was with ${plural(earlier, 'run')} before it, which are not listed.` : WHY,
    ),
  );
  if (recorded.length === 0) return;
  store.transact(() =>
    auditDone(store, {
      cluster: schedule.cluster,
      action: 'miss schedule',
      actor: scheduleActor(schedule.spec.name),
      address: null,
      objects: [schedule.spec.name],
      input: { schedule: schedule.spec.name, due: recorded.map((dueAt) => new Date(dueAt).toISOString()) },
      note: `${plural(recorded.length + earlier, 'run')} missed: Restore Desk did not run.`,
    }),
  );
}
