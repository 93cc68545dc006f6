import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import { deleteBackup } from '../../../lib/kinds/delete-backup/describe.ts';
import { runDeleteBackup } from '../../../lib/kinds/delete-backup/run.ts';
import type { DeleteBackupCheckpoint, DeleteBackupWork } from '../../../lib/kinds/delete-backup/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { failureOf } from '../../support/failure-of.ts';
import { noPlace } from '../../support/test-place.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'delete-'));
  for (const name of ['a.zip', 'b.zip', 'c.zip']) writeFileSync(join(directory, name), `content of ${name}`);
});
afterEach(() => rmSync(directory, { recursive: true }));

async function reviewed(...ids: string[]): Promise<DeleteBackupWork> {
  const source = noPlace.backups.of(folderSource(directory));
  const backups = ids.map(async (id) => {
    const { bytes, text } = await source.stamp(id);
    return { backup: { source: source.key, id }, fileBytes: bytes, stamp: text };
  });
  return { kind: 'delete-backup', backups: await Promise.all(backups) };
}
const remaining = () => ['a.zip', 'b.zip', 'c.zip'].filter((name) => existsSync(join(directory, name)));

test('a file that changed or disappeared since the review is kept, and the others are deleted', async () => {
  const work = await reviewed('a.zip', 'b.zip', 'c.zip');
  // Of the same size: only the stamp tells.
  writeFileSync(join(directory, 'a.zip'), 'CONTENT OF a.zip');
  rmSync(join(directory, 'b.zip'));
  const result = await runDeleteBackup(noPlace, work, aRun());
  expect(statSync(join(directory, 'a.zip')).size).toBe(work.backups[0]!.fileBytes);
  expect(result).toEqual({
    kind: 'delete-backup',
    status: 'partial',
    deleted: [{ id: 'c.zip', fileBytes: 16 }],
    left: [
      { id: 'a.zip', reason: 'a.zip has changed since its deletion was reviewed.' },
      { id: 'b.zip', reason: 'It no longer existed.' },
    ],
    final: true,
    note: null,
  });
  expect(remaining()).toEqual(['a.zip']);
  expect(deleteBackup.outcome(result)).toBe('c.zip deleted, 16 B freed. 2 kept.');
});

test('the job fails where nothing was deleted', async () => {
  const work = await reviewed('a.zip');
  writeFileSync(join(directory, 'a.zip'), 'CONTENT OF a.zip');
  expect((await failureOf(runDeleteBackup(noPlace, work, aRun()))).code).toBe('plan_changed');
  rmSync(join(directory, 'a.zip'));
  expect((await failureOf(runDeleteBackup(noPlace, work, aRun()))).code).toBe('not_found');
});

test('a deletion that did not end misses none of its backups, since it may have deleted any; one that failed knows which', async () => {
  const controller = new AbortController();
  const saved: DeleteBackupCheckpoint[] = [];
  const work = await reviewed('a.zip', 'b.zip');
  const run = aRun<DeleteBackupCheckpoint>({
    signal: controller.signal,
    saveCheckpoint: (checkpoint) => {
      saved.push(structuredClone(checkpoint));
      controller.abort();
    },
  });
  expect((await failureOf(runDeleteBackup(noPlace, work, run))).code).toBe('cancelled');
  expect(remaining()).toEqual(['b.zip', 'c.zip']);
  const [first, second] = work.backups.map(({ backup }) => backup);
  // Killed, it may not have saved its last checkpoint.
  expect(deleteBackup.effectsBefore(work, saved.at(-1), null)).toEqual({ deletedBackups: [first, second] });
  const failure = { code: 'disk', message: 'The disk failed.' } as const;
  expect(deleteBackup.effectsBefore(work, saved.at(-1), failure)).toEqual({ deletedBackups: [first] });
});

test('a deletion of an older version is one of a list', () => {
  const { schema } = deleteBackup;
  const backup = { source: 'folder:/b', id: 'a.zip' };
  expect(schema.work.parse({ kind: 'delete-backup', backup, fileBytes: 3 }).backups).toEqual([
    { backup, fileBytes: 3 },
  ]);
  expect(schema.result.parse({ kind: 'delete-backup', id: 'a.zip', fileBytes: 3 })).toMatchObject({
    deleted: [{ id: 'a.zip', fileBytes: 3 }],
    left: [],
  });
});
