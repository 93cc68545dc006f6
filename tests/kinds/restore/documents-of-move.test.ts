import { expect, test } from 'vitest';
import { documentsOfMove } from '../../../lib/kinds/restore/documents-of-move.ts';

const target = { index: 'new', uuid: null, documents: null } as Parameters<typeof documentsOfMove>[0]['target'];
const membership = { alias: 'government' };
const live = (index: string, documents: number | null) => ({
  index,
  uuid: index,
  state: 'open' as const,
  documents,
  primaryBytes: null,
  createdAt: null,
  membership,
});
const after = (...indices: string[]) => indices.map((index) => ({ index, uuid: index, membership }));
const plan = (change: Partial<Parameters<typeof documentsOfMove>[0]>) =>
  documentsOfMove({
    alias: 'government',
    switchAlias: true,
    backup: { documents: 120 },
    before: [live('old', 5_000)],
    after: after('new'),
    target,
    ...change,
  });

test('the documents behind the alias before and after a restore that moves it', () => {
  expect(plan({})).toEqual({ before: 5_000, after: 120 });
  // Only one of its two indices is replaced.
  expect(plan({ before: [live('old', 5_000), live('other', 70)], after: after('new', 'other') })).toEqual({
    before: 5_070,
    after: 190,
  });
  // A restore deletes nothing in an index that exists.
  expect(plan({ target: { ...target, uuid: 'new', documents: 9_000 } })).toEqual({ before: 5_000, after: 9_000 });
  expect(plan({ before: [live('old', null)] })).toEqual({ before: null, after: 120 });
});

test('a restore that moves no alias, or makes a new one, loses nothing', () => {
  expect(plan({ switchAlias: false })).toBeUndefined();
  expect(plan({ alias: null })).toBeUndefined();
  expect(plan({ before: [] })).toBeUndefined();
});
