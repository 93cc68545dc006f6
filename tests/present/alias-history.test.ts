import { expect, test } from 'vitest';
import type { AliasEvent, RecordedMove } from '../../lib/contract/alias-page.ts';
import { aliasHistoryOf } from '../../lib/present/alias-history.ts';

const time = (clock: string): string => `2026-11-23T${clock}:00.000Z`;
const state = (indices: string[]) =>
  indices.map((index) => ({ index, uuid: `uuid of ${index}`, membership: { alias: 'government' } }));

const job = (id: string, clock: string, before: string[], after: string[], started = clock): RecordedMove => ({
  job: id,
  title: `Switch government to ${after.join()}`,
  by: 'o.operator',
  startedAt: time(started),
  endedAt: time(clock),
  move: { alias: 'government', index: after[0] ?? before[0]!, before: state(before), after: state(after) },
});
const seen = (
  after: string,
  at: string,
  before: string[],
  to: string[],
  over: Partial<AliasEvent> = {},
): AliasEvent => ({
  alias: 'government',
  after: time(after),
  at: time(at),
  before,
  to,
  documents: { before: 10, after: 10 },
  job: null,
  ...over,
});
const now = (clock: string, indices: string[]) => ({ takenAt: time(clock), indices });
const kindsOf = (entries: ReturnType<typeof aliasHistoryOf>) => entries.map(({ kind }) => kind);

test('a move that the listings show and a job explains is the job’s alone', () => {
  const entries = aliasHistoryOf(
    [job('7', '06:42', ['a'], ['b'])],
    [seen('06:41', '06:44', ['a'], ['b'])],
    now('07:00', ['b']),
  );
  expect(entries).toEqual([
    expect.objectContaining({ kind: 'job', job: '7', by: 'o.operator', at: time('06:42'), before: ['a'], to: ['b'] }),
  ]);
});

test('a job that moved the alias long before it ended explains a listing in between', () => {
  const entries = aliasHistoryOf(
    [job('7', '06:59', ['a'], ['b'], '06:30')],
    [seen('06:41', '06:44', ['a'], ['b'])],
    now('07:00', ['b']),
  );
  expect(kindsOf(entries)).toEqual(['job']);
});

test('a move that no job explains is between its two listings, and nobody is named', () => {
  const entries = aliasHistoryOf([], [seen('06:41', '06:44', ['a'], ['b'])], now('07:00', ['b']));
  expect(entries).toEqual([
    {
      kind: 'other',
      after: time('06:41'),
      at: time('06:44'),
      before: ['a'],
      to: ['b'],
      documents: { before: 10, after: 10 },
    },
  ]);
});

test('a job and another client between the same two listings are two entries', () => {
  const entries = aliasHistoryOf(
    [job('7', '06:42', ['a'], ['b'])],
    [seen('06:41', '06:44', ['a'], ['c'])],
    now('07:00', ['c']),
  );
  expect(entries).toMatchObject([
    { kind: 'other', after: time('06:42'), at: time('06:44'), before: ['b'], to: ['c'] },
    { kind: 'job', job: '7' },
  ]);
});

test('a job that found the alias elsewhere than the last one left it shows a move of another client', () => {
  const entries = aliasHistoryOf(
    [job('7', '05:00', ['a'], ['b']), job('9', '06:00', ['x'], ['c'])],
    [],
    now('07:00', ['c']),
  );
  expect(entries).toMatchObject([
    { kind: 'job', job: '9' },
    { kind: 'other', after: time('05:00'), at: time('06:00'), before: ['b'], to: ['x'] },
    { kind: 'job', job: '7' },
  ]);
});

test('what the alias points to now, where no listing before it says when, is a move since the last known time', () => {
  expect(aliasHistoryOf([job('7', '05:00', ['a'], ['b'])], [], now('07:00', []))[0]).toMatchObject({
    kind: 'other',
    after: time('05:00'),
    at: time('07:00'),
    before: ['b'],
    to: [],
  });
  // A listing from before the job ended says nothing of it.
  expect(kindsOf(aliasHistoryOf([job('7', '05:00', ['a'], ['b'])], [], now('04:59', ['a'])))).toEqual(['job']);
  expect(kindsOf(aliasHistoryOf([job('7', '05:00', ['a'], ['b'])], [], null))).toEqual(['job']);
});

test('a move while an unfinished job was to change the alias is said to be neither its nor another’s', () => {
  const entries = aliasHistoryOf([], [seen('06:41', '06:44', ['a'], ['b'], { job: '8' })], null);
  expect(entries).toMatchObject([{ kind: 'during', job: '8', before: ['a'], to: ['b'] }]);
});

test('a loss of documents on the same index is part of the history', () => {
  const lost = seen('06:41', '06:44', ['a'], ['a'], { documents: { before: 8_940, after: 1_118 } });
  expect(aliasHistoryOf([], [lost], now('07:00', ['a']))).toEqual([
    { kind: 'loss', after: time('06:41'), at: time('06:44'), from: 8_940, to: 1_118 },
  ]);
});

test('a restore into the live index, which moved nothing, is no entry', () => {
  expect(aliasHistoryOf([job('7', '05:00', ['a'], ['a'])], [], now('07:00', ['a']))).toEqual([]);
});
