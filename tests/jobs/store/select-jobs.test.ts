import { expect, test } from 'vitest';
import type { JobResult } from '../../../lib/contract/job.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { operator, verified, verifyOf } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();

type Ended = 'failed' | 'interrupted' | 'cancelled' | 'succeeded' | 'partial';

/** An ended job that took so long; null: it never began. */
function ended(status: Ended, seconds: number | null): string {
  const { store } = temporary;
  const work = verifyOf(`/backups/${String(Math.random())}.zip`);
  const { job } = store.create({ cluster: 'production', actor: operator, work }, thisProcess('server'), 'running');
  if (status === 'succeeded' || status === 'partial')
    store.end(job.id, {
      status: 'succeeded',
      result: { ...verified('a.zip'), ...(status === 'partial' ? { status } : {}) } as JobResult,
    });
  else if (status === 'failed')
    store.end(job.id, { status, failure: { code: 'disk', message: 'full' }, resumable: false });
  else if (status === 'interrupted') store.end(job.id, { status, why: 'killed', resumable: false });
  else store.end(job.id, { status, resumable: false });
  store[SQL].prepare('UPDATE jobs SET started_at = ?, ended_at = ? WHERE id = ?').run(
    seconds === null ? null : '2026-11-28T03:00:00.000Z',
    new Date(Date.parse('2026-11-28T03:00:00.000Z') + (seconds ?? 0) * 1000).toISOString(),
    Number(job.id),
  );
  return job.id;
}

const idsOf = (filter: Parameters<typeof temporary.store.summaries>[0]) =>
  temporary.store.summaries(filter).map(({ id }) => id);

test('is sorted by duration to the millisecond, and a job that never began is last in both orders', () => {
  const long = ended('succeeded', 18);
  const never = ended('cancelled', null);
  const short = ended('succeeded', 0.1);
  const shorter = ended('succeeded', 0.099);
  expect(idsOf({ sort: { by: 'duration', descending: true } })).toEqual([long, short, shorter, never]);
  expect(idsOf({ sort: { by: 'duration', descending: false } })).toEqual([shorter, short, long, never]);
});

test('is sorted by state: what failed is first, and what was done in part is before what was done', () => {
  const done = ended('succeeded', 1);
  const cancelled = ended('cancelled', 1);
  const partial = ended('partial', 1);
  const failed = ended('failed', 1);
  const interrupted = ended('interrupted', 1);
  expect(idsOf({ sort: { by: 'state', descending: false } })).toEqual([failed, interrupted, cancelled, partial, done]);
});

test('the newest is first by default, and pages skip what is before them', () => {
  const ids = [ended('succeeded', 1), ended('succeeded', 1), ended('succeeded', 1)];
  expect(idsOf({})).toEqual(ids.toReversed());
  expect(idsOf({ sort: { by: 'date', descending: false }, skip: 1, limit: 1 })).toEqual([ids[1]]);
});

test('a number finds the job, and the count is that of the list', () => {
  const ids = [ended('failed', 1), ended('succeeded', 1), ended('failed', 1)];
  expect(idsOf({ text: `job ${ids[0]!}` })).toEqual([ids[0]]);
  expect(temporary.store.count({ statuses: ['failed', 'interrupted'] })).toBe(2);
  expect(temporary.store.count({ statuses: ['failed'], text: 'nobody' })).toBe(0);
});

test('a lock is found by its whole name, and a part of it is none', () => {
  const { store } = temporary;
  const create = (path: string) =>
    store.create({ cluster: 'production', actor: operator, work: verifyOf(path) }, thisProcess('server'), 'running').job
      .id;
  const short = create('/backups/gov');
  create('/backups/gov-1');
  const [lock, ...others] = JSON.parse(
    String(store[SQL].prepare('SELECT subjects FROM jobs WHERE id = ?').get(Number(short))?.['subjects']),
  ) as string[];
  expect([lock, others]).toEqual([expect.stringMatching(/gov$/), expect.any(Array)]);
  expect(idsOf({ lock: lock! })).toEqual([short]);
  expect(idsOf({ lock: 'gov' })).toEqual([]);
});
