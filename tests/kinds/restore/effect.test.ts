import { expect, test } from 'vitest';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { changeOf, documentsInExisting, fewerThanBackup, gainOf, missingAfter } from '@/lib/kinds/restore/effect.ts';
import { documentsVerb, inOneLine, whatIsKept, whatWillHappen } from '@/lib/kinds/restore/describe-review.ts';

const live = {
  index: 'live',
  uuid: 'l',
  state: 'open',
  documents: 1_000,
  primaryBytes: 1,
  createdAt: null,
  membership: { alias: 'a' },
};
const planOf = (
  target: { index: string; uuid: string | null; documents: number | null },
  resume: RestorePlan['resume'] = null,
) =>
  ({
    backup: { takenAt: '2026-11-23T03:00:00.000Z', documents: 1_000, promised: 1_000 },
    target: { aliases: [], ...target },
    resume,
    alias: 'a',
    onConflict: 'index',
    switchAlias: true,
    before: [live],
    after: [{ index: target.index, uuid: '', membership: { alias: 'a' } }],
  }) as unknown as RestorePlan;

test('a restore into the live index itself states no number that is unknown', () => {
  const plan = planOf({ index: 'live', uuid: 'l', documents: 1_000 });
  expect(changeOf(plan)).toBeNull();
  expect(fewerThanBackup(plan)).toBeNull();
  expect(gainOf(plan)).toBe('up to 1,000 documents that live does not have, or has with other content');
  expect(missingAfter(plan, Date.parse('2026-11-24T00:00:00Z'))).toEqual({
    title: 'Overwritten by the restore',
    text: 'changes made after 23 Nov 03:00 UTC in documents that the backup has too. No document is deleted.',
    warns: true,
  });
  expect(missingAfter({ ...plan, onConflict: 'create' })).toMatchObject({
    title: 'Nothing is overwritten or deleted',
    warns: false,
  });
});

test('a restore into a live index promises neither an untouched index nor an undo, whichever alias points to it', () => {
  const byItsAlias = planOf({ index: 'live', uuid: 'l', documents: 1_200 });
  const byAnother = {
    ...planOf({ index: 'other', uuid: 'o', documents: 10 }),
    target: { index: 'other', uuid: 'o', documents: 10, aliases: ['b', 'c'] },
  } as RestorePlan;
  const unfinished = { ...byAnother, resume: { documents: 10 } };
  expect(whatIsKept(byItsAlias)).toBe(
    'It adds to and overwrites documents of the live index: a points to live. Nothing is deleted, and it can’t be undone.',
  );
  expect(whatIsKept({ ...byItsAlias, onConflict: 'create' })).toMatch(/^It adds to the live index/);
  expect(whatIsKept(byAnother)).toContain('b and c point to other');
  for (const plan of [byItsAlias, byAnother, unfinished]) {
    expect(whatIsKept(plan)).not.toMatch(/is kept|switch back/);
    expect(documentsVerb(plan)).toBe('Restore 1,000 documents into the live index');
  }
  expect(whatWillHappen(byItsAlias)).toEqual([
    'Write into the existing index live (1,200 documents now). It is live: a points to it.',
    'Load 1,000 documents',
    'Look up every document of the backup',
    'Switch no alias: a points to it already',
  ]);
  expect(whatWillHappen(byAnother).at(-1)).toBe('Switch the alias a in one step');
});

test('a restore into an index that exists and is not live says so, and does not call it live', () => {
  const plan = planOf({ index: 'other', uuid: 'o', documents: 10 });
  expect(whatIsKept(plan)).toBe(
    'It adds to and overwrites documents of other. Nothing is deleted, and it can’t be undone.',
  );
  expect(documentsVerb(plan)).toBe('Restore 1,000 documents into an existing index');
});

test('how many documents an existing index has afterwards is a range: existing documents are overwritten', () => {
  const into = (documents: number | null) => documentsInExisting(planOf({ index: 'live', uuid: 'l', documents }));
  expect(into(1_000)).toEqual({
    figure: '1,000 to 2,000',
    note: '1,000 now, 1,000 written; existing documents are overwritten',
  });
  expect(into(0)).toEqual({ figure: '1,000', note: 'it has none now' });
  expect(into(null)).toEqual({ figure: 'unknown', note: '1,000 are written; existing documents are overwritten' });
});

test('what an incomplete backup does not have is missing, wherever it is restored to', () => {
  const incomplete = (plan: RestorePlan) => ({ ...plan, backup: { ...plan.backup, documents: 120, promised: 5_000 } });
  const fresh = incomplete(planOf({ index: 'new', uuid: null, documents: null }));
  const into = incomplete(planOf({ index: 'live', uuid: 'l', documents: 7 }));
  for (const plan of [fresh, { ...fresh, before: [] }, into, { ...into, onConflict: 'create' as const }])
    expect(missingAfter(plan)).toEqual({
      title: 'Missing after the restore',
      text: expect.stringMatching(/^4,880 documents missing from the backup file; /) as string,
      warns: true,
    });
  expect(documentsVerb(fresh)).toBe('Restore 120 documents');
});

test('the live index is promised to be kept open only where it is open', () => {
  const fresh = planOf({ index: 'new', uuid: null, documents: null });
  expect(whatIsKept(fresh)).toBe('Into a new index. The live index is kept open, and you can switch back.');
  const closed = { ...fresh, before: [{ ...fresh.before[0]!, state: 'closed' as const }] };
  expect(whatIsKept(closed)).toBe('Into a new index. The live index is kept, and you can switch back.');
  expect(whatIsKept({ ...fresh, switchAlias: false })).toBe('Into a new index. The live index is kept.');
});

test('a restore into a new index, or one that continues it, is compared with the live index', () => {
  expect(changeOf(planOf({ index: 'new', uuid: null, documents: null }))).toBe(0);
  expect(changeOf(planOf({ index: 'unfinished', uuid: 'h', documents: 300 }, { documents: 300 }))).toBe(0);
});

test('the share that the live index lost is that of the documents after the restore', () => {
  const fresh = planOf({ index: 'new', uuid: null, documents: null });
  const backup = { ...fresh.backup, documents: 8_000 };
  expect(fewerThanBackup({ ...fresh, backup })).toBe('88 % fewer than in the backup');
  expect(fewerThanBackup(fresh)).toBeNull();
});

test('a plan in one line names the effect on the alias, and no number that is unknown', () => {
  const fresh = planOf({ index: 'new', uuid: null, documents: null });
  expect(inOneLine({ ...fresh, switchAlias: true })).toBe('a: 1,000 documents now, 1,000 afterwards.');
  expect(inOneLine({ ...fresh, switchAlias: true, before: [] })).toBe('a: no index now, 1,000 documents afterwards.');
  expect(inOneLine({ ...fresh, switchAlias: true, before: [{ ...fresh.before[0]!, documents: null }] })).toBe(
    'a: unknown now, 1,000 documents afterwards.',
  );
  expect(inOneLine({ ...fresh, switchAlias: false })).toBe('1,000 documents into a new index; a is not switched.');
  expect(inOneLine({ ...planOf({ index: 'live', uuid: 'l', documents: 1_000 }), switchAlias: true })).toBe(
    '1,000 documents into live; a points to it already.',
  );
});
