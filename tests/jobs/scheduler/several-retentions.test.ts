import { mkdtempSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { retentionRules } from '../../../lib/contract/schedule.ts';
import type { JobRunner } from '../../../lib/jobs/runner.ts';
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

test('a run deletes nothing that the rules of another schedule in the same place keep, even of a paused one', async () => {
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
  const monthly = madeAgo(store, HOUR, {
    name: 'Monthly',
    cron: '0 3 1 1 *',
    retention: retentionRules.parse({ monthly: 3 }),
  });
  pauseSchedule(store, monthly.id, true, { by: 'ann', now: Date.now() });
  const { id } = madeAgo(store, HOUR, { cron: cronOf(Date.now()), retention: retentionRules.parse({ last: 1 }) });
  runner = scheduledRunner(data, { directory: server.directory, place: () => server.place });
  runner.startPolling();
  const run = await vi.waitUntil(() => runsOf(store, id).find(({ state }) => state !== 'running'), {
    timeout: 30_000,
    interval: 50,
  });
  expect(run).toMatchObject({ state: 'good', jobs: [expect.any(String), expect.any(String)] });
  const left = (await readdir(join(server.directory, 'government'))).map((file) => file.slice(11, 21));
  // Of three months the newest each: this month's is the one that the run made.
  expect(left.filter((date) => date.startsWith('2025')).sort()).toEqual(['2025-09-02', '2025-10-02']);
  expect(left).toHaveLength(3);
});
