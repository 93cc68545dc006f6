import { expect, test } from 'vitest';
import type { BackupSummary } from '../../lib/contract/backup.ts';
import type { IndexSummary } from '../../lib/contract/indices.ts';
import { aliasRowsOf } from '../../lib/present/alias-rows.ts';
import { anIndex } from '../support/an-index.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const HOUR = 3_600_000;

interface BackupOptions {
  documents?: number | null;
  hoursAgo?: number;
  index?: IndexSummary;
  state?: 'whole' | 'unfinished' | 'broken';
  /** Of a tool that writes no manifest. */
  bare?: boolean;
}

function aBackup(
  group: string,
  { documents = 100, hoursAgo = 9, index, state = 'whole', bare = false }: BackupOptions = {},
): BackupSummary {
  const takenAt = new Date(NOW - hoursAgo * HOUR).toISOString();
  return {
    id: `${group}/${group}-${hoursAgo}.zip`,
    group,
    fileBytes: 1,
    modifiedAt: takenAt,
    origin: 'restore-desk',
    documents,
    takenAt,
    condition: state === 'whole' ? { state } : { state, problem: 'cut short' },
    manifest: bare
      ? null
      : ({
          index: { name: index?.name, uuid: index?.uuid ?? 'of an index that is gone' },
          aliases: index?.aliases ?? [],
        } as unknown as BackupSummary['manifest']),
  };
}

const rows = (
  indices: IndexSummary[],
  backups: BackupSummary[],
  bad: string[] = [],
  listed: { read?: string[]; complete: boolean; unread: string[] } = { complete: true, unread: [] },
) =>
  aliasRowsOf(
    { takenAt: new Date(NOW).toISOString(), indices },
    {
      ...listed,
      backups,
      verified: new Map(
        [...bad, ...(listed.read ?? [])].map((id) => [id, { at: '', ok: !bad.includes(id), sentence: '', job: '1' }]),
      ),
      expectedAt: () => null,
      overdueAfterMs: 26 * HOUR,
      now: NOW,
    },
  );

test('documents that only the last good backup has are a loss, with the index to switch back to', () => {
  const whole = anIndex('government-2026-11-22t02-00-00z-aaaa', { documents: 8_412 });
  const live = anIndex('government-2026-11-23t06-11-40z-bbbb', { documents: 1_204, aliases: ['government'] });
  const [row] = rows([whole, live], [aBackup('government', { documents: 8_412, index: whole })]);
  expect(row).toMatchObject({
    change: -7_208,
    condition: { level: 'bad', word: 'lost 86 %' },
    loss: {
      documents: 7_208,
      backupOf: 'another index',
      since: '2026-11-23T06:11:40.000Z',
      before: { index: whole.name, documents: 8_412 },
    },
  });
});

test('a loss in the index that was backed up has no time and offers no smaller, closed, red or loading index', () => {
  const live = anIndex('government-2026-11-23t06-11-40z-bbbb', { documents: 10, aliases: ['government'] });
  const others = [
    anIndex('government-2026-11-20t02-00-00z-aaaa', { documents: 9 }),
    anIndex('government-2026-11-19t02-00-00z-aaaa', { documents: null, state: 'closed' }),
    anIndex('government-2026-11-18t02-00-00z-aaaa', { documents: 500, health: 'red' }),
    anIndex('government-2026-11-17t02-00-00z-aaaa', { documents: 700, loading: true }),
  ];
  expect(rows([live, ...others], [aBackup('government', { documents: 100, index: live })])[0]?.loss).toMatchObject({
    backupOf: 'this index',
    since: null,
    before: null,
  });
});

test('one percent fewer documents is as expected, three percent a warning, none at all is empty', () => {
  const row = (documents: number) =>
    rows([anIndex('a-1', { documents, aliases: ['a'] })], [aBackup('a', { documents: 1_000 })])[0];
  expect(row(990)).toMatchObject({ loss: null, condition: { level: 'ok', word: 'as expected' } });
  expect(row(970)).toMatchObject({ loss: null, condition: { level: 'warn', word: '3 % fewer' } });
  expect(row(0)).toMatchObject({ condition: { level: 'bad', word: 'empty' } });
});

test('unknown is not zero: a closed or red index that the alias points to is no loss', () => {
  const [closed] = rows(
    [anIndex('a-1', { documents: null, state: 'closed', aliases: ['a'] })],
    [aBackup('a', { documents: 1_000 })],
  );
  expect(closed).toMatchObject({
    documents: null,
    change: null,
    loss: null,
    condition: { level: 'bad', word: 'on a closed index' },
  });
});

