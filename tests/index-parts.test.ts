import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ambiguousNames, indexParts } from '@/lib/index-parts.ts';

const NOW = Date.parse('2026-11-28T07:21:00.000Z');
const NAME = 'government-2026-11-24t11-18-00z-b6b1de95-4c1d-983f-aeeb-05442e690af5';
const WHOLE = { alias: null, date: null, id: null };

describe('the parts of an index name', () => {
  test('are the alias, the date and four characters', () => {
    expect(indexParts(NAME, null, NOW)).toEqual({ alias: 'government', date: '24 Nov 11:18', id: 'b6b1' });
    expect(indexParts(NAME, 'government', NOW)).toEqual(indexParts(NAME, null, NOW));
    expect(indexParts('a-b-2018-01-08t10:17:40z-0af5', undefined, NOW)).toEqual({
      alias: 'a-b',
      date: '8 Jan 2018 10:17',
      id: '0af5',
    });
  });

  test('are not given under the heading of another alias', () => {
    expect(indexParts(NAME, 'detailed', NOW)).toEqual(WHOLE);
    expect(indexParts(NAME, 'Government', NOW).alias).toBe('Government');
  });

  test.each([
    'scratch',
    '.kibana_1',
    'logs-2026.11.24-000001',
    'government-2026-11-24t11-18-00z',
    'government-2026-11-24t11-18-00z-restored',
    'government-2026-11-24t11-18-00z-b6',
    'government-2026-13-45t11-18-00z-b6b1de95',
    'government-2026-02-30t11-18-00z-b6b1de95',
    'government-2026-11-24t29-18-00z-b6b1de95',
    '',
  ])('are not given for %j, which is displayed whole', (name) => {
    expect(indexParts(name, null, NOW)).toEqual(WHOLE);
  });
});

const two = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{0,${length}}$`));
/** Names that often have something in common, some of them of another form. */
const names = fc.oneof(
  fc
    .tuple(fc.constantFrom('a', 'a-b', 'b'), fc.constantFrom('2026', '2025'), two(13), two(32), two(1), two(61), hex(6))
    .map(
      ([group, year, month, day, minute, second, id]) =>
        `${group}-${year}-${month}-${day}t10-${minute}-${second}z-${id}`,
    ),
  fc
    .tuple(fc.constantFrom('a', 'b'), two(1), hex(5))
    .map(([group, second, id]) => `${group}-2026-11-24t10-00-${second}z-${id}`),
  fc.stringMatching(/^[a-z0-9._·-]{1,12}$/),
);

/** What a page displays, with the alias or below its heading. */
const displayed = (name: string, heading: string | null, whole: ReadonlySet<string>): string => {
  const { alias, date, id } = indexParts(name, heading, NOW);
  if (whole.has(name) || date === null) return name;
  return [...(heading === null ? [alias] : []), date, id].join(' · ');
};

test('two indices of a list are never displayed as the same text, with or without the heading of an alias', () => {
  fc.assert(
    fc.property(fc.uniqueArray(names, { maxLength: 30 }), fc.constantFrom(null, 'a', 'b', 'B'), (list, heading) => {
      const whole = ambiguousNames(list);
      const texts = list.map((name) => displayed(name, heading, whole));
      expect(new Set(texts).size).toBe(list.length);
    }),
    { numRuns: 2000 },
  );
});

test('only names with equal parts are ambiguous', () => {
  const again = NAME.replace('-00z-', '-59z-');
  const other = NAME.replace('b6b1', 'b6b2');
  expect([...ambiguousNames([NAME, NAME, other, 'scratch'])]).toEqual([]);
  expect([...ambiguousNames([NAME, other, again])].sort()).toEqual([NAME, again].sort());
});

test('no name takes long or throws, however it is made up', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (name) => void indexParts(name, name, NOW)));
  expect(indexParts(`${'-2026-11-24t11-18-00z-'.repeat(5000)}x`, null, NOW)).toEqual(WHOLE);
});
