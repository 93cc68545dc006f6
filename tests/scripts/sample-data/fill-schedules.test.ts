import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillSchedules } from '../../../scripts/sample-data/fill-schedules.ts';
import { createTimeline } from '../../../scripts/sample-data/timeline.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { lastDue, runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import { schedules } from '../../../lib/jobs/store/schedules.ts';
import { timesBetween } from '../../../lib/scheduling/cron.ts';
import { overdueSince } from '../../../lib/scheduling/overdue.ts';

let folder: string;
let store: JobStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fill-schedules-'));
  store = JobStore.open(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

test('at every hour there is a nightly backup and an overdue drill, and nothing of the past is due', () => {
  for (let hour = 0; hour < 24; hour++) {
    const now = new Date(Date.UTC(2026, 2, 9 + (hour % 7), hour, 17));
    fillSchedules({ cluster: 'demo', dataDirectory: folder, timeline: createTimeline(now), backups: [], now });
    const [drill, nightly, ...more] = schedules(store, 'demo');
    expect([hour, nightly?.spec.name, drill?.spec.name, more]).toEqual([hour, 'Nightly backup', 'Drill', []]);
    for (const schedule of [nightly!, drill!]) {
      const after = Math.max(schedule.since, lastDue(store, schedule.id, now.getTime()) ?? 0);
      expect([hour, timesBetween(schedule.spec, after, now.getTime(), 9).times]).toEqual([hour, []]);
    }
    const runs = runsOf(store, nightly!.id);
    expect(runs).toHaveLength(30);
    expect(Object.groupBy(runs, ({ state }) => state)).toMatchObject({
      partial: [{ why: expect.any(String) }],
      failed: [{ why: expect.any(String) }],
      missed: [{ why: expect.any(String) }],
    });
    expect(runs[0]).toMatchObject({ state: 'good', trigger: 'time', why: null });
    expect(overdueSince(nightly!, runs, now.getTime())).toBeNull();
    const tried = runsOf(store, drill!.id);
    expect(tried.findIndex(({ state }) => state !== 'missed')).toBeGreaterThan(0);
    expect(tried.filter(({ state }) => state === 'failed')).toHaveLength(1);
    expect(overdueSince(drill!, tried, now.getTime())).toBe(tried[0]!.dueAt);
    expect(now.getTime() - tried[0]!.dueAt).toBeLessThan(86_400_000);
  }
});
