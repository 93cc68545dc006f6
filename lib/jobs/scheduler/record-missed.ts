import type { Schedule } from '../../contract/schedule.ts';
import { formatCount, plural } from '../../format.ts';
import { MAX_COUNTED } from '../../scheduling/cron.ts';
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
      n === 0 && earlier > 0 ? `${WHY} Neither at ${runsBefore(earlier)} before it, which are not listed.` : WHY,
    ),
  );
  if (recorded.length === 0) return;
  store.transact(() =>
    auditDone(store, {
      cluster: schedule.cluster,
      action: 'schedule run missed',
      actor: scheduleActor(schedule.spec.name),
      address: null,
      objects: [schedule.spec.name],
      input: { schedule: schedule.spec.name, due: recorded.map((dueAt) => new Date(dueAt).toISOString()) },
      note: `${runsBefore(recorded.length + earlier)} missed: Restore Desk did not run.`,
    }),
  );
}

/** Counted only so far (cron.ts). */
const runsBefore = (runs: number): string =>
  runs < MAX_COUNTED ? plural(runs, 'time') : `${formatCount(MAX_COUNTED)} times or more`;
