import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retentionRules, type RetentionRules } from '../../lib/contract/schedule.ts';
import { decideByRules, isEmptyRules } from '../../lib/retention/decide.ts';
import { EXAMPLE_TIMES, EXAMPLES } from './restic-examples.ts';

const rulesOf = (rules: Partial<RetentionRules>): RetentionRules => retentionRules.parse(rules);
const NOW = Date.parse('2026-11-30T03:00:00Z');

interface Unit {
  at: number;
}

function decide(units: readonly Unit[], rules: Partial<RetentionRules>, timeZone = 'UTC', now = NOW) {
  return decideByRules(units, rulesOf(rules), { timeZone, now });
}

const at = (time: string): Unit => ({ at: Date.parse(time) });

/** The times that are kept, as they were written. */
const keptOf = (times: readonly string[], rules: Partial<RetentionRules>, timeZone?: string): string[] => {
  const units = times.map((time) => ({ time, at: Date.parse(time) }));
  return decideByRules(units, rulesOf(rules), { timeZone: timeZone ?? 'UTC', now: NOW })
    .filter(({ keptBy }) => keptBy.length > 0)
    .map(({ unit }) => unit.time);
};

function positionsIn(ranges: string): number[] {
  return ranges.split(' ').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last! - first! + 1 }, (_, position) => first! + position);
  });
}

test.each(EXAMPLES)('restic’s example: %j keeps %s', (rules, kept) => {
  const decided = decide(
    EXAMPLE_TIMES.map((time) => ({ at: time })),
    rules,
  );
  const positions = decided.flatMap(({ keptBy }, position) => (keptBy.length > 0 ? [position] : []));
  expect(positions).toEqual(positionsIn(kept));
});

test('each reason has its place in the rule’s count, and the oldest says so', () => {
  const decided = decide(
    EXAMPLE_TIMES.map((time) => ({ at: time })),
    { daily: 7, weekly: 2, monthly: 3, yearly: 10 },
  );
  const reasons = (position: number) =>
    decided[position]!.keptBy.map((kept) =>
      kept.rule === 'within' ? '' : `${kept.rule} ${kept.nth}/${kept.of}${kept.oldest ? ' oldest' : ''}`,
    );
  expect(reasons(0)).toEqual(['daily 1/7', 'weekly 1/2', 'monthly 1/3', 'yearly 1/10']);
  expect(reasons(1)).toEqual(['daily 2/7', 'weekly 2/2']);
  expect(reasons(7)).toEqual(['daily 7/7']);
  expect(reasons(19)).toEqual(['monthly 2/3', 'yearly 2/10']);
  expect(reasons(102)).toEqual(['yearly 4/10 oldest']);
});

test('rules that keep nothing are empty, and so is an age of nothing', () => {
  expect(isEmptyRules(rulesOf({}))).toBe(true);
  expect(isEmptyRules(rulesOf({ within: '0d' }))).toBe(true);
  expect(isEmptyRules(rulesOf({ within: '1h' }))).toBe(false);
  expect(isEmptyRules(rulesOf({ monthly: -1 }))).toBe(false);
  expect(decide([], { last: 3 })).toEqual([]);
});

describe('the calendar', () => {
  test('a day is a day of the time zone', () => {
    const times = ['2026-11-29T23:30:00Z', '2026-11-29T22:30:00Z', '2026-11-28T12:00:00Z'];
    expect(keptOf(times, { daily: 2 })).toEqual([times[0], times[2]]);
    // In Berlin the first is of the 30th.
    expect(keptOf(times, { daily: 2 }, 'Europe/Berlin')).toEqual([times[0], times[1]]);
    expect(keptOf(times, { daily: 2 }, 'America/New_York')).toEqual([times[0], times[2]]);
  });

  test('the hour that is twice, when clocks are set back, is one hour', () => {
    // 00:30 BST, 01:30 BST, 01:30 GMT, 02:30 GMT.
    const times = ['2026-10-25T02:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T00:30:00Z', '2026-10-24T23:30:00Z'];
    expect(keptOf(times, { hourly: 3 }, 'Europe/London')).toEqual([times[0], times[1], times[3]]);
    expect(keptOf(times, { hourly: 3 })).toEqual([times[0], times[1], times[2]]);
  });

  test('the day of 23 hours and the day of 25 hours are a day each', () => {
    for (const day of ['2026-03-29', '2026-10-25']) {
      const hours = Array.from({ length: 22 }, (_, hour) => `${day}T${String(hour + 1).padStart(2, '0')}:10:00Z`);
      expect(keptOf([...hours, '2026-01-01T00:00:00Z'], { daily: 9 }, 'Europe/London')).toHaveLength(2);
    }
  });

  test('a week begins on Monday, and the turn of a year is in one week', () => {
    const [sunday, monday] = ['2026-11-29T12:00:00Z', '2026-11-23T00:00:00Z'];
    expect(keptOf([sunday, monday, '2026-11-22T23:59:59Z'], { weekly: 1 })).toEqual([sunday]);
    expect(keptOf([sunday, monday, '2026-11-22T23:59:59Z'], { weekly: 2 })).toEqual([sunday, '2026-11-22T23:59:59Z']);
    // 2020 has a 53rd week, which 1 January 2021 is in.
    const turn = ['2021-01-03T12:00:00Z', '2020-12-31T12:00:00Z', '2020-12-28T12:00:00Z', '2020-12-27T12:00:00Z'];
    expect(keptOf([...turn, '2019-01-01T00:00:00Z'], { weekly: 2 })).toEqual([turn[0], turn[3]]);
    expect(keptOf([...turn, '2019-01-01T00:00:00Z'], { yearly: 3 })).toEqual([
      turn[0],
      turn[1],
      '2019-01-01T00:00:00Z',
    ]);
  });

  test.each([
    // A month before 31 March is 3 March, as 31 February would be.
    ['2026-03-31T12:00:00Z', '1m', '2026-03-03T12:00:00Z', 'UTC'],
    ['2024-02-29T12:00:00Z', '1y', '2023-03-01T12:00:00Z', 'UTC'],
    ['2026-01-15T12:00:00Z', '2m', '2025-11-15T12:00:00Z', 'UTC'],
    ['2026-01-15T12:00:00Z', '1y2m3d4h', '2024-11-12T08:00:00Z', 'UTC'],
    // A day has 23 hours then; a rule of hours counts hours.
    ['2026-03-29T12:00:00Z', '1d', '2026-03-28T13:00:00Z', 'Europe/London'],
    ['2026-03-29T12:00:00Z', '24h', '2026-03-28T12:00:00Z', 'Europe/London'],
    ['2026-10-25T12:00:00.500Z', '1d', '2026-10-24T11:00:00.500Z', 'Europe/London'],
  ])('of %s, within %s is after %s in %s', (newest, within, limit, timeZone) => {
    const limitAt = Date.parse(limit);
    const decided = decide([at(newest), { at: limitAt + 1 }, { at: limitAt }], { within }, timeZone);
    expect(decided.map(({ keptBy }) => keptBy.length)).toEqual([1, 1, 0]);
  });

  test('an age longer than the history keeps everything', () => {
    expect(keptOf(['2026-11-29T00:00:00Z', '1970-01-02T00:00:00Z'], { within: '9999y' })).toHaveLength(2);
  });

  test('a time zone that does not exist is refused', () => {
    expect(() => decide([{ at: 0 }], { daily: 1 }, 'Mars/Olympus')).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { fields: { timeZone: expect.any(String) } } }),
    );
  });
});

