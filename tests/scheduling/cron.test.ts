import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../../lib/errors.ts';
import { MAX_COUNTED, lastTime, nextTimes, requireCron, timesBetween } from '../../lib/scheduling/cron.ts';

const LONDON = 'Europe/London';
const DAY = 86_400_000;
const utc = (times: readonly number[]) => times.map((at) => new Date(at).toISOString().slice(5, 16));
const next = (cron: string, timeZone: string, after: string, count: number) =>
  utc(nextTimes({ cron, timeZone }, Date.parse(after), count));

describe('what can be given', () => {
  const problemOf = (cron: string, timeZone = 'UTC') => {
    try {
      requireCron({ cron, timeZone });
      return null;
    } catch (error) {
      if (!isAppError(error)) throw error;
      expect(error.code).toBe('invalid_input');
      expect(error.hint).toBeTruthy();
      return error;
    }
  };

  test.each([
    '0 3 * * *',
    '* * * * *',
    '*/15 * * * *',
    '5-59/15 9-17 * * MON-FRI',
    '0 0 1 jan,JUL *',
    '0 0 * * 7',
    '0 0 L * *',
    '0 0 LW * *',
    '0 0 15W * *',
    '0 0 * * 5#2',
    '0 0 29 2 *',
    '  0   3 * * * ',
  ])('reads %s', (cron) => {
    expect(problemOf(cron)).toBeNull();
  });

  test.each([
    ['@daily', 'Nicknames such as @daily can’t be used.'],
    ['@reboot', 'Nicknames such as @reboot can’t be used.'],
    ['0 3 * *', 'A cron expression has five fields, not 4.'],
    ['0 0 3 * * *', 'A cron expression has five fields, not 6: seconds can’t be given.'],
    ['60 3 * * *', 'The minute “60” can’t be read.'],
    ['0 24 * * *', 'The hour “24” can’t be read.'],
    ['0 22-2 * * *', 'The hour “22-2” can’t be read.'],
    ['5/15 * * * *', 'The minute “5/15” can’t be read.'],
    ['*/0 * * * *', 'The minute “*/0” can’t be read.'],
    ['0 0 32 * *', 'The day of the month “32” can’t be read.'],
    ['0 0 ? * *', 'The day of the month “?” can’t be read.'],
    ['0 0 * 13 *', 'The month “13” can’t be read.'],
    ['0 0 * * 8', 'The day of the week “8” can’t be read.'],
    ['0 0 1 * +1', 'The day of the week “+1” can’t be read.'],
    ['0 0 30 2 *', '“0 0 30 2 *” never runs: there is no such day.'],
    ['0 0 31 4,6 *', '“0 0 31 4,6 *” never runs: there is no such day.'],
  ])('refuses %s', (cron, message) => {
    expect(problemOf(cron)).toMatchObject({ message, details: { fields: { cron: message } } });
  });

  test.each([
    ['Europe/Nowhere', 'Name a zone of the IANA database, such as Europe/London, America/New_York or UTC.'],
    ['+01:00', 'Name a zone of the IANA database, such as Europe/London, America/New_York or UTC.'],
    ['', 'Name a zone of the IANA database, such as Europe/London, America/New_York or UTC.'],
    ['europe/london', 'Do you mean Europe/London?'],
    ['new york', 'Do you mean America/New_York?'],
  ])('refuses the time zone “%s”', (timeZone, hint) => {
    const message = `There is no time zone “${timeZone}”.`;
    expect(problemOf('0 3 * * *', timeZone)).toMatchObject({
      message,
      hint,
      details: { fields: { timeZone: message } },
    });
  });

  test.each(['UTC', LONDON, 'US/Eastern', 'Etc/GMT+5', 'Asia/Kolkata'])('knows the time zone %s', (timeZone) => {
    expect(problemOf('0 3 * * *', timeZone)).toBeNull();
  });

  test('names both fields if both are wrong', () => {
    expect(Object.keys(problemOf('0 24 * * *', 'Nowhere')?.details.fields as object)).toEqual(['cron', 'timeZone']);
  });
});

