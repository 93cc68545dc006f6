import { expect, test } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatChange,
  formatCount,
  formatDuration,
  formatList,
  formatPercent,
  formatRelative,
  formatSpan,
  formatUtc,
  plural,
  shortenNames,
  formatUtcShort,
  shortIndexName,
} from '../lib/format.ts';

test('an unknown value is "unknown", never zero', () => {
  expect([
    formatCount(null),
    formatBytes(null),
    formatChange(undefined),
    formatDuration(null),
    formatPercent(1, 0),
    formatUtc(null),
    formatUtc('nonsense'),
  ]).toEqual(Array(7).fill('unknown'));
  expect([formatCount(0), formatBytes(0), formatChange(0)]).toEqual(['0', '0 B', '0']);
});

test('sizes are counted as Elasticsearch counts them', () => {
  expect([1, 1_023, 1_024, 1_536, 1_048_575, 15_309_210, 45_928_652_800].map(formatBytes)).toEqual([
    '1 B',
    '1023 B',
    '1.0 KB',
    '1.5 KB',
    '1.0 MB',
    '14.6 MB',
    '42.8 GB',
  ]);
});

test('a part is never rounded to 0 % or 100 %', () => {
  expect([
    formatPercent(9_999, 10_000),
    formatPercent(1, 10_000),
    formatPercent(0, 10),
    formatPercent(10, 10),
    formatPercent(7_208, 8_412),
  ]).toEqual(['99 %', '1 %', '0 %', '100 %', '86 %']);
});

test('changes have a minus sign, and one thing is singular', () => {
  expect([formatChange(-7_208), formatChange(12), plural(1, 'index', 'indices'), plural(8_412, 'document')]).toEqual([
    '−7,208',
    '+12',
    '1 index',
    '8,412 documents',
  ]);
});

test('durations and ages have at most two units', () => {
  expect([0.42, 12, 60, 200, 7_500, 273_600].map(formatDuration)).toEqual([
    '0.4 s',
    '12 s',
    '1 min',
    '3 min 20 s',
    '2 h 5 min',
    '3 days 4 h',
  ]);
  expect([4_000, 120_000, 39_600_000, 172_800_000].map(formatAge)).toEqual(['4 s', '2 min', '11 h', '2 days']);
  expect(formatRelative('2026-11-23T03:00:00.000Z', Date.parse('2026-11-23T14:00:00.000Z'))).toBe('11 h ago');
  expect(formatRelative('2026-11-23T03:00:00.000Z', Date.parse('2026-11-23T02:57:00.000Z'))).toBe('in 3 min');
});

test('an index name is shortened by its alias', () => {
  const name = 'government-2026-11-23t06-11-40z-4be1c2d3-aaaa-bbbb';
  expect(shortIndexName(name, 'government')).toBe('…2026-11-23t06-11-40z-4be1…');
  expect(shortIndexName(name, 'detailed')).toBe('government-2026-11-23t06-11-40z-4be1…');
  expect(shortIndexName('scratch', 'government')).toBe('scratch');
  expect(shortenNames(`1 replica of ${name} is unassigned`)).toBe(
    '1 replica of government-2026-11-23t06-11-40z-4be1… is unassigned',
  );
  expect(shortenNames(`“${name}”, [${name}] and ${name.slice(0, 36)}`)).toBe(
    '“government-2026-11-23t06-11-40z-4be1…”, [government-2026-11-23t06-11-40z-4be1…] and government-2026-11-23t06-11-40z-4be1',
  );
  // A long text without a space from a hostile cluster: it took minutes.
  expect(shortenNames('0'.repeat(200_000))).toHaveLength(200_000);
});

test('a configured length of time is not rounded', () => {
  expect([0, 5_000, 5_400_000, 129_600_000, 86_400_000, 1_209_600_000].map(formatSpan)).toEqual([
    '0 s',
    '5 s',
    '90 min',
    '36 h',
    '1 day',
    '14 days',
  ]);
});

test('long lists end in a number', () => {
  expect([formatList([]), formatList(['a']), formatList(['a', 'b']), formatList(['a', 'b', 'c', 'd'])]).toEqual([
    'none',
    'a',
    'a and b',
    'a, b, c and 1 more',
  ]);
});

test('a short time has its year only if that is another one', () => {
  const nowMs = Date.parse('2026-11-28T07:00:00.000Z');
  expect(formatUtcShort('2026-11-08T03:00:59.000Z', nowMs)).toBe('8 Nov 03:00');
  expect(formatUtcShort('2026-11-08T03:00:59.000Z', nowMs, 'seconds')).toBe('8 Nov 03:00:59');
  expect(formatUtcShort('2025-12-31T23:59:00.000Z', nowMs)).toBe('31 Dec 2025 23:59');
  expect(formatUtcShort(null, nowMs)).toBe('unknown');
  expect(formatUtcShort('nonsense', nowMs)).toBe('unknown');
});
