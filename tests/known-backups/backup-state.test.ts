import { expect, test } from 'vitest';
import type { BackupManifest, BackupSummary } from '@/lib/contract/backup.ts';
import type { VerifiedState } from '@/lib/contract/backups-page.ts';
import { isGood, stateOfBackup } from '@/lib/known-backups/backup-state.ts';

const whole: BackupSummary['condition'] = { state: 'whole' };
const counted = { condition: whole, manifest: {} as BackupManifest };
const bare = { condition: whole, manifest: null };
const read = (over: Partial<VerifiedState> = {}): VerifiedState => ({
  at: '',
  ok: true,
  sentence: '',
  job: '1',
  ...over,
});

test.each([
  ['verified', counted, read()],
  ['complete', counted, null],
  ['damaged', counted, read({ ok: false })],
  ['verified', bare, read({ found: null })],
  ['unknown', bare, null],
  ['incomplete', bare, read({ ok: false, found: 120 })],
  ['incomplete', bare, read({ ok: false, found: 0 })],
  ['damaged', bare, read({ ok: false, found: null })],
  ['broken', { condition: { state: 'broken', problem: '' }, manifest: null }, null],
  ['unfinished', { condition: { state: 'unfinished', problem: '' }, manifest: null }, read()],
] as const)('a backup is %s', (state, backup, verified) => {
  expect(stateOfBackup(backup, verified)).toBe(state);
  expect(isGood(backup, verified)).toBe(state === 'verified' || state === 'complete');
});
