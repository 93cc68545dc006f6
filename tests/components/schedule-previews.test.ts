import { expect, test } from 'vitest';
import { askedOf } from '@/app/[cluster]/schedules/use-asked-selection.ts';
import { previewState } from '@/app/[cluster]/schedules/use-retention-preview.ts';
import { selectionPreviewQuery, retentionPreviewQuery, type AskedRetention } from '@/components/schedules/queries.ts';
import { stillReading } from '@/components/schedules/retention-answer.ts';
import { RouteError } from '@/components/route-request.ts';
import type { RetentionPreview } from '@/lib/contract/schedules-page.ts';

const asked: AskedRetention = {
  all: 'yes',
  kind: 'backup',
  timeZone: 'UTC',
  last: '',
  hourly: '',
  daily: '30',
  weekly: '',
  monthly: '',
  yearly: '',
  within: '',
};
const preview: RetentionPreview = {
  takenAt: '2026-11-30T03:00:00.000Z',
  kept: 1,
  deleted: 0,
  freedBytes: 0,
  warnings: [],
  groups: [],
  unlisted: 0,
  outside: 0,
};
const waiting = { data: undefined, error: null, errorUpdateCount: 0, isPlaceholderData: false };
const known = {
  asked,
  selection: { state: 'ready' as const, asked: { all: 'yes' as const } },
  settled: true,
  query: { ...waiting, data: preview },
};
type Known = Parameters<typeof previewState>[0];
const state = (change: Partial<Omit<Known, 'query'>> = {}, query: Partial<Known['query']> = {}) =>
  previewState({ ...known, ...change, query: { ...known.query, ...query } });
const failure = (code: 'timed_out' | 'unreachable' | 'invalid_input') => new RouteError({ code, message: 'No.' }, 500);

test('only a preview of exactly what is typed counts as shown', () => {
  expect(state()).toBe('shown');
  expect(state({}, { isPlaceholderData: true })).toBe('waiting');
  expect(state({ settled: false })).toBe('waiting');
  expect(state({ selection: { ...known.selection, state: 'pending' } })).toBe('waiting');
  expect(state({}, { data: undefined })).toBe('waiting');
  expect(state({}, { data: { asked: 3 } })).toBe('waiting');
});

test('a preview that failed is not waited for, also while it is asked for again', () => {
  const failed = { data: undefined, error: failure('unreachable'), errorUpdateCount: 1 };
  expect(state({}, failed)).toBe('failed');
  expect(state({}, { ...failed, error: null })).toBe('failed');
  expect(state({}, { data: { asked: 10 }, error: failure('timed_out'), errorUpdateCount: 1 })).toBe('failed');
  expect(state({ selection: { state: 'failed', asked: {} } }, { data: undefined })).toBe('failed');
  expect(state({}, { ...failed, error: failure('invalid_input') })).toBe('refused');
});

test('where nothing is to be deleted there is nothing to wait for', () => {
  expect(state({ asked: null }, { data: undefined })).toBe('none');
  const { all: _, ...nothing } = asked;
  expect(state({ asked: nothing }, { data: undefined })).toBe('none');
});

test('an answer about something else does not stand in where nothing is asked', () => {
  expect(retentionPreviewQuery('one', asked).placeholderData).toBeDefined();
  expect(retentionPreviewQuery('one', null).placeholderData).toBeUndefined();
  expect(selectionPreviewQuery('one', { all: 'yes' }).placeholderData).toBeDefined();
  expect(selectionPreviewQuery('one', { aliases: '' }).placeholderData).toBeUndefined();
});

test('a server that reads on is no failure, but not for ever, and not where there was an answer', () => {
  const slow = failure('timed_out');
  expect(stillReading(slow, undefined)).toEqual({ asked: 1 });
  expect(stillReading(slow, { asked: 1 })).toEqual({ asked: 2 });
  expect(() => stillReading(slow, { asked: 10 })).toThrow(slow);
  expect(() => stillReading(slow, preview)).toThrow(slow);
  const other = failure('unreachable');
  expect(() => stillReading(other, undefined)).toThrow(other);
});

test('many names are asked for by their key, and it is said where the server did not keep them', () => {
  const few = { aliases: 'government', indices: '' };
  expect(askedOf({ kept: null, names: few, typed: few })).toEqual({ state: 'ready', asked: few });
  expect(askedOf({ kept: null, names: few, typed: { ...few } }).state).toBe('pending');
  const many = { aliases: Array.from({ length: 400 }, (_, n) => `a-long-alias-${n}`).join(','), indices: '' };
  const of = (kept: Parameters<typeof askedOf>[0]['kept']) => askedOf({ kept, names: many, typed: many });
  expect(of(null)).toEqual({ state: 'pending', asked: {} });
  expect(of({ names: { ...many }, key: 'old' }).state).toBe('pending');
  expect(of({ names: many, key: 'abc' })).toEqual({ state: 'ready', asked: { kept: 'abc' } });
  expect(of({ names: many, key: null })).toEqual({ state: 'failed', asked: {} });
});
