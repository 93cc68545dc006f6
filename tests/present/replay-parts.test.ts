import { expect, test } from 'vitest';
import { recordParts } from '../../lib/present/replay-parts.ts';
import { aReplayPlan } from '../support/replay-plan.ts';

test('the parts add up to all records, and empty ones are left out', () => {
  const plan = aReplayPlan();
  const counts = { ...plan.counts, records: 24, after: 9, reads: 3, cut: 2 };
  const parts = recordParts({ ...plan, counts });
  expect(parts.map(({ name }) => name)).toEqual([
    'To send',
    'Before the backup was started',
    'After the end you chose',
    'Reads',
    'Cut',
  ]);
  expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(24);
});

test('the part after the end names the deletions that are in it', () => {
  const plan = aReplayPlan();
  const burst = {
    from: '2026-11-28T04:20:00Z',
    to: '2026-11-28T04:21:00Z',
    deletes: 40,
    before: '2026-11-28T04:19:59Z',
  };
  const detailOf = (sent: boolean) =>
    recordParts({ ...plan, bursts: [{ ...burst, sent }], counts: { ...plan.counts, after: 41 } }).find(
      ({ name }) => name === 'After the end you chose',
    )?.detail;
  expect(detailOf(false)).toBe('40 deletions among them');
  expect(detailOf(true)).toBeUndefined();
});
