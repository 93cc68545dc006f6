import { expect, test } from 'vitest';
import { visibleDeep, visibleText } from '../../lib/json/visible-text.ts';

test('what can not be seen, or would turn the text around, is escaped', () => {
  expect(visibleText('/a\u001b[31m\u0000\n\u202eb\u0085')).toBe('/a\\x1b[31m\\x00\\x0a\\u202eb\\x85');
});

test('other text is unchanged, whatever its alphabet', () => {
  expect(visibleText('/größe/日本/🐵?q=%2F')).toBe('/größe/日本/🐵?q=%2F');
});

test('every text of a value is escaped', () => {
  expect(visibleDeep({ list: ['a\u0007'], count: 1, none: null })).toEqual({ list: ['a\\x07'], count: 1, none: null });
});
