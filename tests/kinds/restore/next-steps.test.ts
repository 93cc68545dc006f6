import { expect, test } from 'vitest';
import type { AliasStatus, JobDetail } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { isLiveAfterSwitch, nextSteps } from '@/lib/kinds/restore/next-steps.ts';

type Detail = Pick<JobDetail, 'isCopy' | 'restore' | 'standing' | 'moved' | 'retried'>;

const standing: AliasStatus = {
  alias: 'government',
  movedAt: '2026-11-28T07:22:10.000Z',
  seenAt: '2026-11-28T07:22:31.000Z',
  targets: [{ index: 'new', documents: 8_940 }],
  where: 'here',
  index: 'new',
  indexNow: 'open',
  before: ['old'],
  beforeNow: 'open',
};
const restore = { takenAt: '2026-11-28T03:00:00.000Z', liveIndices: ['old'], use: { how: 'creates', aliases: [] } };
const detail = (status: Partial<AliasStatus> = {}) =>
  ({ isCopy: false, restore, moved: {}, retried: null, standing: { ...standing, ...status } }) as unknown as Detail;
const result = {
  alias: 'government',
  index: 'new',
  rejected: 0,
  switched: true,
  aliasBefore: null,
  aliasAfter: null,
} as unknown as RestoreResult;
const listOf = (of: Detail, with_: RestoreResult = result) => nextSteps(of, with_).map(({ go, title }) => [go, title]);

test('after a restore: search, back up, clean up; what was written after the backup has a part of its own', () => {
  expect(listOf(detail())).toEqual([
    [null, 'Search for a page you know on the site'],
    ['look-up', 'Look up the same query in both indices'],
    ['back-up', 'Back up government as it is now'],
    ['clean-up', 'Clean up indices without an alias'],
  ]);
  expect(isLiveAfterSwitch(detail(), result)).toBe(true);
  expect(isLiveAfterSwitch(detail({ where: 'before' }), result)).toBe(false);
  expect(nextSteps(detail({ beforeNow: 'gone' }), result).at(-1)!.detail).toContain('has been deleted');
});

/** A restore from a snapshot, which is no base of a comparison. */
const ofSnapshot = (status: Partial<AliasStatus> = {}) => ({ ...detail(status), restore: null });

test('after a restore of a snapshot: run the writers again', () => {
  expect(listOf(ofSnapshot()).slice(2, 4)).toEqual([
    ['compare', 'Compare with the previous index'],
    [null, 'Run the jobs that write to government again'],
  ]);
  expect(isLiveAfterSwitch(ofSnapshot(), result)).toBe(false);
});

test('after a copy of a snapshot no writer is asked for what was written on the other cluster', () => {
  expect(listOf({ ...ofSnapshot(), isCopy: true }).map(([, title]) => title)).toEqual([
    'Search for a page you know on the site',
    'Look up the same query in both indices',
    'Back up government as it is now',
    'Clean up indices without an alias',
  ]);
});

test('the previous index is compared while there is exactly one that can be read', () => {
  const sides = (status: Partial<AliasStatus>) =>
    nextSteps(ofSnapshot(status), result).find(({ go }) => go === 'compare')?.sides;
  expect(sides({})).toEqual({ left: 'new', right: 'old' });
  expect(sides({ beforeNow: 'closed' })).toBeUndefined();
  expect(sides({ beforeNow: 'gone' })).toBeUndefined();
  expect(sides({ before: ['old', 'older'] })).toBeUndefined();
  expect(sides({ before: [] })).toBeUndefined();
  expect(sides({ where: 'unknown' })).toBeUndefined();
});

test('the same query is looked up in the previous index and the restored one, while both can be read', () => {
  const sides = (of: Detail, with_ = result) => nextSteps(of, with_).find(({ go }) => go === 'look-up')?.sides;
  expect(sides(detail())).toEqual({ left: 'old', right: 'new' });
  expect(sides(detail({ beforeNow: 'closed' }))).toBeUndefined();
  expect(sides({ ...detail(), moved: null }, { ...result, switched: false })).toEqual({ left: 'old', right: 'new' });
});

test('after an undo: the restored index is not what searches see', () => {
  expect(listOf(detail({ where: 'before' })).slice(0, 3)).toEqual([
    [null, 'Searches use the previous index again'],
    [null, 'Find out what is wrong with the restored index'],
    ['switch', 'Switch government to it again, or restore another backup'],
  ]);
  expect(listOf(detail({ where: 'before', indexNow: 'gone' }))[2]).toEqual([
    'restore',
    'Restore government from this backup or another one',
  ]);
});

test('an alias that another client switched is looked into first', () => {
  expect(listOf(detail({ where: 'elsewhere' }))[0]).toEqual([null, 'Find out who switched government, and why']);
  expect(listOf(detail({ where: 'elsewhere', targets: [] }))[0]).toEqual([
    null,
    'Find out who removed the alias government',
  ]);
});

test('beside the live index: search it, then switch; there is no undo to offer', () => {
  const beside = { ...result, switched: false };
  expect(listOf({ ...detail(), moved: null }, beside)).toEqual([
    ['look-up', 'Search the new index for a document you know'],
    ['switch', 'Switch government to it when you are sure'],
    ['clean-up', 'Clean up indices without an alias'],
  ]);
  expect(listOf({ ...detail(), moved: null }, { ...beside, alias: null })[1]).toEqual([
    'switch',
    'Point an alias to it when you are sure',
  ]);
});

test('after writing into an existing index there is nothing to clean up', () => {
  const adding = { ...detail(), moved: null, restore: { ...restore, use: { how: 'adds', aliases: [] } } };
  const steps = listOf(adding as unknown as Detail, { ...result, switched: false });
  expect(steps.map(([go]) => go)).toEqual(['look-up', null, 'back-up']);
});

test('rejected documents are retried first, until a later job has sent them again', () => {
  const rejected = { ...result, rejected: 40 };
  expect(listOf(detail(), rejected)[0]).toEqual([null, 'Fix the cause, then retry the 40 rejected documents']);
  expect(listOf({ ...detail(), retried: { job: '2', rejected: 0 } }, rejected)).toEqual(listOf(detail()));
});
