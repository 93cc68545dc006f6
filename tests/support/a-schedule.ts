import { scheduleSpec, type Schedule, type ScheduleRun, type ScheduleSpec } from '../../lib/contract/schedule.ts';

type SpecOver = Partial<Parameters<typeof scheduleSpec.parse>[0] & object>;

/** "Nightly": a backup of all aliases every day at 03:00 UTC, unless told otherwise. */
export const aSpec = (over: SpecOver = {}): ScheduleSpec =>
  scheduleSpec.parse({
    name: 'Nightly',
    kind: 'backup',
    what: { all: true },
    cron: '0 3 * * *',
    timeZone: 'UTC',
    ...over,
  });

/** A schedule that was made long ago, unless told otherwise. */
export const aSchedule = (spec: SpecOver = {}, over: Partial<Schedule> = {}): Schedule => ({
  id: 1,
  cluster: 'production',
  spec: aSpec(spec),
  since: Date.parse('2026-01-01T00:00:00.000Z'),
  pausedAt: null,
  pausedBy: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'an.admin',
  changedAt: '2026-01-01T00:00:00.000Z',
  changedBy: 'an.admin',
  ...over,
});

/** A run that was due at this time, good unless told otherwise. */
export const aRun = (due: string, over: Partial<ScheduleRun> = {}): ScheduleRun => ({
  schedule: 1,
  dueAt: Date.parse(due),
  trigger: 'time',
  state: 'good',
  claimedAt: due,
  endedAt: over.state === 'running' ? null : due,
  why: null,
  jobs: [],
  ...over,
});

/** A good run of 03:00 on a day of November 2026, which took 40 s, unless told otherwise. */
export const aNightsRun = (day: number, over: Partial<ScheduleRun> = {}): ScheduleRun => {
  const dueAt = Date.UTC(2026, 10, day, 3);
  return aRun(new Date(dueAt).toISOString(), {
    claimedAt: new Date(dueAt + 1_000).toISOString(),
    endedAt: over.state === 'running' ? null : new Date(dueAt + 41_000).toISOString(),
    jobs: [String(day)],
    ...over,
  });
};
