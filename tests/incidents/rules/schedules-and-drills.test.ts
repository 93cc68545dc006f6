import { expect, test } from 'vitest';
import { drillFindings } from '../../../lib/incidents/rules/drills.ts';
import { scheduleFindings } from '../../../lib/incidents/rules/schedules.ts';
import type { ScheduleWarning } from '../../../lib/contract/schedule-warning.ts';

const NOW = Date.parse('2026-11-28T08:00:00Z');
const NONE = { told: new Set<string>(), now: NOW };

const warning = (over: Partial<ScheduleWarning> = {}): ScheduleWarning => ({
  schedule: 'Nightly',
  state: 'failed',
  at: '2026-11-28T03:00:00.000Z',
  why: 'No space is left.',
  jobs: ['7', '8'],
  lastGood: null,
  running: false,
  paused: false,
  ...over,
});

test('a schedule is found with its run, and the jobs of it that were not good', () => {
  expect(scheduleFindings([{ warning: warning(), notGood: ['8'] }], NONE)).toEqual([
    {
      subject: 'Nightly',
      severity: 'warning',
      facts: {
        kind: 'schedule',
        state: 'failed',
        due: '2026-11-28T03:00:00.000Z',
        why: 'No space is left.',
        jobs: ['8'],
      },
      began: { at: '2026-11-28T03:00:00.000Z', after: null },
      holdMs: 0,
    },
  ]);
});

test('a missed run has no jobs; a drill of many aliases names ten', () => {
  const [missed] = scheduleFindings(
    [{ warning: warning({ state: 'missed', jobs: [], why: null }), notGood: [] }],
    NONE,
  );
  expect(missed?.facts).toMatchObject({ state: 'missed', jobs: [], why: null });
  const notGood = Array.from({ length: 30 }, (_, n) => String(n + 1));
  const [many] = scheduleFindings([{ warning: warning({ jobs: notGood }), notGood }], NONE);
  expect(many?.facts).toMatchObject({ jobs: notGood.slice(0, 10) });
});

test('a run whose only bad jobs are told as failed drills is not told again', () => {
  const drills = { ...NONE, told: new Set(['7', '8']) };
  expect(scheduleFindings([{ warning: warning(), notGood: ['7', '8'] }], drills)).toEqual([]);
  expect(scheduleFindings([{ warning: warning(), notGood: ['7', '9'] }], drills)).toHaveLength(1);
  expect(scheduleFindings([{ warning: warning(), notGood: [] }], drills)).toHaveLength(1);
});

test('a failed drill is found; one that passed, proved nothing or is unknown is not', () => {
  const failed = { at: '2026-11-28T04:00:00.000Z', job: '9', problem: 'It had 3 documents.', unproven: false };
  const proven = { last: null, failed };
  expect(drillFindings([{ alias: 'government', proven }], NOW)).toMatchObject([
    {
      subject: 'government',
      facts: { kind: 'drill', job: '9', problem: 'It had 3 documents.' },
      began: { at: failed.at, after: null },
    },
  ]);
  expect(drillFindings([{ alias: 'government', proven: { ...proven, failed: null } }], NOW)).toEqual([]);
  expect(
    drillFindings([{ alias: 'government', proven: { ...proven, failed: { ...failed, unproven: true } } }], NOW),
  ).toEqual([]);
  expect(drillFindings([{ alias: 'government', proven: null }], NOW)).toEqual([]);
});
