import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import { verify } from '../../../lib/kinds/verify/describe.ts';
import { runVerify } from '../../../lib/kinds/verify/run.ts';
import type { VerifyCheckpoint, VerifyWork } from '../../../lib/kinds/verify/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { failureOf } from '../../support/failure-of.ts';
import { noPlace } from '../../support/test-place.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'verify-'));
  for (const name of ['good.zip', 'other.zip'])
    copyFileSync(new URL('../../fixtures/government.zip', import.meta.url), join(directory, name));
  copyFileSync(new URL('../../fixtures/partial-dump.zip', import.meta.url), join(directory, 'short.zip'));
  writeFileSync(join(directory, 'broken.zip'), 'this is no zip');
});
afterAll(() => rmSync(directory, { recursive: true }));

const workOf = (...ids: string[]): VerifyWork => ({
  kind: 'verify',
  backups: ids.map((id) => ({ source: folderSource(directory), id })),
});
const effectsOf = (work: VerifyWork, checkpoint: unknown) =>
  verify.effectsBefore(work, checkpoint, null).verifiedBackups?.map(({ backup, problem }) => [backup.id, problem]);

test('a damaged backup does not stop the others, and each has its own result', async () => {
  const work = workOf('broken.zip', 'good.zip', 'short.zip');
  const result = await runVerify(noPlace, work, aRun());
  expect(result).toMatchObject({
    status: 'partial',
    verifications: [
      { id: 'good.zip', complete: true },
      { id: 'short.zip', complete: false, documents: 120, promised: 5_000 },
    ],
    failures: [{ id: 'broken.zip', failure: { code: 'backup_damaged' } }],
  });
  expect(verify.outcome(result)).toBe('1 of 3 backups verified, 1 is incomplete, 1 is damaged or can’t be read.');
});

test('one backup that is damaged fails the job, and both ways say so of the backup', async () => {
  const saved: VerifyCheckpoint[] = [];
  const work = workOf('broken.zip');
  const run = aRun<VerifyCheckpoint>({ saveCheckpoint: (checkpoint) => saved.push(checkpoint) });
  expect((await failureOf(runVerify(noPlace, work, run))).code).toBe('backup_damaged');
  expect(effectsOf(work, saved.at(-1))).toEqual([['broken.zip', expect.any(String)]]);
});

test('a verification that was cancelled keeps the backups that it has read, and goes on after them', async () => {
  const controller = new AbortController();
  const saved: VerifyCheckpoint[] = [];
  const work = workOf('good.zip', 'other.zip');
  const stopped = aRun<VerifyCheckpoint>({
    signal: controller.signal,
    saveCheckpoint: (checkpoint) => {
      saved.push(structuredClone(checkpoint));
      controller.abort();
    },
  });
  expect((await failureOf(runVerify(noPlace, work, stopped))).code).toBe('cancelled');
  expect(effectsOf(work, saved.at(-1))).toEqual([['good.zip', null]]);
  rmSync(join(directory, 'good.zip'));
  const result = await runVerify(noPlace, work, aRun<VerifyCheckpoint>({ checkpoint: saved.at(-1) ?? null }));
  expect(result).toMatchObject({ status: 'done', verifications: [{ id: 'good.zip' }, { id: 'other.zip' }] });
});

test('the result of an older version is read', () => {
  const verification = { id: 'a.zip', complete: false };
  const parsed = verify.schema.work.parse({ kind: 'verify', file: '/b/a.zip' });
  expect(parsed.backups).toEqual([{ source: 'folder:/b', id: 'a.zip' }]);
  const { success, error } = verify.schema.result.safeParse({ kind: 'verify', verification });
  expect(success).toBe(false);
  expect(error?.issues.every(({ path }) => path[0] === 'verifications')).toBe(true);
});
