import { expect, test } from 'vitest';
import type { Job } from '../../../lib/contract/job.ts';
import { kinds } from '../../../lib/kinds/kinds.ts';
import type { RestorePlan } from '../../../lib/kinds/restore/schema.ts';

/** A restore that has ended: with these numbers of documents, into an index that had this uuid when it was planned. */
function effectsOf(kind: string, { found = 5, uuid = null as string | null, resumed = false } = {}) {
  const ref = { source: 'folder:/b', id: 'a.zip' };
  const plan = {
    cluster: { uuid: 'cluster' },
    backup: { ref, fileBytes: 9, documents: found, promised: 5 },
    target: { index: 'government-2', uuid },
    resume: resumed ? {} : null,
  } as unknown as RestorePlan;
  const job = {
    status: 'succeeded',
    work: { kind, plan },
    result: { kind, index: 'government-2', indexUuid: 'new', documents: found, promised: 5 },
  } as unknown as Job & { status: 'succeeded' };
  return kinds.of(job.work).effects(job);
}

test.each(['restore', 'retry-rejected'])('a job (%s) marks a backup as verified only if it is complete', (kind) => {
  expect(effectsOf(kind).verifiedBackups).toMatchObject([{ problem: null, found: null }]);
  expect(effectsOf(kind, { found: 1 }).verifiedBackups).toMatchObject([
    { problem: '1 of 5 expected documents are in the file.', found: 1 },
  ]);
});

test('a restore has created an index only where none was there before, or its own half-filled one', () => {
  expect(effectsOf('restore').createdIndex).toMatchObject({ index: 'government-2', uuid: 'new' });
  expect(effectsOf('restore', { uuid: 'new', resumed: true }).createdIndex).toMatchObject({ uuid: 'new' });
  expect(effectsOf('restore', { uuid: 'new' }).createdIndex).toBeUndefined();
});
