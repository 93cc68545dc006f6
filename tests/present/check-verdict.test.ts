import { expect, test } from 'vitest';
import type { Check } from '@/lib/contract/plan.ts';
import { checkVerdict } from '@/lib/present/check-verdict.ts';

const checks = (...levels: Check['level'][]): Check[] =>
  levels.map((level, index) => ({ id: String(index), level, title: 'A check', detail: '' }));

test('checks are one statement: ready, ready with warnings, or not ready', () => {
  expect(checkVerdict(checks('ok', 'ok', 'ok', 'ok'))).toEqual({ level: 'ok', text: 'Ready: 4 of 4 checks pass' });
  expect(checkVerdict(checks('ok'))).toEqual({ level: 'ok', text: 'Ready: 1 of 1 check passes' });
  expect(checkVerdict(checks('ok', 'warn', 'ok'))).toEqual({
    level: 'warn',
    text: 'Ready with 1 warning: 2 of 3 checks pass',
  });
  expect(checkVerdict(checks('ok', 'warn', 'refuse'))).toEqual({
    level: 'bad',
    text: 'Not ready: 1 of 3 checks fails',
  });
  expect(checkVerdict(checks('refuse', 'refuse'))).toEqual({ level: 'bad', text: 'Not ready: 2 of 2 checks fail' });
});
