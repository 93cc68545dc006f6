import type { Loss, OverviewAlias } from '../../lib/contract/overview.ts';

/** A row of the overview: as expected, unless told otherwise. */
export function anAliasRow(over: Partial<OverviewAlias> = {}): OverviewAlias {
  return {
    alias: 'government',
    targets: [{ index: 'government-1', state: 'open', health: 'green', documents: 8_940, createdAt: null }],
    unsearchable: { red: 0, closed: 0 },
    documents: 8_940,
    storeBytes: 1_000,
    others: { open: 0, closed: 0 },
    condition: { level: 'ok', word: 'as expected', sentence: '' },
    backups: 3,
    backup: {
      id: 'government/last.zip',
      takenAt: '2026-11-28T03:00:00.000Z',
      documents: 8_940,
      index: 'government-1',
      verified: null,
    },
    change: 0,
    overdue: false,
    loss: null,
    shrunk: null,
    ...over,
  };
}

/** The same with 1,118 of its 8,940 documents. */
export const aLostRow = (loss: Partial<Loss> = {}, over: Partial<OverviewAlias> = {}) => ({
  ...anAliasRow({
    documents: 1_118,
    change: -7_822,
    condition: { level: 'bad', word: 'lost 87 %', sentence: '' },
    ...over,
  }),
  loss: { documents: 7_822, percent: 87.5, backupOf: 'this index' as const, since: null, before: null, ...loss },
});
