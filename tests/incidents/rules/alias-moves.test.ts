import { expect, test } from 'vitest';
import type { AliasEvent } from '../../../lib/contract/alias-page.ts';
import { foreignMoveIn } from '../../../lib/incidents/rules/alias-moves.ts';

const START = Date.parse('2026-11-28T00:00:00.000Z');
const isoAt = (minute: number) => new Date(START + minute * 60_000).toISOString();

/** [minute, before, to, own]. */
type Event = readonly [minute: number, before: string[], to: string[], own?: 'own'];

const eventOf = ([minute, before, to, own]: Event): AliasEvent => ({
  at: isoAt(minute),
  after: isoAt(minute - 1),
  alias: 'government',
  before,
  to,
  documents: { before: 100, after: 90 - minute },
  job: own ? '7' : null,
});
const moveIn = (events: readonly Event[]) => foreignMoveIn(events.map(eventOf), ({ job }) => job !== null);

test('a move by another hand has both times, what it pointed to, and the documents', () => {
  expect(moveIn([[1, ['a'], ['b']]])).toEqual({
    from: ['a'],
    to: ['b'],
    began: { at: isoAt(1), after: isoAt(0) },
    documents: { before: 100, after: 89 },
  });
});

test.each<[string, Event[]]>([
  ['a new alias', [[1, [], ['a']]]],
  ['fewer documents in the same index', [[1, ['a'], ['a']]]],
  ['our job moved it', [[1, ['a'], ['b'], 'own']]],
  ['an index that is added', [[1, ['a'], ['a', 'b']]]],
  [
    'it points to the former index again, and to a further one',
    [
      [1, ['a'], ['b']],
      [2, ['b'], ['b', 'a']],
    ],
  ],
  [
    'it points to the former index again',
    [
      [1, ['a'], ['b']],
      [2, ['b'], ['a']],
    ],
  ],
  [
    'to the former indices in another order',
    [
      [1, ['a', 'b'], ['c']],
      [2, ['c'], ['b', 'a']],
    ],
  ],
  [
    'our job moved it afterwards',
    [
      [1, ['a'], ['b']],
      [2, ['b'], ['c'], 'own'],
    ],
  ],
  [
    'the alias is gone',
    [
      [1, ['a'], ['b']],
      [2, ['b'], []],
    ],
  ],
])('no move: %s', (_, events) => {
  expect(moveIn(events)).toBeNull();
});

test('an alias that lost one of its indices has moved, also where it was given another one', () => {
  expect(moveIn([[1, ['a', 'b'], ['a']]])).toMatchObject({ from: ['a', 'b'], to: ['a'] });
  expect(moveIn([[1, ['a', 'b'], ['b', 'c']]])).toMatchObject({ from: ['a', 'b'], to: ['b', 'c'] });
});

test('a second move is of the same incident, which began with the first', () => {
  expect(
    moveIn([
      [1, ['a'], ['b']],
      [2, ['b'], ['c']],
    ]),
  ).toMatchObject({
    from: ['a'],
    to: ['c'],
    began: { at: isoAt(1) },
    documents: { before: 100, after: 88 },
  });
});

test('an alias that was gone in between has moved', () => {
  expect(
    moveIn([
      [1, ['a'], []],
      [2, [], ['b']],
    ]),
  ).toMatchObject({ from: ['a'], to: ['b'] });
});