describe('days', () => {
  test('runs on a day that is either the day of the month or the day of the week, if both are given', () => {
    expect(next('0 0 1 * 1', 'UTC', '2026-11-28T00:00Z', 4)).toEqual([
      '11-30T00:00',
      '12-01T00:00',
      '12-07T00:00',
      '12-14T00:00',
    ]);
  });

  test('takes 0, 7 and SUN for Sunday', () => {
    const sundays = next('0 0 * * 0', 'UTC', '2026-11-28T00:00Z', 3);
    expect(sundays).toEqual(['11-29T00:00', '12-06T00:00', '12-13T00:00']);
    expect(next('0 0 * * 7', 'UTC', '2026-11-28T00:00Z', 3)).toEqual(sundays);
    expect(next('0 0 * * sun', 'UTC', '2026-11-28T00:00Z', 3)).toEqual(sundays);
  });

  test('knows the last day of each month', () => {
    expect(next('0 0 L * *', 'UTC', '2027-01-01T00:00Z', 3)).toEqual(['01-31T00:00', '02-28T00:00', '03-31T00:00']);
  });
});

/** London 2026: 01:00 to 02:00 does not exist on 29 March, and exists twice on 25 October. */
describe('daylight saving', () => {
  test.each([
    ['30 1 * * *', ['03-28T01:30', '03-29T01:00', '03-30T00:30']],
    ['0 1 * * *', ['03-28T01:00', '03-29T01:00', '03-30T00:00']],
    ['0 3 * * *', ['03-28T03:00', '03-29T02:00', '03-30T02:00']],
    ['*/30 1 * * 0,1', ['03-29T01:00', '03-30T00:00', '03-30T00:30']],
  ])('runs %s right after the hour that does not exist', (cron, expected) => {
    expect(next(cron, LONDON, '2026-03-28T00:00Z', 3)).toEqual(expected);
  });

  test.each([
    ['30 1 * * *', ['10-25T00:30', '10-26T01:30', '10-27T01:30']],
    ['0 1,2 * * *', ['10-25T00:00', '10-25T02:00', '10-26T01:00']],
    ['*/30 1 * * *', ['10-25T00:00', '10-25T00:30', '10-26T01:00']],
    ['0 3 * * *', ['10-25T03:00', '10-26T03:00', '10-27T03:00']],
  ])('runs %s once, in the first of two equal hours', (cron, expected) => {
    expect(next(cron, LONDON, '2026-10-24T12:00Z', 3)).toEqual(expected);
  });

  test.each(['2026-03-29', '2026-10-25'])('keeps a schedule of every quarter of an hour going on %s', (day) => {
    const midnight = Date.parse(`${day}T00:00Z`);
    expect(nextTimes({ cron: '*/15 * * * *', timeZone: LONDON }, midnight, 20)).toEqual(
      Array.from({ length: 20 }, (_, place) => midnight + (place + 1) * 900_000),
    );
  });

  test.each(['2026-03-29', '2026-10-25'])('keeps a schedule of every hour going on %s', (day) => {
    const midnight = Date.parse(`${day}T00:00Z`);
    for (const cron of ['5 * * * *', '5 */1 * * *', '5 0-23 * * *'])
      expect(nextTimes({ cron, timeZone: LONDON }, midnight, 6)).toEqual(
        Array.from({ length: 6 }, (_, place) => midnight + 300_000 + place * 3_600_000),
      );
  });

  test.each([
    [
      '0 */6 * * *',
      LONDON,
      '2026-03-28T20:00Z',
      ['03-29T00:00', '03-29T05:00', '03-29T11:00', '03-29T17:00', '03-29T23:00'],
    ],
    [
      '0 */6 * * *',
      LONDON,
      '2026-10-24T20:00Z',
      ['10-24T23:00', '10-25T06:00', '10-25T12:00', '10-25T18:00', '10-26T00:00'],
    ],
    // The clock goes forward at midnight: that day begins at 01:00.
    [
      '0 */6 * * *',
      'America/Santiago',
      '2026-09-06T00:00Z',
      ['09-06T04:00', '09-06T09:00', '09-06T15:00', '09-06T21:00', '09-07T03:00'],
    ],
    ['30 2 * * *', 'America/New_York', '2026-03-07T12:00Z', ['03-08T07:00', '03-09T06:30']],
    ['30 1 * * *', 'America/New_York', '2026-10-31T12:00Z', ['11-01T05:30', '11-02T06:30']],
    // The clock changes by half an hour.
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-02T16:00Z', ['10-03T15:30', '10-04T15:15']],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-03T15:00Z', ['04-04T14:45', '04-05T15:15']],
    ['*/15 * * * *', 'Australia/Lord_Howe', '2026-04-04T14:40Z', ['04-04T14:45', '04-04T15:00', '04-04T15:15']],
    // 30 December 2011 did not exist: no run is made up for it.
    ['0 3 * * *', 'Pacific/Apia', '2011-12-28T20:00Z', ['12-29T13:00', '12-30T13:00', '12-31T13:00']],
    ['0 3 * * *', 'Asia/Kolkata', '2026-01-01T00:00Z', ['01-01T21:30', '01-02T21:30']],
    // The day itself ends in the hour that does not exist: Croner leaves the run out.
    ['30 23 * * *', 'America/Nuuk', '2026-03-27T12:00Z', ['03-28T01:30', '03-30T00:30']],
  ])('runs %s in %s after %s', (cron, timeZone, after, expected) => {
    expect(next(cron, timeZone, after, expected.length)).toEqual(expected);
  });

  test.each([LONDON, 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'])(
    'runs a fixed time exactly once on each day of a year in %s',
    (timeZone) => {
      const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
      const [from, to] = [Date.parse('2026-01-01T12:00Z'), Date.parse('2026-12-30T12:00Z')];
      for (const time of ['0 0', '30 0', '0 1', '30 1', '15 2', '59 2', '0 3', '30 23']) {
        const days = timesBetween({ cron: `${time} * * *`, timeZone }, from, to, 1000).times.map((at) =>
          dayOf.format(at),
        );
        expect(new Set(days).size).toBe(days.length);
        expect(days).toHaveLength(363);
      }
    },
  );
});

