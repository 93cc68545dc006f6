import { expect, test } from 'vitest';
import { backupRead, backupReadFailed } from '../../lib/kinds/backup-read.ts';

const backup = { source: 'folder:/b', id: 'government/a.zip' };

test('a backup is verified only by a job that found every expected document in it', () => {
  const numbers = { fileBytes: 9, promised: 5_000 };
  expect(backupRead(backup, { ...numbers, documents: 5_000 })).toMatchObject({ bytes: 9, problem: null, found: null });
  expect(backupRead(backup, { ...numbers, documents: 120 })).toMatchObject({
    problem: '120 of 5,000 expected documents are in the file.',
    found: 120,
  });
  expect(backupRead(backup, { fileBytes: 9, promised: 0, documents: 0 })).toMatchObject({ problem: null });
});

test('a job that failed says something about the backup only if the backup was the reason', () => {
  const damaged = { code: 'backup_damaged', message: 'The CRC-32 is wrong.' };
  expect(backupReadFailed(backup, damaged, 9)).toEqual([
    { backup, bytes: 9, problem: 'The CRC-32 is wrong.', found: null },
  ]);
  expect(backupReadFailed(backup, { ...damaged, details: { fileBytes: 7 } })).toMatchObject([{ bytes: 7 }]);
  expect(backupReadFailed(backup, { ...damaged, details: { replaced: true } })).toEqual([]);
  expect(backupReadFailed(backup, { code: 'unreachable', message: 'No answer.' })).toEqual([]);
});
