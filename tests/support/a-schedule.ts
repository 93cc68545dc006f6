import { scheduleSpec, type Schedule, type ScheduleRun } from '../../lib/contract/schedule.ts';

interface SpecOver {
  name?: string;
  kind?: 'backup' | 'snapshot' | 'drill';
  what?: { all?: boolean; aliases?: string[]; indices?: string[] };
  cron?: string;
  timeZone?: string;
  to?: string;
}

/** "Nightly": a backup of all aliases every day at 03:00 UTC, made long ago, unless told otherwise. */
export const aSchedule = (spec: SpecOver = {}, over: Partial<Omit<Schedule, 'spec'>> = {}): Schedule => ({
  id: 1,
  cluster: 'production',
  spec: scheduleSpec.parse({
    name: 'Nightly',
    kind: 'backup',
    what: { all: true },
    cron: '0 3 * * *',
    timeZone: 'UTC',
    ...spec,
  }),
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