test('broken and unfinished backups, and those that failed verification, are not good', () => {
  const good = aBackup('a', { documents: 100, hoursAgo: 50 });
  const [row] = rows(
    [anIndex('a-1', { aliases: ['a'] })],
    [
      aBackup('a', { hoursAgo: 1, state: 'unfinished' }),
      aBackup('a', { hoursAgo: 2, state: 'broken' }),
      aBackup('a', { hoursAgo: 3 }),
      good,
    ],
    ['a/a-3.zip'],
  );
  expect(row?.backup?.id).toBe(good.id);
  expect(row?.overdue).toBe(true);
});

test('a last backup that is much smaller than the one before it is reported with that one', () => {
  const [row] = rows(
    [anIndex('a-1', { documents: 12, aliases: ['a'] })],
    [aBackup('a', { documents: 12, hoursAgo: 1 }), aBackup('a', { documents: 1_000, hoursAgo: 25 })],
  );
  expect(row?.loss).toBeNull();
  expect(row?.shrunk).toMatchObject({ from: 1_000, to: 12, backup: 'a/a-25.zip' });
});

test('an alias on several indices is compared index by index, and its last backup is the oldest of theirs', () => {
  const one = anIndex('traffic-2026-11-20t00-00-00z-a', { documents: 50, aliases: ['traffic'] });
  const two = anIndex('traffic-2026-11-21t00-00-00z-b', { documents: 60, aliases: ['traffic'] });
  const both = rows(
    [one, two],
    [
      aBackup(two.name, { documents: 60, hoursAgo: 1, index: two }),
      aBackup(one.name, { documents: 50, hoursAgo: 40, index: one }),
    ],
  )[0];
  expect(both).toMatchObject({
    documents: 110,
    change: 0,
    overdue: true,
    backup: { documents: 50 },
    condition: { level: 'warn', word: 'on two indices' },
  });
  expect(rows([one, two], [aBackup(two.name, { documents: 60, index: two })])[0]).toMatchObject({
    change: null,
    backup: { documents: 60 },
    overdue: true,
  });
});

test('aliases with problems come first, the worst on top', () => {
  const indices = [
    anIndex('b-1', { aliases: ['b'] }),
    anIndex('a-1', { aliases: ['a'] }),
    anIndex('z-1', { documents: 1, aliases: ['z'] }),
    anIndex('y-1', { state: 'closed', documents: null, aliases: ['y'] }),
  ];
  expect(
    rows(
      indices,
      ['a', 'b', 'y', 'z'].map((group) => aBackup(group)),
    ).map((row) => row.alias),
  ).toEqual(['z', 'y', 'a', 'b']);
});

test('backups that could not be read are unknown, not missing; a recent one is not overdue', () => {
  const row = (backups: BackupSummary[], listed: { complete: boolean; unread: string[] }) =>
    rows([anIndex('a-1', { aliases: ['a', 'b'] })], backups, [], listed).find(({ alias }) => alias === 'a');
  const nothing = {
    backup: null,
    overdue: null,
    change: null,
    condition: { level: 'unknown', word: 'backups unknown' },
  };
  expect(row([], { complete: false, unread: [] })).toMatchObject(nothing);
  expect(row([], { complete: true, unread: ['b'] })).toMatchObject(nothing);
  expect(row([], { complete: true, unread: ['c'] })).toMatchObject({
    backup: null,
    overdue: true,
    condition: { word: 'nothing to compare with' },
  });
  expect(row([aBackup('a', { hoursAgo: 40 })], { complete: false, unread: [] })).toMatchObject({
    backup: { id: 'a/a-40.zip' },
    overdue: null,
    change: 0,
  });
  expect(row([aBackup('a')], { complete: false, unread: ['a'] })).toMatchObject({ overdue: false });
});

test('a file without a manifest is a good backup only after verification, and its index is unknown', () => {
  const live = anIndex('a-1', { documents: 10, aliases: ['a'] });
  const bare = aBackup('a', { documents: 100, bare: true });
  expect(rows([live], [bare])[0]).toMatchObject({
    backups: 1,
    backup: null,
    overdue: true,
    loss: null,
    condition: { word: 'nothing to compare with' },
  });
  expect(rows([live], [bare], [], { read: [bare.id], complete: true, unread: [] })[0]).toMatchObject({
    backup: { id: bare.id },
    loss: { documents: 90, backupOf: 'unknown', since: null },
  });
});

test('of an alias on several indices, the backup of the index that lost the most is offered', () => {
  const [one, two] = ['a-1', 'a-2'].map((name) => anIndex(name, { documents: 100, aliases: ['a'] }));
  const backups = [
    aBackup('a', { documents: 100, index: one!, hoursAgo: 3 }),
    aBackup('a', { documents: 900, index: two!, hoursAgo: 2 }),
  ];
  expect(rows([one!, two!], backups)[0]).toMatchObject({
    loss: { documents: 800, backupOf: 'this index' },
    backup: { id: backups[1]!.id, documents: 900 },
  });
});
