import { expect, test } from 'vitest';
import type { BackupSummary } from '../../lib/contract/backup.ts';
import { drilledSnapshotKey, type DrilledBackup } from '../../lib/contract/drilled.ts';
import { pinnedSnapshotKey } from '../../lib/contract/pinned.ts';
import { backupMarks, drilledIndicesOf } from '../../lib/known-backups/backup-marks.ts';
import { provenRestoresOf } from '../../lib/known-backups/proven-restores.ts';
import { failedDrillSentence, provenSentence } from '../../lib/present/proven-words.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anIndex } from '../support/an-index.ts';

const NOW = Date.parse('2026-11-28T10:10:00.000Z');
const DRILLED = '2026-11-28T04:10:00.000Z';

const zip = (name: string, over: Partial<BackupSummary> = {}): BackupSummary => ({
  id: `government/${name}.zip`,
  group: 'government',
  fileBytes: 100,
  modifiedAt: '2026-11-28T03:00:05.000Z',
  origin: 'restore-desk',
  documents: 8_940,
  takenAt: '2026-11-28T03:00:00.000Z',
  condition: { state: 'whole' },
  manifest: { index: { name: 'government-1', uuid: 'u' }, aliases: [] } as unknown as BackupSummary['manifest'],
  ...over,
});
const drill = (over: Partial<DrilledBackup> = {}): DrilledBackup => ({
  job: '12',
  at: DRILLED,
  bytes: 100,
  seconds: 41,
  documents: 8_940,
  equal: 8_940,
  compared: 'content',
  ok: true,
  problem: null,
  limited: false,
  elsewhere: false,
  alias: 'government',
  ...over,
});
const marks = (drilled: [string, DrilledBackup][], pinned: string[] = []) =>
  backupMarks({
    source: 'folder:/b',
    clusterUuid: 'cluster-1',
    drilled: new Map(drilled),
    pinned: new Map(pinned.map((key) => [key, { reason: 'Before the upgrade', by: 'an.operator', at: DRILLED }])),
  });
const ofZip = (name: string) => `folder:/b/government/${name}.zip`;
const live = [anIndex('government-1')];

test('an alias is proven by the newest drill of its backups, in one sentence', () => {
  const known = marks([
    [ofZip('a'), drill()],
    [ofZip('b'), drill({ at: '2026-11-27T04:10:00.000Z' })],
  ]);
  const { failed, last } = provenRestoresOf('government', live, [zip('b'), zip('a')], known);
  expect(failed).toBeNull();
  expect(provenSentence(last!, NOW)).toBe('last proven restore: 6 h ago, 8,940 of 8,940 equal, took 41 s');
});

test('where a drill counted, nothing is called equal; where it could prove nothing, it did not fail', () => {
  const proven = (over: Partial<DrilledBackup>) =>
    provenRestoresOf('government', live, [zip('a')], marks([[ofZip('a'), drill(over)]]));
  expect(provenSentence(proven({ compared: 'counts' }).last!, NOW)).toBe(
    'last proven restore: 6 h ago, 8,940 of 8,940 counted, took 41 s',
  );
  const unproven = proven({ compared: 'nothing', equal: null, ok: false, problem: 'Restored, but not proven.' });
  expect(failedDrillSentence(unproven.failed!, NOW)).toBe(
    'restore drill proved nothing 6 h ago: Restored, but not proven.',
  );
  const snapshot = aSnapshot({ indices: ['government-1', 'government-2'] });
  const key = (index: string) => drilledSnapshotKey('cluster-1', snapshot.uuid, index);
  const mixed = marks([
    [key('government-1'), drill()],
    [key('government-2'), drill({ compared: 'counts' })],
  ]);
  const two = [...live, anIndex('government-2')];
  expect(provenRestoresOf('government', two, [snapshot], mixed).last).toMatchObject({ compared: 'counts' });
});

test('a drill of another file of that name, or of a file that changed since, proves nothing', () => {
  const known = marks([[ofZip('a'), drill()]]);
  const proven = (backup: BackupSummary) => provenRestoresOf('government', live, [backup], known);
  expect(proven(zip('a', { fileBytes: 101 }))).toEqual({ last: null, failed: null });
  expect(proven(zip('a', { modifiedAt: '2026-11-28T05:00:00.000Z' }))).toEqual({ last: null, failed: null });
  expect(proven(zip('other'))).toEqual({ last: null, failed: null });
});

