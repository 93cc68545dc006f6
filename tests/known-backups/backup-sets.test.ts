import { expect, test } from 'vitest';
import { isZip } from '@/components/backups/backup-labels.ts';
import type { BackupSummary } from '@/lib/contract/backup.ts';
import type { IndexSummary } from '@/lib/contract/indices.ts';
import { backupsPageOf, otherGoodBackups } from '@/lib/present/backups-page.ts';
import { aListing } from '../support/a-listing.ts';
import { anIndex } from '../support/an-index.ts';

/** A backup of an index of the alias "logs", made by the run `plan`. */
function part(index: string, plan: string | undefined, hour: number, group = 'logs'): BackupSummary {
  const takenAt = `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`;
  return {
    id: `${group}/${index}-${hour}.zip`,
    group,
    fileBytes: 1,
    modifiedAt: takenAt,
    origin: 'restore-desk',
    condition: { state: 'whole' },
    manifest: {
      cluster: { name: 'c', uuid: 'own' },
      index: { name: index, uuid: index },
      aliases: [{ alias: 'logs' }],
      startedAt: takenAt,
      endedAt: takenAt,
      objects: { bytes: 1 },
      warnings: [],
      plan,
    } as unknown as BackupSummary['manifest'],
    documents: 10,
    takenAt,
  };
}

const live: ReadonlyMap<string, IndexSummary[]> = new Map([['logs', [anIndex('logs-1'), anIndex('logs-2')]]]);
const pageOf = (backups: BackupSummary[], filter = {}) =>
  backupsPageOf(
    aListing(backups),
    { kind: 'any', state: 'any', sort: 'date', order: 'down', page: 1, ...filter },
    {
      live,
      verified: new Map(),
      clusterUuid: 'own',
      expectedAt: () => null,
      overdueAfterMs: 26 * 3_600_000,
      now: Date.parse('2026-11-23T12:00:00Z'),
    },
  );

test('the backups that one run made of an alias’s indices are one set: counted once, with one last good', () => {
  const page = pageOf(
    [part('logs-2', 'b', 9), part('logs-1', 'b', 9), part('logs-2', 'a', 3), part('logs-1', 'a', 3)],
    { group: 'logs' },
  );
  expect(page.groups).toMatchObject([{ group: 'logs', backups: 2, overdue: false }]);
  expect(page.totals).toMatchObject({ backups: 2, files: 4 });
  expect(page).toMatchObject({ matching: 4, matchingBackups: 2 });
  expect(page.rows.filter(({ lastGood }) => lastGood).map(({ id }) => id)).toHaveLength(1);
  expect(page.rows.filter(isZip).find(({ lastGood }) => lastGood)?.set).toMatchObject({ alias: 'logs', count: 2 });
  expect(page.rows.filter(isZip)[0]!.set).toEqual({
    alias: 'logs',
    first: 'logs/logs-1-9.zip',
    position: 2,
    count: 2,
    others: [{ id: 'logs/logs-1-9.zip', index: 'logs-1', documents: 10 }],
  });
});

test('a set that an older version filed under the names of its indices is listed under its alias alone', () => {
  const page = pageOf([part('logs-2', 'a', 9, 'logs-2'), part('logs-1', 'a', 9, 'logs-1')]);
  expect(page.groups).toMatchObject([{ group: 'logs', backups: 1 }]);
  expect(page.rows.filter(({ lastGood }) => lastGood)).toHaveLength(1);
});

test('backups of several runs, or of no known run, are no set', () => {
  for (const plans of [
    ['a', 'b'],
    [undefined, undefined],
  ]) {
    const page = pageOf([part('logs-2', plans[0], 9), part('logs-1', plans[1], 3)]);
    expect(page.rows.filter(isZip).map(({ set, lastGood }) => [set, lastGood])).toEqual([
      [null, true],
      [null, true],
    ]);
    expect(page.totals.backups).toBe(2);
  }
});

test('one backup of a set is replaced only by one of the same index', () => {
  const set = [part('logs-2', 'b', 9), part('logs-1', 'b', 9)];
  const others = (backups: BackupSummary[]) => otherGoodBackups(aListing(backups), set[0]!, new Map());
  expect(others(set)).toBe(0);
  expect(others([...set, part('logs-1', 'a', 3)])).toBe(0);
  expect(others([...set, part('logs-2', 'a', 3)])).toBe(1);
});
