import { expect, test } from 'vitest';
import { effectOf, inOneLine } from '@/app/[cluster]/backups/[group]/[name]/restore/effect.ts';
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
    backup: { takenAt: '2026-11-23T03:00:00.000Z', documents: 1_000 },
    target,
    resume,
    alias: 'a',
    before: [live],
    after: [{ index: target.index, uuid: '', membership: { alias: 'a' } }],
  }) as unknown as RestorePlan;

test('a restore into the live index itself states no number that is unknown', () => {
  const { change, bringsBack, missing } = effectOf(planOf({ index: 'live', uuid: 'l', documents: 1_000 }));
  expect(change).toBeNull();
  expect(bringsBack).toBe('up to 1,000 documents: those that live does not have, or has otherwise');
  expect(missing).toBe('nothing: documents are added and overwritten, none is deleted');
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
  expect(inOneLine({ ...fresh, switchAlias: false })).toBe('1,000 documents into a new index; a stays where it is.');
  expect(inOneLine({ ...planOf({ index: 'live', uuid: 'l', documents: 1_000 }), switchAlias: true })).toBe(
    '1,000 documents into live; a points to it already.',
  );
});