const zone = fc.constantFrom(
  'UTC',
  LONDON,
  'America/New_York',
  'America/Santiago',
  'America/Nuuk',
  'Australia/Lord_Howe',
);
const some = (from: number, to: number) =>
  fc.uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 4 }).map((values) => values.join(','));
/** Also those that are about the hours of a change. */
const anyCron = fc
  .tuple(
    fc.oneof(some(0, 59), fc.constantFrom('*', '*/15', '*/7', '0', '30')),
    fc.oneof(some(0, 23), some(0, 3), fc.constantFrom('*', '*/6', '0-5', '1', '2')),
    fc.oneof(fc.constant('*'), some(1, 28), fc.constant('L')),
    fc.constant('*'),
    fc.oneof(fc.constant('*'), some(0, 7)),
  )
  .map((fields) => fields.join(' '));
/** Within two days of a change of the clock in one of the zones; also between whole seconds. */
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-09-06', '2026-04-05', '2026-10-03'),
    fc.oneof(
      fc.integer({ min: -48 * 4, max: 48 * 4 }).map((quarters) => quarters * 900_000),
      fc.integer({ min: -2 * DAY, max: 2 * DAY }),
    ),
  )
  .map(([day, ms]) => Date.parse(`${day}T00:00Z`) + ms);

describe('lists of times', () => {
  test('are the same forward and backward', () => {
    fc.assert(
      fc.property(anyCron, zone, moment, fc.integer({ min: 1, max: 25 }), (cron, timeZone, after, count) => {
        const times = { cron, timeZone };
        const forward = nextTimes(times, after, count);
        expect(forward).toHaveLength(count);
        const end = forward[count - 1]!;
        expect(timesBetween(times, after, end, count)).toEqual({ times: forward, earlier: 0 });
        expect(timesBetween(times, after, end - 1, count)).toEqual({ times: forward.slice(0, -1), earlier: 0 });
        expect(timesBetween(times, forward[0]!, end, count).times).toEqual(forward.slice(1));
        expect(lastTime(times, end)).toBe(end);
        let at = after;
        for (const time of forward) {
          const one = nextTimes(times, at, 1);
          expect(one).toEqual([time]);
          expect(time).toBeGreaterThan(at);
          at = time;
        }
      }),
      { numRuns: 150 },
    );
  });

  test('have the newest, and say how many there are before', () => {
    const times = { cron: '0 3 * * *', timeZone: 'UTC' };
    const [from, to] = [Date.parse('2026-03-01T03:00Z'), Date.parse('2026-03-11T03:00Z')];
    expect(timesBetween(times, from, to, 3)).toEqual({ times: [to - 2 * DAY, to - DAY, to], earlier: 7 });
    expect(timesBetween(times, to, to, 3)).toEqual({ times: [], earlier: 0 });
    expect(timesBetween(times, to, from, 3)).toEqual({ times: [], earlier: 0 });
  });

  test('are counted up to a limit, so that a year of every minute is quick', () => {
    const to = Date.parse('2026-11-01T00:00Z');
    const begun = performance.now();
    const { earlier, times } = timesBetween({ cron: '* * * * *', timeZone: LONDON }, to - 365 * DAY, to, 30);
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(times).toEqual(Array.from({ length: 30 }, (_, place) => to - (29 - place) * 60_000));
    expect(earlier).toBe(MAX_COUNTED);
  });
});
