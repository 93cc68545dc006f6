import { expect, test } from 'vitest';
import {
  lastIndexCheck,
  refusingLoss,
  removalLossChecks,
  remainingChecks,
} from '../../lib/aliases/alias-change-checks.ts';
import { undoNeedsReview } from '../../lib/kinds/change-alias/undo-loss.ts';

const levels = (checks: ReturnType<typeof refusingLoss>) => checks.map(({ id, level }) => [id, level]);

test('a removal that loses the alias or documents is refused until that is accepted, and nothing else is', () => {
  const checks = [
    lastIndexCheck('government', 'a'),
    ...removalLossChecks('government', { before: 9_000, after: 0 }),
    ...removalLossChecks('government', { before: 9_000, after: null }),
    ...remainingChecks('government', [{ index: 'b', uuid: 'b', membership: { alias: 'government' } }], [
      { name: 'b', state: 'closed' },
    ] as unknown as Parameters<typeof remainingChecks>[2]),
  ];
  expect(levels(refusingLoss(checks))).toEqual([
    ['deletes-alias', 'refuse'],
    ['loses-documents', 'refuse'],
    ['documents-unknown', 'refuse'],
    ['closed-remain', 'warn'],
  ]);
  expect(checks.every(({ level }) => level === 'warn')).toBe(true);
});

test('an undo is reviewed where it deletes the alias or loses documents', () => {
  expect(undoNeedsReview([], { before: 0, after: 0 })).toBe(true);
  expect(undoNeedsReview(['a'], { before: 9_000, after: 10 })).toBe(true);
  expect(undoNeedsReview(['a'], { before: 9_000, after: null })).toBe(true);
  expect(undoNeedsReview(['a'], { before: 70, after: 40 })).toBe(false);
  expect(undoNeedsReview(['a', 'b'], { before: 40, after: 9_000 })).toBe(false);
});
