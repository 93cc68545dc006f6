import { expect, test } from 'vitest';
import type { BackupSummary } from '@/lib/contract/backup.ts';
import type { KnownDocuments } from '@/lib/contract/backups-page.ts';
import type { IndexSummary } from '@/lib/contract/indices.ts';
import type { LossMoment, OverviewAlias } from '@/lib/contract/overview.ts';
import { aliasRowsOf } from '@/lib/present/alias-rows.ts';
import { incidentsOf } from '@/lib/present/incidents.ts';
import { incidentText } from '@/lib/present/incident-text.ts';
import { missingAliasesOf } from '@/lib/present/missing-aliases.ts';
import { recoveryOptions } from '@/lib/present/recovery-options.ts';
import { NO_SNAPSHOTS, type SnapshotSummary } from '@/lib/known-backups/snapshot-summary.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anIndex } from '../support/an-index.ts';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(NOW - hours * HOUR).toISOString();

const zip = (hours: number, documents: number): BackupSummary => ({
  id: `government/${String(hours)}.zip`,
  group: 'government',
  fileBytes: 5,
  modifiedAt: hoursAgo(hours),
  origin: 'restore-desk',
  condition: { state: 'whole' },
  manifest: {
    index: { name: 'government-1', uuid: 'government-1-uuid' },
    aliases: [{ alias: 'government' }],
  } as unknown as BackupSummary['manifest'],
  documents,
  takenAt: hoursAgo(hours),
});

const exact = (documents: number): KnownDocuments => ({ least: documents, most: documents, exact: true });
const snapshot = (
  hours: number,
  documents: KnownDocuments | null = null,
  indices: string[] = ['government-1'],
): SnapshotSummary =>
  aSnapshot({
    name: `h${String(hours)}`,
    takenAt: hoursAgo(hours),
    orderedAt: hoursAgo(hours),
    indices,
    indicesOf: () => indices.map((index) => ({ index, uuid: `${index}-uuid`, documents })),
  });

const live = (documents: number) =>
  anIndex('government-1', { uuid: 'government-1-uuid', documents, aliases: ['government'] });

function rowOf(
  documents: number,
  backups: BackupSummary[],
  snapshots: SnapshotSummary[],
  indices: IndexSummary[] = [live(documents)],
): OverviewAlias {
  const [row] = aliasRowsOf(
    { indices, takenAt: hoursAgo(0) },
    {
      backups,
      snapshots: { ...NO_SNAPSHOTS, snapshots },
      complete: true,
      unread: [],
      verified: new Map(),
      clusterUuid: null,
      expectedAt: () => null,
      overdueAfterMs: 26 * HOUR,
      now: NOW,
    },
  );
  return row!;
}

const observed = (hours: number): LossMoment => ({
  known: 'exactly',
  after: hoursAgo(hours + 0.01),
  at: hoursAgo(hours),
  until: hoursAgo(hours),
  from: 1_000,
  to: 100,
  moved: false,
});
const optionsOf = (row: OverviewAlias, moment?: LossMoment) =>
  recoveryOptions(
    incidentsOf({
      aliases: [row.loss && moment ? { ...row, loss: { ...row.loss, moment } } : row],
      missingAliases: [],
    })[0]!,
    NOW,
  );
const rowsIn = (option: ReturnType<typeof optionsOf>[number] | undefined) =>
  Object.fromEntries((option?.rows ?? []).map(({ term, value, detail = '' }) => [term, value + detail]));

test('an alias with snapshots alone is compared with the last one of which the number is exact', () => {
  expect(rowOf(1_000, [], [snapshot(2, exact(1_000))])).toMatchObject({
    condition: { word: 'as expected', sentence: '0 documents since the last good snapshot.' },
    change: 0,
  });
  const lost = rowOf(100, [], [snapshot(2), snapshot(9, exact(1_000))]);
  expect(lost.condition.sentence).toBe('100 documents now, 1,000 in the last good counted snapshot.');
  expect(lost.loss).toMatchObject({ documents: 900, backupOf: 'this index' });
  expect(lost.backup?.snapshot?.name).toBe('h9');
  expect(lost.otherBackups?.map((each) => each.snapshot?.name)).toEqual(['h2']);
});

test('a snapshot whose documents lie between two moments has at least the smaller number', () => {
  const bracketed = { least: 990, most: 1_010, exact: false };
  const between = rowOf(1_000, [], [snapshot(2, bracketed)]);
  expect(between).toMatchObject({
    change: null,
    condition: {
      word: 'as expected',
      sentence: '1,000 documents now, at least 990 in the last good snapshot.',
    },
    backup: { documents: null },
  });
  const lost = rowOf(99, [], [snapshot(2, bracketed)]);
  expect(lost.condition).toMatchObject({
    word: 'lost at least 90 %',
    sentence: '99 documents now, at least 990 in the last good snapshot.',
  });
  const [incident] = incidentsOf({ aliases: [lost], missingAliases: [] });
  expect(incidentText(incident!, [], NOW)).toMatchObject({
    statement: 'government lost at least 90 % of its documents',
    figure: { value: '99', of: 'of at least 990 documents' },
  });
  expect(optionsOf(lost)[0]).toMatchObject({ button: 'Restore the snapshot', to: { kind: 'restore-snapshot' } });
  expect(rowOf(1_000, [], [snapshot(2)]).condition.sentence).toBe(
    'The last good backup of government does not say how many documents it has.',
  );
  expect(rowOf(1_000, [], []).condition.sentence).toBe(
    'There is no good backup of government that says how many documents there should be.',
  );
});

