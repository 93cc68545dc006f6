import { expect, test } from 'vitest';
import type { BackupManifest, BackupSummary } from '../../lib/contract/backup.ts';
import { amongOthersOf } from '../../lib/present/among-others.ts';
import { describeDocument } from '../../lib/present/describe-document.ts';
import { describeSize } from '../../lib/present/backup-size.ts';
import { aListing } from '../support/a-listing.ts';

function aBackup(hour: number, over: Partial<BackupSummary> = {}): BackupSummary {
  const at = `2026-11-23T0${hour}:00:00.000Z`;
  return {
    id: `government/${hour}.zip`,
    group: 'government',
    fileBytes: 5,
    modifiedAt: at,
    origin: 'restore-desk',
    condition: { state: 'whole' },
    manifest: { index: { name: 'government-1' }, aliases: [] } as unknown as BackupManifest,
    documents: hour * 100,
    takenAt: at,
    ...over,
  };
}
const broken = aBackup(4, { condition: { state: 'broken', problem: 'no zip' } });
const all = [broken, aBackup(3), aBackup(2), aBackup(1)];
const among = (backup: BackupSummary, over = {}) => amongOthersOf(backup, aListing(all, over), new Map());

test('the newest good backup is the last good one, and each has the good one before it', () => {
  expect(among(all[1]!)).toEqual({
    lastGood: true,
    previous: { id: 'government/2.zip', documents: 200 },
    newest: { id: 'government/2.zip', takenAt: '2026-11-23T02:00:00.000Z', documents: 200 },
  });
  expect(among(all[3]!)).toMatchObject({ lastGood: false, previous: null, newest: { id: 'government/3.zip' } });
  expect(among(broken)).toMatchObject({ lastGood: false, previous: { id: 'government/3.zip' } });
  expect(among(all[1]!, { unread: ['elsewhere'] })).toBeNull();
});

const sizeOf = (documents: number | null, before: number | null) =>
  describeSize(
    { documents, verified: null },
    { lastGood: true, previous: { id: 'a', documents: before }, newest: null },
  );

test('a backup that is much smaller than the one before it is a warning', () => {
  expect(sizeOf(1_118, 8_940)).toEqual({
    level: 'warn',
    sentence: '7,822 documents fewer than the backup before it, which has 8,940 (87 % fewer).',
  });
  expect(sizeOf(8_944, 8_940)).toEqual({ level: 'ok', sentence: '4 documents more than the backup before it.' });
  expect(sizeOf(8_940, 8_940)).toEqual({ level: 'ok', sentence: '8,940 documents, as in the backup before it.' });
  expect(sizeOf(null, 8_940).level).toBe('unknown');
});

test('a document is described by its title, its id and its version as they are in the file', () => {
  expect(
    describeDocument({
      action: '{"index":{"_id":"/a\\"b","version":9007199254740993}}',
      source: '{"title":"First","price":1.0}',
    }),
  ).toEqual({ id: '/a"b', title: 'First', detail: 'version 9007199254740993' });
  expect(describeDocument({ action: '{"index":{"_id":"7"}}', source: '{"title":7,"name":"Se' })).toEqual({
    id: '7',
    title: null,
    detail: '',
  });
  expect(describeDocument({ action: 'no JSON', source: '[]' })).toMatchObject({ id: 'no JSON', title: null });
});
