import { scheduleSpec, type Schedule, type ScheduleRun, type ScheduleSpec } from '../../lib/contract/schedule.ts';

/** The spec of a nightly backup of every alias. */
export const aSpec = (change: Partial<Parameters<typeof scheduleSpec.parse>[0] & object> = {}): ScheduleSpec =>
  scheduleSpec.parse({
    name: 'Nightly',
    kind: 'backup',
    what: { all: true },
    cron: '0 3 * * *',
    timeZone: 'UTC',
    ...change,
  });

export const aSchedule = (change: Partial<Schedule> = {}): Schedule => ({
  id: 1,
  cluster: 'production',
  spec: aSpec(),
  since: Date.parse('2026-11-01T00:00:00.000Z'),
  pausedAt: null,
  pausedBy: null,
  createdAt: '2026-11-01T00:00:00.000Z',
  createdBy: 'ann',
  changedAt: '2026-11-01T00:00:00.000Z',
  changedBy: 'ann',
  ...change,
});

/** A good run of 03:00 on a day of November 2026, which took 40 s. */
export const aScheduleRun = (day: number, change: Partial<ScheduleRun> = {}): ScheduleRun => {
  const dueAt = Date.UTC(2026, 10, day, 3);
  return {
    schedule: 1,
    dueAt,
    trigger: 'time',
    state: 'good',
    claimedAt: new Date(dueAt + 1_000).toISOString(),
    endedAt: new Date(dueAt + 41_000).toISOString(),
    why: null,
    jobs: [String(day)],
    ...change,
  };
};
