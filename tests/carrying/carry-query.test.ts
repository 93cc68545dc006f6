import { expect, test } from 'vitest';
import { carryQuery, sinceInUtc } from '../../lib/carrying/carry-query.ts';
import { thrownBy } from '../support/failure-of.ts';

test.each([
  ['2026-01-08', '2026-01-08T00:00:00.000Z'],
  ['2026-01-08T03:00', '2026-01-08T03:00:00.000Z'],
  ['2026-01-08T03:00:00', '2026-01-08T03:00:00.000Z'],
  ['2026-01-08T03:00:00.5', '2026-01-08T03:00:00.500Z'],
  ['2026-01-08T03:00:00Z', '2026-01-08T03:00:00.000Z'],
  ['2026-01-08T03:00:00+02:00', '2026-01-08T01:00:00.000Z'],
])('%s is read as %s, in any time zone of the machine', (time, utc) => {
  const before = process.env['TZ'];
  process.env['TZ'] = 'Asia/Tokyo';
  try {
    expect(sinceInUtc({ field: 'at', time })).toEqual({ field: 'at', time: utc });
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

test.each(['yesterday', 'Jan 8 2026', '2026-01-08T25:00', ''])('“%s” is not a time', (time) => {
  expect(thrownBy(() => sinceInUtc({ field: 'at', time }))).toMatchObject({ code: 'invalid_input' });
});

test('a query and a time are both required of a document', () => {
  expect(carryQuery({ term: { n: 1 } }, { field: 'at', time: '2026-01-08T03:00' })).toBe(
    '{"bool":{"filter":[{"term":{"n":1}},' +
      '{"range":{"at":{"gte":"2026-01-08T03:00:00.000Z","format":"strict_date_optional_time"}}}]}}',
  );
  expect(carryQuery(null, null)).toBeNull();
});
