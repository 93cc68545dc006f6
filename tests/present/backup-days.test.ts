import { expect, test } from 'vitest';
import type { BackupManifest, BackupSummary } from '../../lib/contract/backup.ts';
import type { FailedBackup } from '../../lib/contract/backup-days.ts';
import { backupDays } from '../../lib/present/backup-days.ts';
import { daysInWords } from '../../lib/present/day-words.ts';

const NOW = Date.parse('2026-11-28T07:00:00.000Z');

function aBackup(at: string, over: Partial<BackupSummary> & { index?: string; run?: string } = {}): BackupSummary {
  const { index = 'government-1', run, ...rest } = over;
  return {
    id: `government/${index}-${at}.zip`,
    group: 'government',
    fileBytes: 5,
    modifiedAt: at,
    origin: 'restore-desk',
    condition: { state: 'whole' },
    manifest: { index: { name: index, uuid: 'u' }, aliases: [], plan: run } as unknown as BackupManifest,
    documents: 8,
    takenAt: at,
    ...rest,
  };
}

const readAs = (backup: BackupSummary, ok: boolean, found: number | null = null) =>
  [backup.id, { at: '2026-11-28T06:00:00.000Z', ok, found, sentence: '', job: '7' }] as const;

const daysOf = (
  backups: BackupSummary[],
  verified: readonly (readonly [
    string,
    { at: string; ok: boolean; found: number | null; sentence: string; job: string },
  ])[] = [],
  failed: FailedBackup[] = [],
  alias = 'government',
) => backupDays({ backups, verified: new Map(verified), failed, now: NOW })(alias);

test('30 days end today, and a day without a backup is none', () => {
  const days = daysOf([]);
  expect(days).toHaveLength(30);
  expect([days[0]!.date, days.at(-1)!.date]).toEqual(['2026-10-30', '2026-11-28']);
  expect(days.every(({ state, results }) => state === 'none' && results.length === 0)).toBe(true);
});

test('the best backup of a day is its state, and all of them are its results, newest first', () => {
  const early = aBackup('2026-11-27T03:00:00.000Z');
  const late = aBackup('2026-11-27T23:59:59.000Z', { condition: { state: 'unfinished', problem: 'died' } });
  const day = daysOf([early, late], [readAs(early, true)]).at(-2)!;
  expect(day).toMatchObject({ date: '2026-11-27', state: 'verified', more: 0 });
  expect(day.results.map(({ backup, state }) => [backup, state])).toEqual([
    [late.id, 'unfinished'],
    [early.id, 'verified'],
  ]);
});

test('incomplete backups are unfinished, damaged and broken ones failed, and a file never read is not verified', () => {
  const [short, damaged, broken, old] = [
    aBackup('2026-11-25T03:00:00.000Z'),
    aBackup('2026-11-26T03:00:00.000Z'),
    aBackup('2026-11-27T03:00:00.000Z', { condition: { state: 'broken', problem: 'no zip' } }),
    aBackup('2026-11-28T03:00:00.000Z', { manifest: null, origin: 'es_dump_restore' }),
  ];
  const days = daysOf([short, damaged, broken, old], [readAs(short, false, 5), readAs(damaged, false)]);
  expect(days.slice(-4).map(({ state }) => state)).toEqual(['unfinished', 'failed', 'failed', 'not-verified']);
});

test('a failed job is a failed day, unless a backup of that day is better', () => {
  const failed = [
    { job: '4', at: '2026-11-26T03:00:00.000Z', names: ['government'] },
    { job: '5', at: '2026-11-27T03:00:00.000Z', names: ['government'] },
    { job: '6', at: '2026-11-28T03:00:00.000Z', names: ['detailed'] },
  ];
  const days = daysOf([aBackup('2026-11-27T04:00:00.000Z')], [], failed).slice(-3);
  expect(days.map(({ state }) => state)).toEqual(['failed', 'not-verified', 'none']);
  expect(days[0]!.results).toEqual([
    { at: '2026-11-26T03:00:00.000Z', state: 'failed', backup: null, job: '4', documents: null },
  ]);
});

test('the backups of a set are one result with all their documents, as good as the worst of them', () => {
  const at = '2026-11-28T03:00:00.000Z';
  const [one, two] = [aBackup(at, { index: 'one', run: 'r' }), aBackup(at, { index: 'two', run: 'r' })];
  const day = daysOf([one, two], [readAs(one, true)]).at(-1)!;
  expect(day).toMatchObject({ state: 'not-verified', results: [{ documents: 16 }] });
});

test('days in words count each state and date the exceptions', () => {
  const days = daysOf(
    [aBackup('2026-11-28T03:00:00.000Z')],
    [],
    [{ job: '4', at: '2026-11-01T03:00:00.000Z', names: ['government'] }],
  );
  expect(daysInWords(days)).toBe('1 not verified (28 Nov), 1 failed (1 Nov), 28 none');
});