test('the newer one of a zip file and an exact snapshot is compared with, and named', () => {
  expect(rowOf(1_000, [zip(2, 1_000)], [snapshot(9, exact(500))]).condition.sentence).toMatch(/last good zip file/);
  expect(rowOf(1_000, [zip(9, 500)], [snapshot(2, exact(1_000))]).condition.sentence).toMatch(/last good snapshot\./);
});

test('a snapshot taken after a loss has the lost documents no more: the zip file before it is pointed out', () => {
  const row = rowOf(100, [zip(9, 1_000)], [snapshot(2, exact(100))]);
  expect(row).toMatchObject({ loss: null, shrunk: { from: 1_000, to: 100, backup: 'government/9.zip' } });
  const [option] = optionsOf(row);
  expect(option).toMatchObject({ title: 'Check the zip file of 28 Nov 03:00', to: { kind: 'backup' } });
  const other = rowOf(100, [zip(2, 100)], [snapshot(9, exact(1_000))]);
  expect(optionsOf(other)[0]).toMatchObject({ button: 'Open the snapshot', to: { kind: 'snapshot', snapshot: 'h9' } });
  const [incident] = incidentsOf({ aliases: [other], missingAliases: [] });
  expect(incidentText(incident!, [], NOW).statement).toBe(
    'The last counted backup of government has 90 % fewer documents than the one before',
  );
});

test('the newest backup of either kind is offered first, and the other kind next', () => {
  const [first, second] = optionsOf(rowOf(100, [zip(9, 1_000)], [snapshot(3)]), observed(1));
  expect(first).toMatchObject({
    title: 'Restore the snapshot of 28 Nov 09:00',
    recommended: true,
    button: 'Restore the snapshot',
    to: { kind: 'restore-snapshot', repository: 'nightly', snapshot: 'h3', index: 'government-1' },
  });
  expect(rowsIn(first)).toMatchObject({
    Documents: 'unknown',
    Condition: 'complete, its documents were not counted',
  });
  expect(second).toMatchObject({ title: 'Restore the zip file of 28 Nov 03:00', button: 'Restore 1,000 documents' });
  const [newest] = optionsOf(rowOf(100, [zip(2, 1_000)], [snapshot(3, exact(990))]), observed(1));
  expect(newest?.title).toBe('Restore the zip file of 28 Nov 10:00');
});

test('of a snapshot the number is exact, or lies between two, and the page of one with several indices is opened', () => {
  const { 0: counted } = optionsOf(rowOf(100, [], [snapshot(3, exact(1_000))]), observed(1));
  expect(counted?.button).toBe('Restore 1,000 documents');
  expect(rowsIn(counted)['Condition']).toBe('complete, nothing was written while it was taken');
  const between = { least: 990, most: 1_010, exact: false };
  const [near] = optionsOf(rowOf(100, [zip(9, 1_000)], [snapshot(3, between)]), observed(1));
  expect(near?.button).toBe('Restore the snapshot');
  expect(rowsIn(near)).toMatchObject({
    Documents: 'between 990 and 1,010',
    Condition: 'complete, written to while it was taken',
  });
  const [several] = optionsOf(
    rowOf(100, [zip(9, 1_000)], [snapshot(3, null, ['government-1', 'government-2'])]),
    observed(1),
  );
  expect(several).toMatchObject({ button: 'Open the snapshot', to: { kind: 'restore-snapshot', index: null } });
});

test('a snapshot that may have been taken after the loss comes after the backup that is known to have the documents', () => {
  const row = rowOf(100, [zip(9, 1_000)], [snapshot(3)]);
  for (const moment of [observed(4), undefined]) {
    const [first, second] = optionsOf(row, moment);
    expect(first).toMatchObject({ title: 'Restore the zip file of 28 Nov 03:00', recommended: true });
    expect(second?.title).toBe('Restore the snapshot of 28 Nov 09:00');
    expect(rowsIn(second)['Missing']).toBe('perhaps what was lost, it may have been taken after the loss');
  }
});

test('an alias on a closed index with a snapshot alone leads to the review of that snapshot', () => {
  const closed = rowOf(0, [], [snapshot(3)], [{ ...live(0), state: 'closed', documents: null }]);
  expect(optionsOf(closed).map(({ to }) => to.kind)).toEqual(['switch', 'restore-snapshot', 'switch']);
});

test('an alias that a snapshot knows to have been one, and that no index has, is missing', () => {
  const missing = (snapshots: SnapshotSummary[], backups: BackupSummary[] = []) =>
    missingAliasesOf([{ ...live(1_000), aliases: [] }], {
      backups,
      snapshots,
      verified: new Map(),
      expectedAt: () => null,
      overdueAfterMs: 26 * HOUR,
      now: NOW,
    });
  expect(missing([snapshot(3, exact(1_000))], [zip(9, 990)])).toMatchObject([
    {
      alias: 'government',
      backup: { documents: 1_000, snapshot: { name: 'h3', index: 'government-1' } },
      otherBackups: [{ id: 'government/9.zip' }],
      index: { name: 'government-1' },
    },
  ]);
  expect(missing([snapshot(30)])).toEqual([]);
  expect(missing([{ ...snapshot(3), ofThisCluster: false }])).toEqual([]);
  // Named by its index, or by aliases that it has now: nothing says that it was an alias.
  expect(missing([{ ...snapshot(3), aliases: [] }])).toEqual([]);
});
