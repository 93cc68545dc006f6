import { expect, test } from 'vitest';
import { DEFAULT_LOSSES, ruleOf } from '../../lib/incidents/watch-settings.ts';

const named = (name: string, share: number) => ({ name, losses: { ...DEFAULT_LOSSES, share }, movesExpected: false });
const settings = {
  yellowForMs: 1,
  losses: DEFAULT_LOSSES,
  aliases: [named('page-*', 20), named('*', 30), named('page-traffic', 40), named('a*b*a', 50)],
};
const shareOf = (alias: string, aliases = settings.aliases) => ruleOf({ ...settings, aliases }, alias).losses?.share;

test('an exact name comes first, then the first pattern that matches, then the rule of the cluster', () => {
  expect(shareOf('page-traffic')).toBe(40);
  expect(shareOf('page-views')).toBe(20);
  expect(shareOf('government')).toBe(30);
  expect(shareOf('government', settings.aliases.slice(0, 1))).toBe(10);
});

test.each([
  ['aba', true],
  ['a-b-a', true],
  ['ab', false],
  ['a', false],
  ['xaba', false],
  ['abax', false],
])('a*b*a matches %s: %s', (alias, matches) => {
  expect(shareOf(alias, settings.aliases.slice(3))).toBe(matches ? 50 : 10);
});

test('a pattern is compared as it is written', () => {
  expect(shareOf('pageXtraffic', [named('page.*', 20)])).toBe(10);
});
