import { expect, test } from 'vitest';
import type { Loss } from '../../lib/contract/overview.ts';
import { recoveryOptions } from '../../lib/present/recovery-options.ts';
import { aLostRow, anAliasRow } from '../support/an-alias-row.ts';

const NOW = Date.parse('2026-11-28T07:21:00.000Z');
const iso = (clock: string) => `2026-11-28T${clock}:00.000Z`;

const optionsOf = (loss: Partial<Loss>, over = {}) =>
  recoveryOptions({ kind: 'loss', alias: 'government', row: aLostRow(loss, over) }, NOW);
const rowsOf = (option: ReturnType<typeof optionsOf>[number] | undefined) =>
  Object.fromEntries((option?.rows ?? []).map(({ term, value, detail = '' }) => [term, value + detail]));

const older = {
  index: 'government-0',
  documents: 8_702,
  date: '2026-11-17T10:24:00.000Z',
  backedUp: false,
};

test('a restore and a switch are compared with the same rows, and the backup is recommended', () => {
  const [restore, change] = optionsOf({
    before: { ...older, leftAt: '2026-11-24T11:18:00.000Z' },
    moment: {
      known: 'exactly',
      after: iso('06:46'),
      at: iso('06:47'),
      until: iso('06:47'),
      from: 8_966,
      to: 1_118,
      moved: false,
    },
  });
  expect([restore?.recommended, change?.recommended]).toEqual([true, false]);
  expect(restore).toMatchObject({ title: 'Restore the backup of 28 Nov 03:00', button: 'Restore 8,940 documents' });
  expect(rowsOf(restore)).toEqual({
    Documents: '8,940, 26 fewer than before the loss',
    'Data as of': '28 Nov 03:00, 4 h ago',
    Missing: 'changes since 28 Nov 03:00, at least 26 documents',
    Time: 'not known yet, into a new index',
    Condition: 'not verified yet, the restore verifies it first',
  });
  expect(change).toMatchObject({
    title: 'Switch to the previous index',
    button: 'Switch alias',
    index: 'government-0',
  });
  expect(rowsOf(change)).toEqual({
    Documents: '8,702, 238 fewer than in the backup',
    'Data as of': '24 Nov 11:18, 4 days ago',
    Missing: 'changes since 24 Nov 11:18, not counted',
    Time: 'about a second, only the alias changes',
  });
});

test('the index that was backed up is recommended while it has as many documents as the backup', () => {
  const ids = (before: Loss['before']) =>
    optionsOf({ backupOf: 'another index', before }).map(({ id, recommended }) => [id, recommended]);
  expect(ids({ ...older, documents: 8_940, backedUp: true })).toEqual([
    ['switch', true],
    ['restore', false],
  ]);
  expect(ids({ ...older, documents: 8_939, backedUp: true })).toEqual([
    ['restore', true],
    ['switch', false],
  ]);
});

test('when the alias left an index is not known, its data has no time but its creation', () => {
  expect(rowsOf(optionsOf({ before: older })[1])).toMatchObject({
    'Data as of': 'unknown, created 17 Nov 10:24, 11 days ago',
    Missing: 'changes made in other indices, not counted',
  });
});

test('the time of a restore is estimated by earlier ones, and a verified backup says so', () => {
  const { backup } = anAliasRow();
  const verified = { at: iso('04:10'), ok: true, sentence: '', job: '1' };
  const [restore] = optionsOf({}, { backup: { ...backup, verified, restoreSeconds: { from: 4, to: 12.2 } } });
  expect(rowsOf(restore)).toMatchObject({
    Time: 'about 4.0 s to 12 s, into a new index',
    Condition: 'verified 28 Nov 04:10',
  });
  expect(restore?.recommended, 'the only way is not recommended over another').toBe(false);
});

test('a closed index is opened, and for a missing alias an index with as many documents is recommended', () => {
  const closed = anAliasRow({ unsearchable: { red: 0, closed: 1 } });
  expect(recoveryOptions({ kind: 'unsearchable', alias: 'government', row: closed }, NOW).map(({ id }) => id)).toEqual([
    'open',
    'restore',
    'choose',
  ]);
  const missing = (documents: number, nameIsIndex = false) =>
    recoveryOptions(
      {
        kind: 'missing',
        alias: 'detailed',
        missing: {
          alias: 'detailed',
          nameIsIndex,
          backup: { id: 'b', takenAt: iso('03:00'), documents: 120, verified: null },
          index: { name: 'detailed-1', documents },
        },
      },
      NOW,
    ).map(({ id }) => id);
  expect(missing(120)).toEqual(['switch', 'restore']);
  expect(missing(12)).toEqual(['restore', 'switch']);
  expect(missing(120, true)).toEqual([]);
});
