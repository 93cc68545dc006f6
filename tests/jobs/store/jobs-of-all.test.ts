import { expect, test, vi } from 'vitest';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { aliveJobsOfAll } from '../../../lib/jobs/store/jobs-of-all.ts';
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
