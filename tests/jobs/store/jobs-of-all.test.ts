import { expect, test, vi } from 'vitest';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { aliveJobsOfAll, lastDrillOfAll } from '../../../lib/jobs/store/jobs-of-all.ts';
import { operator, verifyOf } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const owner = thisProcess('server');

function startOn(cluster: string, file: string, state: 'queued' | 'running'): string {
  const { store } = temporary;
  return store.create({ cluster, actor: operator, work: verifyOf(file) }, owner, state).job.id;
}

test('counts the jobs of each cluster that have not ended, and names the newest that runs', () => {
  const { store } = temporary;
  const running = startOn('one', '/b/a.zip', 'running');
  startOn('one', '/b/b.zip', 'queued');
  startOn('two', '/b/c.zip', 'queued');
  store.end(startOn('three', '/b/d.zip', 'running'), { status: 'cancelled', resumable: false });
  const all = aliveJobsOfAll(store);
  expect([...all.keys()].sort()).toEqual(['one', 'two']);
  expect(all.get('one')).toMatchObject({ running: 1, queued: 1, waiting: 0, first: { id: running } });
  expect(all.get('two')).toMatchObject({ running: 0, queued: 1, waiting: 0 });
});

test('a job whose process has stopped writing waits', () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
  try {
    startOn('one', '/b/a.zip', 'running');
    expect(aliveJobsOfAll(temporary.store).get('one')).toMatchObject({ waiting: 0 });
    vi.setSystemTime(Date.now() + 16_000);
    expect(aliveJobsOfAll(temporary.store).get('one')).toMatchObject({ running: 1, waiting: 1 });
  } finally {
    vi.useRealTimers();
  }
});

test('the last drill of each cluster says how it ended', () => {
  const { store } = temporary;
  const drilled = (cluster: string, backup: string, at: string, outcome: [ok: number, compared: string]) =>
    store[SQL].prepare(
      `INSERT INTO drilled_backups (backup, bytes, job, at, seconds, ok, compared, limited, elsewhere, alias)
         VALUES (?, 1, ?, ?, 1, ?, ?, 0, 0, 'government')`,
    ).run(backup, Number(startOn(cluster, backup, 'running')), at, ...outcome);
  drilled('one', '/b/a.zip', '2026-11-28T03:00:00.000Z', [0, 'content']);
  drilled('one', '/b/b.zip', '2026-11-27T03:00:00.000Z', [1, 'content']);
  drilled('two', '/b/c.zip', '2026-11-27T03:00:00.000Z', [1, 'content']);
  drilled('three', '/b/d.zip', '2026-11-27T03:00:00.000Z', [0, 'nothing']);
  const last = lastDrillOfAll(store);
  expect([...last].map(([cluster, { outcome }]) => [cluster, outcome]).sort()).toEqual([
    ['one', 'failed'],
    ['three', 'unproven'],
    ['two', 'passed'],
  ]);
  expect(last.get('one')).toMatchObject({ at: '2026-11-28T03:00:00.000Z', alias: 'government' });
});
