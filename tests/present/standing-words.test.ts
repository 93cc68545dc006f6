import { expect, test } from 'vitest';
import { drillWords, jobWords, namesWords } from '../../lib/present/standing-words.ts';

test('names the first ones, and says how many more there are', () => {
  expect(namesWords({ count: 1, names: ['a'] })).toBe('a');
  expect(namesWords({ count: 2, names: ['a', 'b'] })).toBe('a and b');
  expect(namesWords({ count: 1_202, names: ['a', 'b'] })).toBe('a, b and 1,200 more');
});

test('says how many jobs run, which of them wait, and how many are queued', () => {
  expect(jobWords({ running: 1, queued: 0, waiting: 0, first: null })).toBe('1 job running');
  expect(jobWords({ running: 3, queued: 2, waiting: 1, first: null })).toBe('3 jobs running (1 waits), 2 queued');
  expect(jobWords({ running: 0, queued: 1, waiting: 0, first: null })).toBe('1 job queued');
});

test('a drill that failed names its alias', () => {
  const drill = { job: '1', at: '2026-11-28T22:00:00.000Z', alias: 'government' };
  expect(drillWords({ ...drill, outcome: 'passed' })).toEqual({ level: 'ok', words: 'Last drill passed' });
  expect(drillWords({ ...drill, outcome: 'failed' }).words).toBe('Last drill of government failed');
  expect(drillWords({ ...drill, outcome: 'unproven', alias: null }).words).toBe('Last drill proved nothing');
});
