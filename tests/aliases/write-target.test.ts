import { expect, test } from 'vitest';
import { writeTargetOf } from '../../lib/aliases/write-target.ts';

const on = (index: string, isWriteIndex?: boolean) => ({
  index,
  membership: { alias: 'government', ...(isWriteIndex === undefined ? {} : { isWriteIndex }) },
});

test('writes go to the only index, unless its write flag is false', () => {
  expect(writeTargetOf([on('a')])).toBe('a');
  expect(writeTargetOf([on('a', true)])).toBe('a');
  expect(writeTargetOf([on('a', false)])).toBeNull();
});

test('of several indices writes go to the one with the write flag, and are refused without one', () => {
  expect(writeTargetOf([on('a'), on('b', true)])).toBe('b');
  expect(writeTargetOf([on('a'), on('b')])).toBeNull();
  expect(writeTargetOf([])).toBeNull();
});
