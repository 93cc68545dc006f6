import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AppError } from '../../../lib/errors.ts';
import type { JobRunner } from '../../../lib/jobs/runner.ts';
import { databaseFile } from '../../../lib/jobs/store/database-file.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import { cronOf, HOUR, madeAgo, scheduledRunner } from './scheduling.ts';

let data: string;
let store: JobStore;
let other: DatabaseSync;
let runner: JobRunner;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'database-locked-'));
  store = JobStore.open(data);
  other = new DatabaseSync(databaseFile(data));
});
afterEach(async () => {
  await runner.stop(1000);
  other.close();
  store.close();
  rmSync(data, { recursive: true, force: true });
});

/** Starts a server whose runs fail when they look for the cluster. */
function start(lookedFor: () => void = () => undefined): void {
  runner = scheduledRunner(data, {
    place: () => {
      lookedFor();
      throw new AppError('refused', 'There is no cluster.');
    },
  });
  runner.startPolling();
}

const expectOneFailedRun = async (schedule: number): Promise<void> => {
  await vi.waitUntil(() => runsOf(store, schedule)[0]?.state === 'failed', { timeout: 12_000, interval: 50 });
  expect(runsOf(store, schedule)).toMatchObject([{ why: 'There is no cluster.' }]);
  expect(listAuditLog(store, {}).filter(({ action }) => action === 'schedule run ended')).toHaveLength(1);
};

test('what becomes due while the jobs’ database is locked runs once it is unlocked', async () => {
  const { id } = madeAgo(store, HOUR, { cron: cronOf(Date.now()) });
  other.exec('BEGIN IMMEDIATE');
  start();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(runsOf(store, id)).toEqual([]);
  other.exec('ROLLBACK');
  await expectOneFailedRun(id);
});

test('a run that ends while the jobs’ database is locked has ended once it is unlocked', async () => {
  const { id } = madeAgo(store, HOUR, { cron: cronOf(Date.now()) });
  let looks = 0;
  start(() => {
    if (++looks === 1) other.exec('BEGIN IMMEDIATE');
  });
  await vi.waitUntil(() => looks > 0, { timeout: 5_000, interval: 20 });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(runsOf(store, id)).toMatchObject([{ state: 'running' }]);
  other.exec('ROLLBACK');
  await expectOneFailedRun(id);
});
