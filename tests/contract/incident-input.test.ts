import { expect, test } from 'vitest';
import { closeInput, commentInput, muteInput } from '../../lib/contract/incident-input.ts';

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const mute = (over: object = {}) => ({
  cluster: 'production',
  alias: 'government',
  kind: null,
  reason: 'Reindex',
  from: null,
  until: inHours(2),
  ...over,
});
const problemsOf = (over: object): string[] =>
  muteInput.safeParse(mute(over)).error?.issues.map(({ path }) => path.join('.')) ?? [];

test('a mute needs an end ahead, after its beginning, and not more than 30 days later', () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf({ from: inHours(1) })).toEqual([]);
  expect(problemsOf({ until: inHours(-1) })).toEqual(['until']);
  expect(problemsOf({ from: inHours(3) })).toEqual(['until']);
  expect(problemsOf({ until: inHours(31 * 24) })).toEqual(['until']);
  // From when it begins: planned a month ahead.
  expect(problemsOf({ from: inHours(40 * 24), until: inHours(41 * 24) })).toEqual([]);
});

test('a mute needs a reason, and an alias that can be one', () => {
  expect(problemsOf({ reason: '  ' })).toEqual(['reason']);
  expect(problemsOf({ alias: 'a b' })).toEqual(['alias']);
  expect(problemsOf({ alias: null, kind: 'disk' })).toEqual([]);
  // It would cover nothing.
  expect(problemsOf({ kind: 'job' })).toEqual(['alias']);
  expect(problemsOf({ kind: 'drill' })).toEqual([]);
  expect(problemsOf({ kind: 'weather' })).toEqual(['kind']);
});

test('a comment has words, and no more than fit', () => {
  const parse = (comment: string) => commentInput.safeParse({ cluster: 'production', incident: '12', comment });
  expect(parse(' Found it.\n').data?.comment).toBe('Found it.');
  expect(parse(' \n').success).toBe(false);
  expect(parse('x'.repeat(2_001)).success).toBe(false);
  expect(closeInput.safeParse({ cluster: 'production', incident: '12' }).success).toBe(true);
});

test('nothing else is taken: the audit log has every input', () => {
  const named = { cluster: 'production', incident: '12', comment: 'Found it.' };
  expect(commentInput.safeParse({ ...named, more: 'text' }).success).toBe(false);
  expect(commentInput.safeParse({ ...named, incident: '0' }).success).toBe(false);
  expect(commentInput.safeParse({ ...named, incident: '../12' }).success).toBe(false);
});