test('a failed drill is told, beside the last one that was equal, until a good one follows', () => {
  const failed = drill({
    at: '2026-11-28T08:10:00.000Z',
    ok: false,
    equal: 8_900,
    problem: '40 documents differ.',
    job: '13',
  });
  const both = marks([
    [ofZip('a'), drill()],
    [ofZip('b'), failed],
  ]);
  const proven = provenRestoresOf('government', live, [zip('a'), zip('b')], both);
  expect(proven).toMatchObject({ last: { job: '12' }, failed: { job: '13' } });
  expect(failedDrillSentence(proven.failed!, NOW)).toBe('restore drill failed 2 h ago: 40 documents differ.');
  const later = marks([
    [ofZip('a'), drill({ at: '2026-11-28T09:10:00.000Z' })],
    [ofZip('b'), failed],
  ]);
  expect(provenRestoresOf('government', live, [zip('a'), zip('b')], later).failed).toBeNull();
});

test('a drill that failed says more than one of another index that had nothing to compare with', () => {
  const snapshot = aSnapshot({ indices: ['government-1', 'government-2'] });
  const key = (index: string) => drilledSnapshotKey('cluster-1', snapshot.uuid, index);
  const both = marks([
    [key('government-1'), drill({ ok: false, compared: 'nothing', equal: null, job: '12' })],
    [key('government-2'), drill({ ok: false, equal: 8_900, job: '13' })],
  ]);
  const two = [...live, anIndex('government-2')];
  expect(provenRestoresOf('government', two, [snapshot], both).failed).toMatchObject({ job: '13', unproven: false });
});

test('an alias on several indices is proven as of the oldest of their drills, and says how many have one', () => {
  const snapshot = aSnapshot({ indices: ['government-1', 'government-2'] });
  const key = (index: string) => drilledSnapshotKey('cluster-1', snapshot.uuid, index);
  const two = [...live, anIndex('government-2')];
  const half = marks([[key('government-1'), drill({ documents: 10, equal: 10 })]]);
  expect(provenSentence(provenRestoresOf('government', two, [snapshot], half).last!, NOW)).toBe(
    'last proven restore: 6 h ago, 1 of 2 indices, 10 of 10 equal, took 41 s',
  );
  const whole = marks([
    [key('government-1'), drill({ documents: 10, equal: 10 })],
    [key('government-2'), drill({ documents: 5, equal: 5, seconds: 9, at: '2026-11-27T04:10:00.000Z' })],
  ]);
  expect(provenRestoresOf('government', two, [snapshot], whole).last).toEqual({
    at: '2026-11-27T04:10:00.000Z',
    job: '12',
    seconds: 50,
    documents: 15,
    equal: 15,
    compared: 'content',
    indices: { proven: 2, all: 2 },
  });
});

test('the drills of a snapshot are those of its indices, also those on a drill cluster; the newest counts', () => {
  const snapshot = aSnapshot({ indices: ['government-1', 'government-2'] });
  const here = marks([
    [drilledSnapshotKey('cluster-1', snapshot.uuid, 'government-1'), drill()],
    [
      drilledSnapshotKey('cluster-1', snapshot.uuid, 'government-2'),
      drill({ ok: false, at: '2026-11-28T04:20:00.000Z' }),
    ],
  ]);
  expect(drilledIndicesOf(snapshot, here)).toEqual({
    indices: 2,
    failed: 1,
    unproven: 0,
    at: '2026-11-28T04:20:00.000Z',
  });
  const failed = drill({ ok: false, at: '2026-11-28T05:00:00.000Z' });
  const elsewhere = marks([
    [drilledSnapshotKey('cluster-2', snapshot.uuid, 'government-1'), failed],
    [drilledSnapshotKey('cluster-1', snapshot.uuid, 'government-1'), drill()],
  ]);
  expect(drilledIndicesOf(snapshot, elsewhere)).toMatchObject({ indices: 1, failed: 1 });
  const unproven = marks([
    [drilledSnapshotKey('cluster-1', snapshot.uuid, 'government-1'), drill({ ok: false, compared: 'nothing' })],
  ]);
  expect(drilledIndicesOf(snapshot, unproven)).toMatchObject({ indices: 1, failed: 0, unproven: 1 });
  expect(drilledIndicesOf(aSnapshot({ uuid: 'another' }), elsewhere)).toBeNull();
});

test('a pin is found by the address of the file, or by the uuid of the snapshot', () => {
  const snapshot = aSnapshot();
  const known = marks([], [ofZip('a'), pinnedSnapshotKey('cluster-1', snapshot.uuid)]);
  expect(known.pinOf(zip('a'))?.reason).toBe('Before the upgrade');
  expect(known.pinOf(zip('b'))).toBeNull();
  expect(known.pinOfSnapshot(snapshot)?.by).toBe('an.operator');
  expect(known.pinOfSnapshot({ uuid: 'another' })).toBeNull();
});
