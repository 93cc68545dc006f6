import { expect, test } from 'vitest';
import { endOf, inputOf, wrongIn, type TypedMute } from '../../app/[cluster]/incidents/typed-mute.ts';

const NOW = Date.parse('2026-11-30T20:00:00.000Z');
const typed = (over: Partial<TypedMute> = {}): TypedMute => ({
  alias: '',
  kind: '',
  from: '',
  length: '60',
  until: '',
  reason: 'Reindex',
  ...over,
});

test('a length counts from now, or from a beginning that is ahead', () => {
  expect(endOf(typed(), NOW)).toBe('2026-11-30T21:00:00.000Z');
  expect(endOf(typed({ from: '2026-11-30 22:00' }), NOW)).toBe('2026-11-30T23:00:00.000Z');
  expect(endOf(typed({ from: '2026-11-30 10:00' }), NOW)).toBe('2026-11-30T21:00:00.000Z');
});

test('what is typed is sent with nulls for what is left empty', () => {
  expect(inputOf('production', typed({ reason: ' Reindex ' }), NOW)).toEqual({
    cluster: 'production',
    alias: null,
    kind: null,
    reason: 'Reindex',
    from: null,
    until: '2026-11-30T21:00:00.000Z',
  });
  expect(
    inputOf(
      'production',
      typed({
        alias: ' government ',
        kind: 'disk',
        from: '2026-11-30 22:00',
        length: 'typed',
        until: '2026-12-01 01:30',
      }),
      NOW,
    ),
  ).toMatchObject({
    alias: 'government',
    kind: 'disk',
    from: '2026-11-30T22:00:00.000Z',
    until: '2026-12-01T01:30:00.000Z',
  });
});

test('what can’t be used is said beside its field, and nothing is sent', () => {
  const wrong = typed({ from: 'tonight', length: 'typed', until: '2026-11-31 01:30', reason: ' ' });
  expect(Object.keys(wrongIn(wrong))).toEqual(['from', 'until', 'reason']);
  expect(inputOf('production', wrong, NOW)).toBeNull();
  expect(inputOf('production', typed({ reason: '' }), NOW)).toBeNull();
  // A time that is not asked for is not checked.
  expect(wrongIn(typed({ until: 'later' }))).toEqual({});
});
