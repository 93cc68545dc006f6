import { expect, test } from 'vitest';
import { byName } from '../../lib/contract/by-name.ts';
import { aliasEventsBetween } from '../../lib/live/alias-events.ts';
import type { ClusterSnapshot } from '../../lib/live/changes.ts';

type Aliases = [string, { indices: string[]; documents: number | null }][];

const snapshot = (takenAt: string, aliases: Aliases): ClusterSnapshot => ({
  takenAt,
  status: 'green',
  nodes: ['n1'],
  indices: byName([]),
  aliases: byName(aliases),
});
const EARLIER = '2026-11-23T06:41:00.000Z';
const LATER = '2026-11-23T06:44:00.000Z';
const eventsOf = (before: Aliases, after: Aliases, jobOf: (name: string) => string | null = () => null) =>
  aliasEventsBetween(snapshot(EARLIER, before), snapshot(LATER, after), jobOf);

test('a moved, a new and a deleted alias are events with the time between the two listings', () => {
  expect(
    eventsOf(
      [
        ['government', { indices: ['g-1'], documents: 9 }],
        ['users', { indices: ['u-1'], documents: 2 }],
        ['same', { indices: ['s-1'], documents: 1 }],
      ],
      [
        ['government', { indices: ['g-2', 'g-1'], documents: 11 }],
        ['__proto__', { indices: ['p-1'], documents: 3 }],
        ['same', { indices: ['s-1'], documents: 1 }],
      ],
    ),
  ).toEqual([
    expect.objectContaining({
      alias: 'government',
      after: EARLIER,
      at: LATER,
      before: ['g-1'],
      to: ['g-2', 'g-1'],
      documents: { before: 9, after: 11 },
      job: null,
    }),
    expect.objectContaining({ alias: 'users', before: ['u-1'], to: [] }),
    expect.objectContaining({ alias: '__proto__', before: [], to: ['p-1'] }),
  ]);
});

test('fewer documents on the same index are an event, and an unknown number is none', () => {
  const falls = (documents: number | null) =>
    eventsOf([['government', { indices: ['g-1'], documents: 100 }]], [['government', { indices: ['g-1'], documents }]]);
  expect(falls(10)).toMatchObject([{ documents: { before: 100, after: 10 }, job: null }]);
  expect(falls(99)).toEqual([]);
  expect(falls(null)).toEqual([]);
});

test('the aliases of an unfinished restore are no events', () => {
  expect(eventsOf([], [['restore-desk-loading-1', { indices: ['g-1'], documents: 1 }]])).toEqual([]);
});
