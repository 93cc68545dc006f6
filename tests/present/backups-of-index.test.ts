import { expect, test } from 'vitest';
import type { BackupSummary } from '../../lib/contract/backup.ts';
import { acceptsClosing, lossByClosing } from '../../lib/kinds/change-index-state/loss.ts';
import type { ChangeIndexStatePlan } from '../../lib/kinds/change-index-state/schema.ts';
import { backupsOfIndex } from '../../lib/present/backups-of-index.ts';
import { aSnapshot } from '../support/a-snapshot.ts';

const INDEX = { name: 'government-1', uuid: 'u1', createdAt: '2026-11-20T00:00:00.000Z' };
const aZip = (id: string, uuid: string, takenAt: string) =>
  ({
    id,
    takenAt,
    modifiedAt: takenAt,
    documents: 7,
    condition: { state: 'whole' },
    manifest: { index: { name: 'government-1', uuid } },
  }) as unknown as BackupSummary;
const of = (zips: BackupSummary[], snapshots = [aSnapshot()]) =>
  backupsOfIndex(INDEX, { zips, snapshots, verified: new Map() });

test('a backup file counts by the uuid of its index, a snapshot by name and time', () => {
  const found = of(
    [aZip('mine', 'u1', '2026-11-25T00:00:00.000Z'), aZip('of an older index', 'u0', '2026-11-24T00:00:00.000Z')],
    [
      aSnapshot({ name: 'later' }),
      aSnapshot({ name: 'before it was created', takenAt: '2026-11-19T00:00:00.000Z' }),
      aSnapshot({ name: 'of another index', indices: ['orders-1'] }),
      aSnapshot({ name: 'partial', state: 'PARTIAL', takenAt: '2026-11-22T00:00:00.000Z' }),
    ],
  );
  expect(found.map((each) => [each.kind === 'zip' ? each.id : each.name, each.good])).toEqual([
    ['mine', true],
    ['later', true],
    ['partial', false],
  ]);
});

test('a backup that was found damaged is no good one', () => {
  const zip = aZip('mine', 'u1', '2026-11-25T00:00:00.000Z');
  const verified = new Map([['mine', { at: '2026-11-25T00:00:00.000Z', ok: false, sentence: 'Damaged.', job: '1' }]]);
  expect(backupsOfIndex(INDEX, { zips: [zip], snapshots: [], verified })).toMatchObject([
    { state: 'damaged', good: false },
  ]);
});

test('a tick for closing is for the number beside it, and needed for an empty index and an unknown number too', () => {
  const closing = (documents: number | null) =>
    lossByClosing({
      action: 'close',
      aliases: [{ alias: 'government', documents, others: [] }],
    } as unknown as ChangeIndexStatePlan)!;
  for (const documents of [0, 3, 8_940, null]) {
    expect(acceptsClosing(undefined, closing(documents))).toBe(false);
    expect(acceptsClosing(closing(documents), closing(documents))).toBe(true);
  }
  expect(acceptsClosing(closing(8_940), closing(8_950))).toBe(true);
  expect(acceptsClosing(closing(12), closing(8_940))).toBe(false);
  expect(acceptsClosing(closing(0), closing(8_940))).toBe(false);
  expect(acceptsClosing(closing(null), closing(8_940))).toBe(false);
});
