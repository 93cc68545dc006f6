import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scheduleSpec } from '../../lib/contract/schedule.ts';
import { MAX_COUNTED, timesBetween } from '../../lib/scheduling/cron.ts';
import { dueInstants } from '../../lib/scheduling/due.ts';

const aSchedule = ({ cron = '0 3 * * *', missed = 'run', since = '2026-11-01T00:00Z', timeZone = 'UTC' } = {}) => ({
  since: Date.parse(since),
  spec: scheduleSpec.parse({ name: 'Nightly', kind: 'backup', what: { all: true }, cron, timeZone, missed }),
});
const at = (iso: string) => Date.parse(iso);

describe('the instants that are due', () => {
  test('are none before the time', () => {
    expect(dueInstants(aSchedule(), at('2026-11-10T03:00Z'), at('2026-11-11T02:59:59.999Z'))).toEqual({
      run: null,
      missed: [],
      earlier: 0,
    });
  });

  test.each(['2026-11-11T03:00:00Z', '2026-11-11T03:01:30Z'])('run at their time up to 90 s later (%s)', (now) => {
    for (const missed of ['run', 'record'])
      expect(dueInstants(aSchedule({ missed }), at('2026-11-10T03:00Z'), at(now))).toEqual({
        run: { dueAt: at('2026-11-11T03:00Z'), trigger: 'time' },
        missed: [],
        earlier: 0,
      });
  });

  test('run late once, if the schedule says so, and the others are missed', () => {
    expect(dueInstants(aSchedule(), at('2026-11-10T03:00Z'), at('2026-11-13T03:01:31Z'))).toEqual({
      run: { dueAt: at('2026-11-13T03:00Z'), trigger: 'late' },
      missed: [at('2026-11-11T03:00Z'), at('2026-11-12T03:00Z')],
      earlier: 0,
    });
  });

  test('are all missed, if the schedule says so', () => {
    expect(dueInstants(aSchedule({ missed: 'record' }), at('2026-11-11T03:00Z'), at('2026-11-13T08:00Z'))).toEqual({
      run: null,
      missed: [at('2026-11-12T03:00Z'), at('2026-11-13T03:00Z')],
      earlier: 0,
    });
  });

  test('run at their time, and those before are missed', () => {
    const due = dueInstants(aSchedule({ missed: 'record' }), at('2026-11-11T03:00Z'), at('2026-11-13T03:00:02Z'));
    expect(due).toEqual({
      run: { dueAt: at('2026-11-13T03:00Z'), trigger: 'time' },
      missed: [at('2026-11-12T03:00Z')],
      earlier: 0,
    });
  });

  test('begin after the schedule was made, changed or resumed', () => {
    const made = aSchedule({ since: '2026-11-13T03:00Z' });
    expect(dueInstants(made, null, at('2026-11-13T08:00Z')).run).toBeNull();
    expect(dueInstants(made, at('2026-11-10T03:00Z'), at('2026-11-14T08:00Z'))).toEqual({
      run: { dueAt: at('2026-11-14T03:00Z'), trigger: 'late' },
      missed: [],
      earlier: 0,
    });
  });

  test('are at most 30, and the rest is counted', () => {
    const due = dueInstants(aSchedule({ since: '2026-01-01T00:00Z' }), null, at('2026-03-01T00:00Z'));
    expect(due.missed).toHaveLength(29);
    expect(due.run?.dueAt).toBe(at('2026-02-28T03:00Z'));
    expect(due.earlier).toBe(29);
    const minutes = aSchedule({ cron: '* * * * *', since: '2025-01-01T00:00Z' });
    expect(dueInstants(minutes, null, at('2026-03-01T00:00Z')).earlier).toBe(MAX_COUNTED);
  });
});

/** What a caller does: records all that it is given, and asks from the newest record up to now. */
function recorder(schedule: ReturnType<typeof aSchedule>) {
  const recorded = new Set<number>();
  const ran: number[] = [];
  return {
    ran,
    recorded,
    tick(now: number) {
      const past = [...recorded].filter((dueAt) => dueAt <= now);
      const due = dueInstants(schedule, past.length > 0 ? Math.max(...past) : null, now);
      for (const dueAt of [...due.missed, ...(due.run ? [due.run.dueAt] : [])]) {
        expect(recorded.has(dueAt)).toBe(false);
        expect(dueAt).toBeLessThanOrEqual(now);
        expect(dueAt).toBeGreaterThan(schedule.since);
        recorded.add(dueAt);
      }
      if (due.run) ran.push(due.run.dueAt);
      return due;
    },
  };
}

const anySchedule = fc
  .record({
    cron: fc.constantFrom('30 1 * * *', '0 3 * * *', '*/15 * * * *', '0 1,2 * * *', '5 * * * *', '0 4 * * 1'),
    missed: fc.constantFrom('run', 'record'),
    timeZone: fc.constantFrom('UTC', 'Europe/London', 'America/Santiago'),
    since: fc.constantFrom('2026-03-28T00:00Z', '2026-10-24T00:00Z'),
  })
  .map(aSchedule);
const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;

test('no instant is returned twice, wherever the clock goes', () => {
  const move = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 90 * MINUTE }) },
    { weight: 2, arbitrary: fc.integer({ min: -3 * 24 * 60 * MINUTE, max: 3 * 24 * 60 * MINUTE }) },
    fc.integer({ min: -3, max: 70 }).map((years) => years * YEAR),
  );
  fc.assert(
    fc.property(anySchedule, fc.array(move, { maxLength: 12 }), (schedule, moves) => {
      const { ran, tick } = recorder(schedule);
      let now = schedule.since;
      for (const ms of moves) {
        now = Math.max(0, now + ms);
        tick(now);
      }
      expect(new Set(ran).size).toBe(ran.length);
    }),
    { numRuns: 12 },
  );
});

test('a schedule goes on when the clock comes back from another century', () => {
  const schedule = aSchedule();
  const { tick } = recorder(schedule);
  tick(at('2099-01-01T12:00Z'));
  expect(tick(at('2026-11-20T03:00:01Z')).run).toEqual({ dueAt: at('2026-11-20T03:00Z'), trigger: 'time' });
});

test('none is lost while the clock goes forward in small steps, and each runs at its time', () => {
  fc.assert(
    fc.property(
      anySchedule,
      fc.array(fc.integer({ min: 20_000, max: 80_000 }), { minLength: 20, maxLength: 20 }),
      (schedule, steps) => {
        const { ran, tick } = recorder(schedule);
        const end = schedule.since + 36 * 60 * MINUTE;
        let now = schedule.since;
        for (let step = 0; now < end; step += 1) {
          now = Math.min(end, now + steps[step % steps.length]!);
          const due = tick(now);
          expect(due.missed).toEqual([]);
          if (due.run) expect(due.run.trigger).toBe('time');
        }
        expect(ran).toEqual(timesBetween(schedule.spec, schedule.since, end, 1000).times);
      },
    ),
    { numRuns: 8 },
  );
});
