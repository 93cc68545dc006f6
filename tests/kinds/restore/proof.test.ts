import { expect, test } from 'vitest';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { proofSentence, restoreProof } from '@/lib/kinds/restore/proof.ts';

type Check = RestoreResult['check'];
const resultOf = (check: Partial<Check>, more: Partial<RestoreResult> = {}) =>
  ({
    documents: 8_940,
    rejected: 0,
    check: { documents: 8_940, expected: 8_940, verdict: 'equal', ...check },
    ...more,
  }) as unknown as RestoreResult;
const countsOf = (result: RestoreResult) => restoreProof(result).counts.map(({ count }) => count);

test('equal documents are one statement, also of a result of an older version', () => {
  const compared = { equal: 8_940, different: 0, missing: 0, extra: 0 };
  for (const result of [resultOf({ compared }), resultOf({})]) {
    expect(proofSentence(restoreProof(result))).toBe(
      'Equal to the backup: 8,940 of 8,940 documents have the same id and content.',
    );
    expect(restoreProof(result).level).toBe('ok');
    expect(countsOf(result)).toEqual([0, 0, 0, 0]);
  }
});

test('rejected documents are missing, and the rest is equal', () => {
  const partial = resultOf({ verdict: 'partial', documents: 8_900 }, { rejected: 40 });
  expect(restoreProof(partial)).toMatchObject({
    level: 'warn',
    title: 'Equal, except for 40 rejected documents',
    figure: '8,900',
    statement: 'of 8,940 documents have the same id and content',
  });
  expect(countsOf(partial)).toEqual([40, 0, 0, 40]);
  const none = resultOf({ verdict: 'partial', documents: 0 }, { rejected: 8_940 });
  expect(restoreProof(none)).toMatchObject({ title: 'No document of the backup is in the index', figure: '0' });
});

test('documents that the backup file lacks are missing, and the statement is of all of them', () => {
  const incomplete = resultOf({ documents: 120 }, { documents: 120, promised: 5_000 });
  expect(proofSentence(restoreProof(incomplete))).toBe(
    'Equal to an incomplete backup file: 120 of 5,000 documents have the same id and content.',
  );
  expect(restoreProof(incomplete).level).toBe('warn');
  expect(countsOf(incomplete)).toEqual([4_880, 0, 0, 0]);
});

test('in an existing index, extra documents are counted and are no fault', () => {
  const compared = { equal: 150, different: 0, missing: 0, extra: 1 };
  const added = resultOf({ verdict: 'additive', documents: 151, compared }, { documents: 150 });
  expect(restoreProof(added)).toMatchObject({
    title: 'All documents of the backup are in the index',
    figure: '150',
    statement: 'of 150 documents have the same id and content',
  });
  expect(restoreProof(added).counts.find(({ name }) => name === 'Extra')).toEqual({
    name: 'Extra',
    count: 1,
    bad: false,
  });
  const kept = resultOf({ verdict: 'additive', compared: { equal: 147, different: 3, missing: 0, extra: 1 } });
  expect(restoreProof(kept)).toMatchObject({
    level: 'warn',
    title: '3 documents of the backup are not in the index as in the backup',
  });
});

test('a number that an older version did not store is unknown, not zero', () => {
  const older = resultOf({ verdict: 'additive', documents: 151 }, { documents: 150 });
  expect(restoreProof(older)).toMatchObject({
    title: 'Restored into an existing index',
    figure: '151',
    statement: 'documents are in the index; the backup has 150',
  });
  expect(countsOf(older)).toEqual([null, null, null, 0]);
});
