import { expect, test } from 'vitest';
import {
  formatAliases,
  formatRules,
  NO_ALIASES,
  parseRules,
  validateRules,
} from '../../../lib/kinds/clean-up/rules.ts';
import { rulesTextSchema } from '../../../lib/kinds/clean-up/rules-schema.ts';

test('rules are parsed from text', () => {
  expect(parseRules({ keep: '2', olderThan: '7d', aliases: 'a,b' })).toEqual({
    keep: 2,
    olderThanMs: 7 * 86_400_000,
    aliases: ['a', 'b'],
  });
  expect(parseRules({ keep: '0', olderThan: ' 36 h ', aliases: '' })).toEqual({
    keep: 0,
    olderThanMs: 36 * 3_600_000,
    aliases: [],
  });
});

test('rules are formatted as they were parsed, and an age is never shortened', () => {
  for (const rules of [
    { keep: '2', olderThan: '36h', aliases: 'a,b' },
    { keep: '0', olderThan: '', aliases: '' },
    { keep: '1', olderThan: '2w', aliases: 'a' },
    { keep: '1', olderThan: '', aliases: NO_ALIASES },
  ])
    expect(formatRules(parseRules(rules))).toEqual(rules);
  for (const olderThanMs of [1, 90_000, 7 * 86_400_000 + 1, 300 * 86_400_000 + 60_000]) {
    const again = formatRules({ keep: 1, olderThanMs, aliases: [] });
    expect(validateRules(again)).toEqual({});
    expect(parseRules(again).olderThanMs).toBeGreaterThanOrEqual(olderThanMs);
  }
});

test('no alias is not every alias', () => {
  expect(parseRules({ keep: '1', olderThan: '', aliases: formatAliases([]) })).toMatchObject({ noAliases: true });
  expect(parseRules({ keep: '1', olderThan: '', aliases: '' })).not.toHaveProperty('noAliases');
  expect(parseRules({ keep: '1', olderThan: '', aliases: formatAliases(['b', 'a']) })).toEqual({
    keep: 1,
    olderThanMs: null,
    aliases: ['a', 'b'],
  });
});

test('an invalid number or age is refused with its field, by the browser and by the server alike', () => {
  for (const rules of [
    { keep: '', olderThan: '', aliases: '' },
    { keep: '-1', olderThan: '', aliases: '' },
    { keep: '1', olderThan: '7 days', aliases: '' },
    { keep: '1', olderThan: '1e3d', aliases: '' },
  ]) {
    const fields = Object.keys(validateRules(rules));
    expect(fields).toHaveLength(1);
    expect(rulesTextSchema.safeParse(rules).error?.issues.map((issue) => issue.path[0])).toEqual(fields);
  }
  expect(rulesTextSchema.safeParse({ aliases: 'a,../b' }).success).toBe(false);
  expect(rulesTextSchema.parse({})).toEqual({ keep: '1', olderThan: '', aliases: '' });
});
