import { expect, test } from 'vitest';
import { toAliasTargets } from '../../../../lib/aliases/alias-targets.ts';
import { earlierRestoreChecks } from '../../../../lib/kinds/restore/checks/earlier-restore-checks.ts';
import { anIndex } from '../../../support/an-index.ts';

const SHA256 = 'd771c7b8'.padEnd(64, '0');
const copy = anIndex('government-2026-11-28t21-12-44z-d771c7b8-ff61-842f-a81e-c9d468cd1b29', { documents: 8_940 });
const other = anIndex('government-2026-11-27t09-36-00z-b6b1de95-4c1d-983f-aeeb-05442e690af5');
const indices = [copy, other];
const newIndex = { name: 'government-new', existing: null, resumes: false };

const targetsOf = (index: typeof copy) =>
  toAliasTargets([{ index: index.name, uuid: index.uuid, membership: { alias: 'government' } }], indices);
const checksOf = (live: typeof copy, target: Parameters<typeof earlierRestoreChecks>[2] = newIndex) =>
  earlierRestoreChecks('government', { sha256: SHA256 }, target, indices, targetsOf(live));

test('a backup whose restored index is live is not restored a second time without a warning', () => {
  expect(checksOf(copy)).toMatchObject([
    {
      id: 'restored-already',
      title: 'government already points to a restore of this backup',
      detail: `${copy.name} was restored from it and has 8,940 documents. Another restore creates a second copy.`,
    },
  ]);
});

test('a restored index that the alias no longer points to is offered instead of a second copy', () => {
  expect(checksOf(other)).toMatchObject([
    { id: 'restored-before', hint: 'If that index is right, switch the alias to it instead.' },
  ]);
});

test('no warning for an index that is still being filled, of another backup, or that the restore adds to', () => {
  expect(checksOf(other, { ...newIndex, existing: other })).toEqual([]);
  expect(earlierRestoreChecks('government', { sha256: 'e'.repeat(64) }, newIndex, indices, [])).toEqual([]);
  expect(
    earlierRestoreChecks('government', { sha256: SHA256 }, newIndex, [{ ...copy, loading: true }], targetsOf(other)),
  ).toEqual([]);
});
