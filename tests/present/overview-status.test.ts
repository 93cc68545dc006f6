import { expect, test } from 'vitest';
import type { Overview, OverviewAlias } from '../../lib/contract/overview.ts';
import { aliasTotalsOf } from '../../lib/present/alias-totals.ts';
import { overviewStatus } from '../../lib/present/overview-status.ts';
import { anAliasRow } from '../support/an-alias-row.ts';

const NOW = Date.parse('2026-11-28T22:00:00.000Z');

function statusOf(aliases: OverviewAlias[], over: Partial<Overview> = {}, noticed = { open: 0, untold: 0 }) {
  return overviewStatus(
    {
      aliases,
      aliasTotals: aliasTotalsOf(aliases, { now: 1, dayBefore: 1 }),
      indices: { value: {} as never, takenAt: null, failure: null },
      backups: { problem: null } as Overview['backups'],
      health: { value: null, takenAt: null, failure: null },
      scheduleWarnings: { value: [], takenAt: null, failure: null },
      ...over,
    },
    NOW,
    noticed,
  );
}

test('all aliases as expected are one good statement', () => {
  expect(statusOf([anAliasRow(), anAliasRow({ alias: 'govuk' })])).toMatchObject({
    level: 'ok',
    word: 'All good',
    statement: 'All 2 aliases are as expected',
    sentences: [expect.stringContaining('No alias has 2 % fewer documents'), expect.stringContaining('19 h old')],
  });
});

test('what needs attention is counted and named', () => {
  const several = anAliasRow({
    alias: 'metasearch',
    condition: { level: 'warn', word: 'on two indices', sentence: '' },
    overdue: true,
  });
  expect(statusOf([several, anAliasRow()])).toMatchObject({
    level: 'warn',
    statement: '1 of 2 aliases needs attention',
    sentences: ['metasearch: on two indices and backup overdue.'],
  });
});

test('what is unknown is not called good', () => {
  const unknown = anAliasRow({
    condition: { level: 'unknown', word: 'backups unknown', sentence: '' },
    overdue: null,
  });
  expect(statusOf([unknown])).toMatchObject({ level: 'unknown', statement: 'The state of the alias is unknown' });
  const silent = { value: null, takenAt: null, failure: null };
  expect(statusOf([], { indices: silent })).toMatchObject({
    level: 'unknown',
    statement: 'The state of the aliases is unknown',
  });
  const old = { value: {} as never, takenAt: null, failure: { code: 'unreachable', message: '' } as never };
  expect(statusOf([anAliasRow()], { indices: old }).level).toBe('unknown');
  const database = { value: null, takenAt: null, failure: { code: 'disk', message: '' } as never };
  expect(statusOf([anAliasRow()], { scheduleWarnings: database })).toMatchObject({
    level: 'unknown',
    word: 'Partly unknown',
  });
  expect(statusOf([anAliasRow({ overdue: null })], { scheduleWarnings: database }).sentences).toEqual([
    'government: unknown whether its backup is overdue.',
    'Whether the schedules ran is unknown, below.',
  ]);
  expect(statusOf([])).toMatchObject({ level: 'idle', statement: 'No alias yet' });
});

test('an open incident that no alias shows needs attention though every alias is as expected', () => {
  expect(statusOf([anAliasRow()], {}, { open: 1, untold: 1 })).toMatchObject({
    level: 'warn',
    word: 'Needs attention',
    sentences: expect.arrayContaining(['1 incident is open, below.']),
  });
  const sentences = (open: number, untold: number) => statusOf([anAliasRow()], {}, { open, untold }).sentences;
  expect(sentences(2, 2)).toContain('2 incidents are open, below.');
  // The page says the third one by itself.
  expect(sentences(3, 2)).toContain('2 more incidents are open, below.');
  expect(sentences(3, 0).join()).not.toContain('open');
});

test('a backup that a schedule should have made says which and when', () => {
  const run = { at: '2026-11-28T21:00:00.000Z', schedule: 'Evening' };
  const said = (state: 'missing' | 'ran' | 'younger') =>
    statusOf([anAliasRow({ overdue: true, expectedRun: { ...run, state } })]).sentences;
  expect(said('missing')).toEqual(['government: backup overdue (Evening should have run at 21:00 UTC).']);
  expect(said('ran')).toEqual(['government: no good backup since the run of 21:00 UTC (Evening).']);
  expect(said('younger')).toEqual(['government: not backed up yet.']);
});

test('a schedule without a good last run, and a failed drill, need attention though every alias is as expected', () => {
  const warning = { schedule: 'Nightly', state: 'failed' } as Overview['scheduleWarnings']['value'] extends
    (infer W)[] | null
    ? W
    : never;
  const warned = statusOf([anAliasRow()], { scheduleWarnings: { value: [warning], takenAt: null, failure: null } });
  expect(warned).toMatchObject({ level: 'warn', word: 'Needs attention', statement: 'government is as expected' });
  expect(warned.sentences.at(-1)).toBe('The last run of the schedule Nightly was not good, below.');
  const missing = statusOf([anAliasRow()], {
    scheduleWarnings: { value: [{ ...warning, state: 'overdue' }], takenAt: null, failure: null },
  });
  expect(missing.sentences.at(-1)).toBe('A run of the schedule Nightly is missing, below.');
  const failed = { at: '2026-11-28T04:10:00.000Z', job: '3', problem: '2 documents differ.', unproven: false };
  expect(statusOf([anAliasRow({ proven: { last: null, failed } })])).toMatchObject({
    level: 'warn',
    sentences: ['government: last restore drill failed.'],
  });
  const unproven = anAliasRow({ proven: { last: null, failed: { ...failed, unproven: true } } });
  expect(statusOf([unproven]).sentences).toEqual(['government: last restore drill proved nothing.']);
});
