import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SampleBackup } from '../../../scripts/sample-data/fill-cluster.ts';
import { fillSchedules } from '../../../scripts/sample-data/fill-schedules.ts';
import { forgetBackups } from '../../../scripts/sample-data/forget-backups.ts';
import { createTimeline, formatNameTime, type Timeline } from '../../../scripts/sample-data/timeline.ts';
import { backupUri, folderSource } from '../../../lib/contract/backup-ref.ts';
import { drilledSnapshotKey } from '../../../lib/contract/drilled.ts';
import type { ScheduleRun } from '../../../lib/contract/schedule.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { lastDue, runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import { pinnedBackups } from '../../../lib/jobs/store/pinned-backups.ts';
import { schedules } from '../../../lib/jobs/store/schedules.ts';
import { backup as backupKind } from '../../../lib/kinds/backup/describe.ts';
import { backupPlan } from '../../../lib/kinds/backup/schema.ts';
import { isJobOf } from '../../../lib/kinds/kind.ts';
import { retention as retentionKind } from '../../../lib/kinds/retention/describe.ts';
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

/** What the timeline backs up, without a cluster. */
const backupsOf = ({ events }: Timeline): SampleBackup[] =>
  events
    .filter((event) => event.kind === 'back-up')
    .map(({ alias, at }) => {
      const build = events.filter((event) => event.kind === 'build').findLast((each) => each.alias === alias)!;
      const { documents, index } = build;
      const source = folderSource('/backups');
      const id = `${alias}/${alias}-${formatNameTime(at)}.zip`;
      const sizes = { documents, bytes: documents * 900, seconds: 1.5 };
      return {
        alias,
        at,
        plan: backupPlan.parse({
          kind: 'backup',
          cluster: { name: 'demo', uuid: 'demo', version: '8.19.0', distribution: 'elasticsearch' },
          plannedAt: at.toISOString(),
          checks: [],
          requests: [{ method: 'POST', path: `/${index}/_pit` }],
          fingerprint: 'f',
          source,
          indices: [
            { index, uuid: index, group: alias, documents, primaryBytes: 1, shards: 1, aliases: [alias], warnings: [] },
          ],
          skipped: [],
          documents,
          primaryBytes: 1,
        }),
        result: {
          kind: 'backup',
          status: 'done',
          backups: [
            {
              index,
              group: alias,
              backup: { source, id },
              fileBytes: 1000,
              digest: 'd'.repeat(32),
              warnings: [],
              ...sizes,
            },
          ],
          failures: [],
          ...sizes,
        },
      };
    });

/** The backups that the jobs of the runs made and did not delete, sorted. */
function keptAfter(runs: readonly ScheduleRun[]): string[] {
  const kept = new Set<string>();
  for (const { endedAt, jobs, state } of runs.toReversed()) {
    const [backup, retention, ...more] = jobs.map((id) => store.get(id)!);
    if (state === 'missed' || state === 'failed') {
      expect(backup).toBeUndefined();
      continue;
    }
    if (!isJobOf(backupKind, backup!) || backup.status !== 'succeeded') throw new Error('no backup');
    expect(backup.result.status).toBe(state === 'good' ? 'done' : 'partial');
    for (const each of backup.result.backups) kept.add(each.backup.id);
    expect(more).toEqual([]);
    if (retention === undefined) continue;
    if (!isJobOf(retentionKind, retention) || retention.status !== 'succeeded') throw new Error('no retention');
    for (const { id } of retention.result.deleted) expect([id, kept.delete(id)]).toEqual([id, true]);
    expect(retention.result.kept).toBe(kept.size);
    expect(Date.parse(retention.endedAt)).toBeLessThan(Date.parse(endedAt!));
  }
  return [...kept].sort();
}

test('at every hour there is a nightly backup and an overdue drill, and nothing of the past is due', () => {
  for (let hour = 0; hour < 24; hour++) {
    const now = new Date(Date.UTC(2026, 2, 9 + (hour % 7), hour, 17));
    const timeline = createTimeline(now);
    // The jobs take long to write: a few hours have them.
    const backups = hour % 8 === 4 ? backupsOf(timeline) : [];
    const ids = backups.flatMap(({ alias, result }) =>
      alias === 'metasearch' ? [] : result.backups.map(({ backup }) => backup.id),
    );
    fillSchedules({ cluster: 'demo', dataDirectory: folder, timeline, backups, now });
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
    if (backups.length > 0) expect([hour, keptAfter(runs)]).toEqual([hour, ids.toSorted()]);
    expect(overdueSince(nightly!, runs, now.getTime())).toBeNull();
    const tried = runsOf(store, drill!.id);
    expect(tried.findIndex(({ state }) => state !== 'missed')).toBeGreaterThan(0);
    expect(tried.map(({ state }) => state).filter((state) => state !== 'missed')).toEqual(['good', 'failed']);
    expect(overdueSince(drill!, tried, now.getTime())).toBe(tried[0]!.dueAt);
    expect(now.getTime() - tried[0]!.dueAt).toBeLessThan(86_400_000);
  }
});

test('a reset forgets what was proved of the demo’s backups, and their pins', () => {
  const keys = [
    backupUri({ source: folderSource('/demo/backups'), id: 'government/a.zip' }),
    drilledSnapshotKey('demo', 'snapshot', 'government-1'),
    backupUri({ source: folderSource('/demo/backups-of-others'), id: 'government/a.zip' }),
    drilledSnapshotKey('other', 'snapshot', 'government-1'),
  ];
  const pin = store[SQL].prepare(`INSERT INTO pinned_backups (backup, reason, by, at) VALUES (?, 'audit', 'ann', ?)`);
  for (const key of keys) pin.run(key, new Date().toISOString());
  forgetBackups(folder, '/demo/backups', 'demo');
  expect([...pinnedBackups(store).keys()].sort()).toEqual(keys.slice(2).sort());
});
