import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { retentionRules, type ScheduleRun } from '../../../lib/contract/schedule.ts';
import type { JobRunner } from '../../../lib/jobs/runner.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import { pauseSchedule } from '../../../lib/jobs/store/schedules.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { writeTestBackup } from '../../support/write-test-backup.ts';
import { cronOf, HOUR, madeAgo, scheduledRunner } from './scheduling.ts';

const server = setUpServer();
let data: string;
let store: JobStore;
let runner: JobRunner | undefined;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'scheduler-'));
  store = JobStore.open(data);
});
afterEach(async () => {
  await runner?.stop(2000);
  store.close();
  rmSync(data, { recursive: true, force: true });
});

/** Two backups of each of three months of 2025. */
async function writeOldBackups(): Promise<void> {
  await server.seed('government-1', 3, { aliases: { government: {} } });
  const { name, uuid } = await server.place.cluster.identity();
  for (const month of [8, 9, 10])
    for (const day of [1, 2])
      await writeTestBackup(server.directory, {
        name: 'government',
        mappings: {},
        level: 1,
        startedAt: new Date(Date.UTC(2025, month - 1, day, 3)),
        cluster: { name, uuid },
        documents: [{ bytes: Buffer.from('"1"{}'), sourceStart: 3 }],
      });
}

const addMonthly = () =>
  madeAgo(store, HOUR, { name: 'Monthly', cron: '0 3 1 1 *', retention: retentionRules.parse({ monthly: 3 }) });

/** Of a schedule that keeps the newest backup only. */
function nextRun(): Promise<ScheduleRun> {
  const { id } = madeAgo(store, HOUR, { cron: cronOf(Date.now()), retention: retentionRules.parse({ last: 1 }) });
  runner = scheduledRunner(data, { directory: server.directory, place: () => server.place });
  runner.startPolling();
  return vi.waitUntil(() => runsOf(store, id).find(({ state }) => state !== 'running') ?? false, {
    timeout: 30_000,
    interval: 50,
  });
}

/** The days of the old ones that still exist. */
const oldOnes = async () =>
  (await readdir(join(server.directory, 'government')))
    .map((file) => file.slice('government-'.length, 'government-2025-08-01'.length))
    .filter((day) => day.startsWith('2025'))
    .sort();

test('a run deletes nothing that the rules of another schedule in the same place keep, even of a paused one', async () => {
  await writeOldBackups();
  pauseSchedule(store, addMonthly().id, true, { by: 'ann', now: Date.now() });
  expect(await nextRun()).toMatchObject({ state: 'good', jobs: [expect.any(String), expect.any(String)] });
  // Of three months the newest each: this month's is the one that the run made.
  expect(await oldOnes()).toEqual(['2025-09-02', '2025-10-02']);
});

test('a run deletes nothing where the rules of another schedule can’t be read', async () => {
  await writeOldBackups();
  store[SQL].prepare(`UPDATE schedules SET spec = '{"kind":"tomorrow"}' WHERE id = ?`).run(addMonthly().id);
  expect(await nextRun()).toMatchObject({ state: 'partial', why: expect.stringMatching(/^No old backup is deleted/) });
  expect(await oldOnes()).toHaveLength(6);
});
