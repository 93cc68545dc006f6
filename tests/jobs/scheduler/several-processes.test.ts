import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { openRuns, runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import { cronOf, HOUR, madeAgo, MINUTE } from './scheduling.ts';

let data: string;
let store: JobStore;
const children: ChildProcess[] = [];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'schedules-'));
  store = JobStore.open(data);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  store.close();
  rmSync(data, { recursive: true, force: true });
});

async function startProcess(answer: 'refuse' | 'hang'): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('schedule-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, data, answer], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout!, 'data');
  return child;
}

const patience = { timeout: 40_000, interval: 50 };

test('of several processes on one data directory, one runs each instant of each schedule', async () => {
  const schedules = Array.from({ length: 12 }, (_, n) =>
    madeAgo(store, 3 * MINUTE, { name: `Schedule ${n}`, missed: 'record' }),
  );
  await Promise.all([startProcess('refuse'), startProcess('refuse'), startProcess('refuse')]);
  const runs = () => schedules.flatMap(({ id }) => runsOf(store, id));
  await vi.waitUntil(() => {
    const ended = runs().filter(({ state }) => state === 'failed');
    return new Set(ended.map(({ schedule }) => schedule)).size === schedules.length;
  }, patience);
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  const lines = listAuditLog(store, { limit: 500 }).filter(({ action }) => action === 'schedule run ended');
  const named = lines.map(({ input }) => JSON.stringify(input));
  expect(new Set(named).size).toBe(named.length);
  expect(lines.length).toBe(runs().filter(({ state }) => state === 'failed').length);
});

test('the run of a process that is killed is taken over by another one, and ends once', async () => {
  const { id } = madeAgo(store, HOUR, { cron: cronOf(Date.now() - MINUTE) });
  const first = await startProcess('hang');
  await vi.waitUntil(() => openRuns(store).length === 1, patience);
  first.kill('SIGKILL');
  await once(first, 'exit');
  await startProcess('refuse');
  await vi.waitUntil(() => runsOf(store, id)[0]!.state === 'failed', patience);
  expect(runsOf(store, id)).toHaveLength(1);
  expect(listAuditLog(store, {}).filter(({ action }) => action === 'schedule run ended')).toHaveLength(1);
});
