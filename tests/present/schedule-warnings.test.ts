import { expect, test } from 'vitest';
import type { ScheduleRun } from '../../lib/contract/schedule.ts';
import { scheduleWarningSentences, scheduleWarningTitle } from '../../lib/present/schedule-warning-words.ts';
import { scheduleWarningsOf } from '../../lib/present/schedule-warnings.ts';
import { aRun, aSchedule } from '../support/a-schedule.ts';

const NOW = Date.parse('2026-11-28T07:00:00.000Z');
const TONIGHT = '2026-11-28T03:00:00.000Z';
const YESTERDAY = '2026-11-27T03:00:00.000Z';

interface Over {
  schedule?: ReturnType<typeof aSchedule>;
  last?: ScheduleRun | null;
  lastGood?: ScheduleRun | null;
  open?: ScheduleRun | null;
}
const known = ({ last = aRun(TONIGHT), ...over }: Over = {}) => ({
  schedule: aSchedule(),
  last,
  lastGood: last?.state === 'good' ? last : null,
  open: null,
  recent: last === null ? [] : [last],
  ...over,
});
const warnings = (...schedules: ReturnType<typeof known>[]) => scheduleWarningsOf(schedules, NOW);

test.each(['failed', 'partial', 'missed'] as const)(
  'a run that is %s is a warning until a good one follows',
  (state) => {
    const last = aRun(TONIGHT, { state, why: 'The repository is read-only.', jobs: ['7', '8'] });
    expect(warnings(known({ last, lastGood: aRun(YESTERDAY) }))).toEqual([
      {
        schedule: 'Nightly',
        state,
        at: TONIGHT,
        why: 'The repository is read-only.',
        jobs: ['7', '8'],
        lastGood: YESTERDAY,
        running: false,
        paused: false,
      },
    ]);
    expect(warnings(known())).toEqual([]);
    const open = aRun('2026-11-28T06:59:00.000Z', { state: 'running', trigger: 'person' });
    expect(warnings(known({ last, open }))).toMatchObject([{ state, running: true }]);
  },
);

test('a run of which nothing is recorded minutes after its time is overdue', () => {
  const last = aRun(YESTERDAY);
  expect(warnings(known({ last }))).toMatchObject([{ state: 'overdue', at: TONIGHT, lastGood: YESTERDAY }]);
  expect(warnings(known({ last: null }))).toMatchObject([{ state: 'overdue', lastGood: null }]);
  const soon = Date.parse(TONIGHT) + 60_000;
  expect(scheduleWarningsOf([known({ last })], soon)).toEqual([]);
});

test('nothing is overdue of a schedule that is paused, runs now, or was made after its time', () => {
  const over = { last: aRun(YESTERDAY) };
  expect(warnings(known({ ...over, schedule: aSchedule({}, { pausedAt: TONIGHT }) }))).toEqual([]);
  expect(warnings(known({ ...over, open: aRun(TONIGHT, { state: 'running' }) }))).toEqual([]);
  expect(warnings(known({ last: null, schedule: aSchedule({}, { since: Date.parse(TONIGHT) }) }))).toEqual([]);
});

test('the newest warning comes first, with its schedule, its time and its reason in words', () => {
  const failed = known({
    last: aRun(TONIGHT, { state: 'failed', why: 'No space is left.' }),
    lastGood: aRun(YESTERDAY),
  });
  const missed = known({
    schedule: aSchedule({ name: 'Weekly', cron: '0 4 * * 5' }),
    last: aRun('2026-11-27T04:00:00.000Z', { state: 'missed' }),
  });
  const found = warnings(missed, failed);
  expect(found.map((warning) => scheduleWarningTitle(warning, NOW))).toEqual([
    'Schedule Nightly failed at 03:00 UTC',
    'Schedule Weekly did not run at 27 Nov 04:00 UTC',
  ]);
  expect(scheduleWarningSentences(found[0]!, NOW)).toEqual([
    'No space is left.',
    'The last good run was at 27 Nov 03:00 UTC.',
  ]);
  expect(scheduleWarningSentences(found[1]!, NOW)).toEqual(['No run of it has been good yet.']);
});
