import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ActiveJob } from '../../lib/jobs/active-job.ts';
import { isAlive, thisProcess, type Owner } from '../../lib/jobs/owner.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { noPlace } from '../support/test-place.ts';
import { operator, progressOf, switchOf, verifyOf } from './builders.ts';
import { runsBy } from './fake-runs.ts';

const HOUR = 3_600_000;

let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'clock-steps-'));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  rmSync(data, { recursive: true, force: true });
});

/** Sets the wall clock only; timers are not affected. */
const setClock = (byMs: number) => vi.useFakeTimers({ now: Date.now() + byMs, toFake: ['Date'] });

describe.each([
  ['back', -5 * HOUR],
  ['forward', 5 * HOUR],
])('when the machine’s clock is set %s', (_, byMs) => {
  test('a running job’s checkpoint is still saved', async () => {
    const store = JobStore.open(data);
    const owner = thisProcess('server');
    const { job } = store.create({ cluster: 'one', actor: operator, work: switchOf() }, owner, 'running');
    const active = new ActiveJob(job.id, store, owner, null);
    try {
      setClock(byMs);
      const run = active.run(data);
      run.report(progressOf(1));
      run.saveCheckpoint({ line: 7 });
      await expect.poll(() => store.checkpoint(job.id), { timeout: 8_000 }).toEqual({ line: 7 });
    } finally {
      active.close();
      store.close();
    }
  });

  test('a process in another container is alive as long as it sends heartbeats', () => {
    const owner: Owner = { pid: 7, started: `${byMs}`, space: 'another container', kind: 'server' };
    const at = (ms: number) => new Date(ms).toISOString();
    const began = Date.now();
    let steady = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => steady);
    expect(isAlive(owner, at(began))).toBe(true);
    setClock(byMs);
    // No heartbeat since the clock was set; there is one every five seconds.
    expect(isAlive(owner, at(began))).toBe(true);
    steady += 15_000;
    expect(isAlive(owner, at(Date.now()))).toBe(true);
    steady += 15_000;
    expect(isAlive(owner, at(Date.now()))).toBe(true);
    const last = at(Date.now());
    isAlive(owner, last);
    steady += 21_000;
    expect(isAlive(owner, last)).toBe(false);
  });

  test('jobs of a dead process are interrupted, and those of this one continue', async () => {
    const runner = new JobRunner({
      dataDirectory: data,
      parallelJobs: 1,
      place: () => noPlace,
      runs: runsBy(() => pause(60_000).then(() => Promise.reject(new Error('It was not stopped.')))),
    });
    try {
      runner.startPolling();
      setClock(byMs);
      const mine = runner.start({ cluster: 'one', actor: operator, work: switchOf() });
      const gone = { ...thisProcess('command line'), pid: 2 ** 22 + 7, started: 'long ago' };
      const { job } = runner.store.create(
        { cluster: 'two', actor: operator, work: verifyOf('/backups/any.zip') },
        gone,
        'running',
      );
      // Orphaned jobs are searched every ten seconds.
      const steady = performance.now.bind(performance);
      vi.spyOn(performance, 'now').mockImplementation(() => steady() + 11_000);
      await expect.poll(() => runner.get(job.id)?.status, { timeout: 5_000 }).toBe('interrupted');
      expect(runner.get(mine.id)?.status).toBe('running');
    } finally {
      await runner.stop(100);
    }
  });
});
