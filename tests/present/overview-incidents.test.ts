import { expect, test } from 'vitest';
import type { Incident, IncidentFacts } from '../../lib/contract/incident.ts';
import type { IncidentList, IncidentRow } from '../../lib/contract/incidents-page.ts';
import type { Overview, OverviewAlias } from '../../lib/contract/overview.ts';
import { overviewIncidents } from '../../lib/present/overview-incidents.ts';
import { aLostRow, anAliasRow } from '../support/an-alias-row.ts';

const AT = '2026-11-30T06:47:00.000Z';

function aRow(id: string, subject: string, facts: IncidentFacts): IncidentRow {
  const incident: Incident = {
    id,
    cluster: 'production',
    subject,
    severity: 'critical',
    facts,
    began: { at: AT, after: null },
    noticedAt: AT,
    ended: null,
    endedBy: null,
    acknowledged: null,
    closed: null,
  };
  return { incident, title: '', what: '', since: '', comments: 0, mutedUntil: null };
}

const lost = (id: string, alias: string) =>
  aRow(id, alias, { kind: 'documents-lost', before: 10, now: 1, lowest: 1, moved: false });
const red = aRow('9', '', { kind: 'cluster-red', indices: [], red: 1, unassignedShards: 1 });

const split = (
  aliases: OverviewAlias[],
  rows: IncidentRow[],
  over: Partial<Overview> = {},
  list: Partial<IncidentList> = {},
) =>
  overviewIncidents(
    { aliases, missingAliases: [], scheduleWarnings: { value: [], takenAt: null, failure: null }, ...over },
    { rows, count: rows.length, more: false, ...list },
  );
const ids = (rows: readonly IncidentRow[]) => rows.map(({ incident }) => incident.id);

test('an incident that the overview tells by itself is beside it, and in no list', () => {
  const { ofAlias, others } = split([aLostRow()], [lost('12', 'government'), red]);
  expect(ofAlias({ kind: 'loss', alias: 'government' })?.id).toBe('12');
  expect(ids(others)).toEqual(['9']);
});

test('a loss that the overview does not see, as without a backup, is listed', () => {
  const { ofAlias, others } = split([anAliasRow()], [lost('12', 'government')]);
  expect(ids(others)).toEqual(['12']);
  // The same alias, and another thing.
  expect(ofAlias({ kind: 'unsearchable', alias: 'government' })).toBeNull();
});

test('a loss of one alias is not that of another one with the same kind', () => {
  const { ofAlias, others } = split([aLostRow()], [lost('12', 'mainstream')]);
  expect(ofAlias({ kind: 'loss', alias: 'government' })).toBeNull();
  expect(ids(others)).toEqual(['12']);
});

test('a late backup, a failed drill and a schedule are told by the table and by their notices', () => {
  const rows = [
    aRow('1', 'government', { kind: 'backup-overdue', lastGood: AT, expected: null }),
    aRow('2', 'mainstream', { kind: 'backup-overdue', lastGood: AT, expected: null }),
    aRow('3', 'Nightly', { kind: 'schedule', state: 'failed', due: AT, why: null, jobs: [] }),
    aRow('4', 'Weekly', { kind: 'schedule', state: 'failed', due: AT, why: null, jobs: [] }),
  ];
  const warning = { schedule: 'Nightly' } as NonNullable<Overview['scheduleWarnings']['value']>[number];
  const { ofRow, ofSchedule, others, untold } = split(
    [anAliasRow({ overdue: true }), anAliasRow({ alias: 'mainstream' })],
    rows,
    {
      scheduleWarnings: { value: [warning], takenAt: null, failure: null },
    },
  );
  expect([ids(others), untold]).toEqual([['2', '4'], 2]);
  expect(ofRow('backup-overdue', 'government')?.id).toBe('1');
  expect(ofRow('drill', 'government')).toBeNull();
  expect(ofSchedule('Nightly')?.id).toBe('3');
  expect(ofSchedule('Monthly')).toBeNull();
});

test('with schedules that can’t be read, their incidents are listed', () => {
  const rows = [aRow('3', 'Nightly', { kind: 'schedule', state: 'failed', due: AT, why: null, jobs: [] })];
  const { others } = split([], rows, { scheduleWarnings: { value: null, takenAt: null, failure: null } });
  expect(ids(others)).toEqual(['3']);
});

test('with more open incidents than are listed, those that the overview says are found and counted all the same', () => {
  const noticed = [lost('12', 'government').incident];
  const listed = Array.from({ length: 100 }, (_, n) => lost(String(1_000 + n), `alias-${n}`));
  const { ofAlias, others, untold } = split([aLostRow()], listed, { noticed }, { count: 150, more: true });
  expect(ofAlias({ kind: 'loss', alias: 'government' })?.id).toBe('12');
  expect([others.length, untold]).toEqual([100, 149]);
});

test('with only those listed that the overview says, the others are counted', () => {
  const { others, untold } = split([aLostRow()], [lost('12', 'government')], {}, { count: 20, more: true });
  expect([others, untold]).toEqual([[], 19]);
});
