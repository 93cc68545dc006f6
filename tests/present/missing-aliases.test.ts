import { expect, test } from 'vitest';
import type { BackupSummary } from '../../lib/contract/backup.ts';
import type { IndexSummary } from '../../lib/contract/indices.ts';
import type { ExpectedAt } from '../../lib/known-backups/backups-of-alias.ts';
import { missingAliasesOf } from '../../lib/present/missing-aliases.ts';
import { anIndex } from '../support/an-index.ts';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const HOUR = 3_600_000;
const backedUp = anIndex('traffic-2026-11-27t02-00-00z-aaaa', { documents: 3_000 });

const aBackup = (hoursAgo: number, aliases = ['traffic'], documents = 3_000): BackupSummary => ({
  id: `traffic/traffic-${hoursAgo}.zip`,
  group: 'traffic',
  fileBytes: 1,
  modifiedAt: new Date(NOW).toISOString(),
  origin: 'restore-desk',
  documents,
  takenAt: new Date(NOW - hoursAgo * HOUR).toISOString(),
  condition: { state: 'whole' },
  manifest: {
    index: { name: backedUp.name, uuid: backedUp.uuid },
    aliases: aliases.map((alias) => ({ alias })),
  } as unknown as BackupSummary['manifest'],
});

const missing = (indices: IndexSummary[], backups: BackupSummary[], expectedAt: ExpectedAt = () => null) =>
  missingAliasesOf(indices, { backups, verified: new Map(), expectedAt, overdueAfterMs: 26 * HOUR, now: NOW });

test('an alias that was backed up lately and that no index has is missing; the index that was backed up is offered', () => {
  const newer = anIndex('traffic-2026-11-28t02-00-00z-bbbb', { documents: 10 });
  expect(missing([newer, backedUp], [aBackup(9), aBackup(2, ['traffic'], 2_999)])).toEqual([
    {
      alias: 'traffic',
      nameIsIndex: false,
      backup: { id: 'traffic/traffic-2.zip', takenAt: '2026-11-28T10:00:00.000Z', documents: 2_999, verified: null },
      index: { name: backedUp.name, documents: 3_000 },
    },
  ]);
});

test('where that index is gone, closed or red, the newest usable one of the alias’s name is offered, else none', () => {
  const red = { ...backedUp, health: 'red' as const };
  const older = anIndex('traffic-2026-11-20t02-00-00z-cccc', { documents: 2_000 });
  const empty = anIndex('traffic-2026-11-28t02-00-00z-dddd', { documents: 0 });
  expect(missing([red, older, empty, anIndex('other')], [aBackup(2)])).toMatchObject([{ index: { name: older.name } }]);
  expect(missing([empty], [aBackup(2)])).toMatchObject([{ index: null }]);
});

test('an alias that exists, or whose last backup is old, is not missing', () => {
  expect(missing([anIndex('any', { aliases: ['traffic'] })], [aBackup(2)])).toEqual([]);
  expect(missing([backedUp], [aBackup(27)])).toEqual([]);
  expect(missing([backedUp], [aBackup(2, [])])).toEqual([]);
});

test('an index with the name of the alias is named: it keeps the alias from being made', () => {
  expect(missing([anIndex('traffic')], [aBackup(2)])).toMatchObject([{ alias: 'traffic', nameIsIndex: true }]);
});

test('with a weekly schedule an alias is missing until the next run should have backed it up', () => {
  const weekly = (hoursAgo: number) => () => ({
    at: NOW - hoursAgo * HOUR,
    schedule: 'Weekly',
    ran: true,
    doneElsewhere: false,
  });
  expect(missing([backedUp], [aBackup(100)], weekly(100))).toMatchObject([{ alias: 'traffic' }]);
  expect(missing([backedUp], [aBackup(100)], weekly(1))).toEqual([]);
  // The limit holds as well: an hourly schedule does not end an incident after an hour.
  expect(missing([backedUp], [aBackup(9)], weekly(1))).toMatchObject([{ alias: 'traffic' }]);
});