test('an age counts from the newest that is not in the future', () => {
  const units = [at('2099-01-01T00:00:00Z'), at('2026-11-29T00:00:00Z'), at('2026-11-20T00:00:00Z')];
  expect(decide(units, { within: '7d' }).map(({ keptBy }) => keptBy.length)).toEqual([1, 1, 0]);
  expect(decide(units.slice(0, 1), { within: '7d' })[0]!.keptBy).toEqual([{ rule: 'within', age: '7d' }]);
});

const units = fc
  .array(fc.integer({ min: 0, max: 3 * 365 * 24 }), { maxLength: 40 })
  // Of three years, in steps of 37 minutes so that many share an hour or a day.
  .map((steps) => steps.map((step) => ({ at: Date.parse('2023-06-01T00:00:00Z') + step * 37 * 60_000 })));
const count = fc.constantFrom(0, 0, 1, 2, 3, 7, -1);
const rules = fc.record({
  last: count,
  hourly: count,
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
  within: fc.constantFrom(null, null, '5h', '3d', '2m', '1y1d'),
});
const zone = fc.constantFrom('UTC', 'Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia');

describe('whatever the rules and the times', () => {
  const kept = (decided: ReturnType<typeof decide>) => decided.filter(({ keptBy }) => keptBy.length > 0);

  test('the newest is kept, unless no rule keeps anything', () => {
    fc.assert(
      fc.property(units, rules, zone, (all, given, timeZone) => {
        if (all.length === 0 || isEmptyRules(given)) return;
        expect(decide(all, given, timeZone)[0]!.keptBy).not.toEqual([]);
      }),
    );
  });

  test('a rule keeps at most as many as it says, and -1 keeps one of each', () => {
    fc.assert(
      fc.property(units, rules, zone, (all, given, timeZone) => {
        const reasons = decide(all, given, timeZone).flatMap(({ keptBy }) => keptBy);
        for (const rule of ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const) {
          const by = reasons.filter((reason) => reason.rule === rule).length;
          if (given[rule] >= 0) expect(by).toBeLessThanOrEqual(given[rule]);
          else expect(by > 0 || all.length === 0).toBe(true);
        }
        expect(kept(decide(all, { last: -1 }, timeZone))).toHaveLength(all.length);
      }),
    );
  });

  test('deciding again about what is left deletes nothing more', () => {
    fc.assert(
      fc.property(units, rules, zone, (all, given, timeZone) => {
        const left = kept(decide(all, given, timeZone)).map(({ unit }) => unit);
        expect(kept(decide(left, given, timeZone)).map(({ unit }) => unit)).toEqual(left);
      }),
    );
  });

  test('an older one more deletes no newer one, but what was kept for being the oldest', () => {
    fc.assert(
      fc.property(units, rules, zone, fc.integer({ min: 0, max: 900 }), (all, given, timeZone, days) => {
        const older = { at: Math.min(NOW, ...all.map((unit) => unit.at)) - days * 86_400_000 - 1 };
        const after = new Set(kept(decide([...all, older], given, timeZone)).map(({ unit }) => unit));
        const before = decide(all, given, timeZone).filter(({ keptBy }) =>
          keptBy.some((reason) => reason.rule === 'within' || !reason.oldest),
        );
        for (const { unit } of before) expect(after.has(unit)).toBe(true);
      }),
    );
  });

  test('the order in which they are listed does not matter', () => {
    fc.assert(
      fc.property(units, rules, zone, (all, given, timeZone) => {
        const times = (of: readonly Unit[]) => kept(decide(of, given, timeZone)).map(({ unit }) => unit.at);
        expect(times([...all].reverse())).toEqual(times(all));
      }),
    );
  });
});
