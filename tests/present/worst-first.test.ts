import { expect, test } from 'vitest';
import type { ClusterStanding } from '../../lib/contract/clusters-page.ts';
import { concernOf, needsAttention, worstFirst } from '../../lib/present/worst-first.ts';
import { aStanding } from '../support/a-standing.ts';

const NOW = Date.parse('2026-11-28T22:00:00.000Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const concern = (over: Partial<ClusterStanding>, criticalAliases = 0) =>
  concernOf(aStanding(over), { criticalAliases, now: NOW });

const { health, aliases } = aStanding();
const inState = (state: 'yellow' | 'red') => ({ ...health, state }) as ClusterStanding['health'];
const silent = (forMs: number, last: 'green' | 'yellow' | 'red' | null = 'green'): ClusterStanding['health'] => ({
  state: 'silent',
  refused: false,
  since: ago(forMs),
  message: null,
  last: last && { status: last, takenAt: ago(forMs) },
});
const one = { count: 1, names: ['government'] };
const open = { open: 1, critical: 0, unacknowledged: 1, worst: null };

test('the worst of several things counts', () => {
  const all = { health: inState('red'), incidents: open, aliases: { all: 3, troubled: one, overdue: one } };
  expect(concern(all, 1)).toBe('critical');
  expect(concern(all)).toBe('red');
  expect(concern({ ...all, health: silent(60_000) })).toBe('silent');
  expect(concern({ ...all, health })).toBe('losses');
  expect(concern({ incidents: open, aliases: { ...aliases, overdue: one } })).toBe('incidents');
  expect(concern({ aliases: { ...aliases, overdue: one } })).toBe('overdue');
  expect(concern({ drill: { job: '1', at: ago(1), outcome: 'failed', alias: null } })).toBe('drill');
  expect(concern({ drill: { job: '1', at: ago(1), outcome: 'unproven', alias: null } })).toBe('none');
  expect(concern({ health: inState('yellow') })).toBe('yellow');
  expect(concern({})).toBe('none');
});

test('a cluster that pauses for a moment keeps its place', () => {
  expect(concern({ health: silent(9_000) })).toBe('none');
  expect(concern({ health: silent(9_000, 'yellow') })).toBe('yellow');
  expect(concern({ health: silent(9_000, 'red') })).toBe('red');
  expect(concern({ health: silent(10_000, 'red') })).toBe('silent');
  expect(concern({ health: silent(10_000) })).toBe('silent');
});

test.each([
  ['its first answer is waited for', { health: { state: 'waiting' } }],
  ['it has not answered yet, for a moment', { health: silent(1_000, null) }],
  ['its health can’t be read', { health: { state: 'unreadable', message: 'no' } }],
  ['losses are unknown', { aliases: { ...aliases, troubled: null } }],
  ['overdue backups are unknown', { aliases: { ...aliases, overdue: null } }],
  ['the jobs’ database can’t be read', { incidents: null }],
  ['the last drill is unknown', { drill: null }],
  ['its jobs are unknown', { jobs: null }],
] satisfies [string, Partial<ClusterStanding>][])('is not fine while %s', (_, over) => {
  expect(concern(over)).toBe('unknown');
});

test('the worst is first, and clusters of the same concern are in the order given', () => {
  const of = (key: string, concern: ClusterStanding['concern'], critical = 0) => ({
    key,
    concern,
    incidents: { critical },
  });
  const sorted = worstFirst([of('a', 'none'), of('b', 'overdue'), of('c', 'critical'), of('d', 'overdue')]);
  expect(sorted.map(({ key }) => key)).toEqual(['c', 'b', 'd', 'a']);
  // A disk that is nearly full is before a drill that is overdue.
  expect(worstFirst([of('a', 'incidents'), of('b', 'incidents', 1)]).map(({ key }) => key)).toEqual(['b', 'a']);
});

test('what is unknown, or yellow for a short time, needs no attention', () => {
  expect((['critical', 'silent', 'drill'] as const).map((concern) => needsAttention({ concern }))).toEqual([
    true,
    true,
    true,
  ]);
  expect((['unknown', 'yellow', 'none'] as const).map((concern) => needsAttention({ concern }))).toEqual([
    false,
    false,
    false,
  ]);
});
