import { expect, test } from 'vitest';
import { aliasHint, endOf, inputOf, wrongIn, type TypedMute } from '../../app/[cluster]/incidents/typed-mute.ts';

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
        kind: 'documents-lost',
        from: '2026-11-30 22:00',
        length: 'typed',
        until: '2026-12-01 01:30',
      }),
      NOW,
    ),
  ).toMatchObject({
    alias: 'government',
    kind: 'documents-lost',
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

test('an alias is refused beside a kind that is of no alias, as such a mute covers nothing', () => {
  for (const kind of ['job', 'schedule', 'disk', 'cluster-red'] as const) {
    expect(wrongIn(typed({ alias: 'government', kind })).alias, kind).toContain('of no alias');
    expect(aliasHint(kind, false), kind).toContain('of no alias');
    expect(wrongIn(typed({ kind })), kind).toEqual({});
  }
  expect(wrongIn(typed({ alias: 'government', kind: 'drill' }))).toEqual({});
  expect(aliasHint('', false)).toContain('Empty: everything');
});
