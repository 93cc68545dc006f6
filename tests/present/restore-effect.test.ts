import { expect, test } from 'vitest';
import {
  documentsInExisting,
  documentsVerb,
  effectOf,
  inOneLine,
  whatIsSafe,
  whatWillHappen,
} from '@/app/[cluster]/backups/[group]/[name]/restore/effect.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';

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
  const { change, bringsBack, missing } = effectOf(planOf({ index: 'live', uuid: 'l', documents: 1_000 }));
  expect(change).toBeNull();
  expect(bringsBack).toBe('up to 1,000 documents: those that live does not have, or has with other content');
  expect(missing).toBe(
    'what changed after 2026-11-23 03:00:00 UTC in documents that the backup has too: they are overwritten; none is deleted',
  );
});

test('a restore into a live index promises neither an untouched index nor an undo, whichever alias points to it', () => {
  const byItsAlias = planOf({ index: 'live', uuid: 'l', documents: 1_200 });
  const byAnother = {
    ...planOf({ index: 'other', uuid: 'o', documents: 10 }),
    target: { index: 'other', uuid: 'o', documents: 10, aliases: ['b', 'c'] },
  } as RestorePlan;
  const halfFilled = { ...byAnother, resume: { documents: 10 } };
  expect(whatIsSafe(byItsAlias)).toBe(
    'It adds to and overwrites documents of the live index: a points to live. Nothing is deleted, and it can’t be undone.',
  );
  expect(whatIsSafe({ ...byItsAlias, onConflict: 'create' })).toMatch(/^It adds to the live index/);
  expect(whatIsSafe(byAnother)).toContain('b and c point to other');
  for (const plan of [byItsAlias, byAnother, halfFilled]) {
    expect(whatIsSafe(plan)).not.toMatch(/kept as|one click/);
    expect(documentsVerb(plan)).toBe('Restore 1,000 documents into the live index');
  }
  expect(whatWillHappen(byItsAlias)).toEqual([
    'Write into live, which exists (1,200 documents now) and is live: a points to it',
    'Load 1,000 documents, every one counted',
    'Look up every document of the backup in it, and compare',
    'Move no alias: a points to it already',
  ]);
  expect(whatWillHappen(byAnother).at(-1)).toBe('Move the alias a in one step');
});

test('a restore into an index that exists and is not live says so, and does not call it live', () => {
  const plan = planOf({ index: 'other', uuid: 'o', documents: 10 });
  expect(whatIsSafe(plan)).toBe(
    'It adds to and overwrites documents of other. Nothing is deleted, and it can’t be undone.',
  );
  expect(documentsVerb(plan)).toBe('Restore 1,000 documents into an index that exists');
});

test('how many documents an existing index has afterwards is a range: documents that are there are overwritten', () => {
  const into = (documents: number | null) => documentsInExisting(planOf({ index: 'live', uuid: 'l', documents }));
  expect(into(1_000)).toBe('1,000 to 2,000: 1,000 there now, 1,000 written; those that are there are overwritten');
  expect(into(0)).toBe('1,000: there are none now');
  expect(into(null)).toBe('unknown: 1,000 are written; those that are there are overwritten');
});

test('what an incomplete backup does not hold is missing, wherever it is restored to', () => {
  const incomplete = (plan: RestorePlan) => ({ ...plan, backup: { ...plan.backup, documents: 120, promised: 5_000 } });
  const fresh = incomplete(planOf({ index: 'new', uuid: null, documents: null }));
  for (const plan of [fresh, { ...fresh, before: [] }, incomplete(planOf({ index: 'live', uuid: 'l', documents: 7 }))])
    expect(effectOf(plan).missing).toMatch(/^4,880 documents that the backup promises and does not hold; what /);
  expect(effectOf({ ...fresh, before: [] }).bringsBack).toBe('120 documents');
  expect(documentsVerb(fresh)).toBe('Restore 120 documents');
});

test('the live index is promised to be kept open only where it is open', () => {
  const fresh = planOf({ index: 'new', uuid: null, documents: null });
  expect(whatIsSafe(fresh)).toBe(
    'Nothing is deleted. The live index is kept as it is, open, and one click moves the alias back.',
  );
  const closed = { ...fresh, before: [{ ...fresh.before[0]!, state: 'closed' as const }] };
  expect(whatIsSafe(closed)).toBe(
    'Nothing is deleted. The live index is kept as it is, and one click moves the alias back.',
  );
  expect(whatIsSafe({ ...fresh, switchAlias: false })).toBe('Nothing is deleted. The live index is kept as it is.');
});

test('a restore into a new index, or one that continues it, is compared with the live index', () => {
  expect(effectOf(planOf({ index: 'new', uuid: null, documents: null })).change).toBe(0);
  expect(effectOf(planOf({ index: 'half', uuid: 'h', documents: 300 }, { documents: 300 })).change).toBe(0);
});

test('a plan in one line names the effect on the alias, and no number that is unknown', () => {
  const fresh = planOf({ index: 'new', uuid: null, documents: null });
  expect(inOneLine({ ...fresh, switchAlias: true })).toBe('a: 1,000 documents now, 1,000 documents afterwards.');
  expect(inOneLine({ ...fresh, switchAlias: true, before: [] })).toBe('a: no index now, 1,000 documents afterwards.');
  expect(inOneLine({ ...fresh, switchAlias: true, before: [{ ...fresh.before[0]!, documents: null }] })).toBe(
    'a: unknown now, 1,000 documents afterwards.',
  );
  expect(inOneLine({ ...fresh, switchAlias: false })).toBe('1,000 documents into a new index; a is not moved.');
  expect(inOneLine({ ...planOf({ index: 'live', uuid: 'l', documents: 1_000 }), switchAlias: true })).toBe(
    '1,000 documents into live; a points to it already.',
  );
});
