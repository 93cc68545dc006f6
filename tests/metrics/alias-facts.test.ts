import { describe, expect, test } from 'vitest';
import type { BackupSummary } from '../../lib/contract/backup.ts';
import type { DrilledBackup } from '../../lib/contract/drilled.ts';
import type { IndexSummary } from '../../lib/contract/indices.ts';
import { backupMarks } from '../../lib/known-backups/backup-marks.ts';
import { NO_SNAPSHOTS } from '../../lib/known-backups/snapshot-summary.ts';
import { addAliases } from '../../lib/metrics/aliases.ts';
import { aliasFactSteps, type AliasFacts } from '../../lib/metrics/alias-facts.ts';
import { addBackups } from '../../lib/metrics/backups.ts';
import { addDrills } from '../../lib/metrics/drills.ts';
import { Sheet } from '../../lib/metrics/sheet.ts';
import { generationsOf } from '../../lib/present/alias-map.ts';
import { runSync } from '../../lib/slices.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anIndex } from '../support/an-index.ts';
import { configuredCluster } from '../support/configured-cluster.ts';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const seconds = (time: string) => Date.parse(time) / 1000;

const zip = (name: string, takenAt: string, over: Partial<BackupSummary> = {}): BackupSummary => ({
  id: `government/${name}.zip`,
  group: 'government',
  fileBytes: 100,
  modifiedAt: takenAt,
  origin: 'restore-desk',
  documents: 90,
  takenAt,
  condition: { state: 'whole' },
  manifest: { index: { name: 'government-1', uuid: 'u' }, aliases: [] } as unknown as BackupSummary['manifest'],
  ...over,
});

const drilled = (name: string, over: Partial<DrilledBackup>): [string, DrilledBackup] => [
  `folder:/b/government/${name}.zip`,
  {
    job: '12',
    at: '2026-11-28T04:00:00.000Z',
    bytes: 100,
    seconds: 41,
    documents: 90,
    equal: 90,
    compared: 'content',
    ok: true,
    problem: null,
    limited: false,
    elsewhere: false,
    alias: 'government',
    ...over,
  },
];

type Known = Parameters<typeof aliasFactSteps>[1];
const known = (backups: BackupSummary[], over: Partial<Known> = {}): Known => ({
  listing: { backups, problem: null },
  snapshots: NO_SNAPSHOTS,
  isListed: true,
  isReading: false,
  watchedSince: '2026-11-01T00:00:00.000Z',
  unread: [],
  verified: new Map(),
  clusterUuid: 'cluster-1',
  expectedAt: () => null,
  overdueAfterMs: 26 * 3_600_000,
  now: NOW,
  ...over,
});
const factsOf = (indices: IndexSummary[], context: Known) =>
  runSync(aliasFactSteps(generationsOf(indices).groups, context));
const aRepository = (snapshots: number | null) => ({
  name: `repository-${String(snapshots)}`,
  readOnly: false,
  snapshots,
  problem: snapshots === null ? 'It can’t be listed.' : null,
  asOf: null,
});
const government = [anIndex('government-1', { aliases: ['government'], documents: 100, storeBytes: 5_000 })];

async function linesOf(aliases: AliasFacts[], aliasCount = aliases.length): Promise<string[]> {
  const facts = {
    cluster: configuredCluster('/b'),
    isUp: true,
    health: null,
    indices: null,
    listing: null,
    isListed: true,
    aliases,
    aliasCount,
    ages: [],
  };
  const sheet = new Sheet();
  addAliases(sheet, facts);
  addBackups(sheet, facts);
  addDrills(sheet, facts);
  return (await sheet.text())
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace('restore_desk_', '').replace('cluster="production"', '…'));
}

describe('an alias', () => {
  test('has its documents, its size, and its last good backup and drill', async () => {
    const marks = backupMarks({
      source: 'folder:/b',
      clusterUuid: 'cluster-1',
      drilled: new Map([drilled('old', {})]),
      pinned: new Map(),
    });
    const backups = [zip('new', '2026-11-28T03:00:00.000Z'), zip('old', '2026-11-27T03:00:00.000Z')];
    expect(await linesOf(factsOf(government, known(backups, { marks })))).toEqual([
      'aliases{…} 1',
      'aliases_left_out{…} 0',
      'alias_documents{…,alias="government"} 100',
      'alias_store_bytes{…,alias="government"} 5000',
      'alias_indices{…,alias="government",state="open"} 1',
      'alias_indices{…,alias="government",state="closed"} 0',
      'alias_indices{…,alias="government",state="red"} 0',
      'backups_listed{…} 1',
      'backups{…,alias="government",kind="zip"} 2',
      'backups{…,alias="government",kind="snapshot"} 0',
      'backup_bytes{…,alias="government"} 200',
      `last_good_backup_timestamp_seconds{…,alias="government"} ${seconds('2026-11-28T03:00:00.000Z')}`,
      'last_good_backup_documents{…,alias="government"} 90',
      'backup_overdue{…,alias="government"} 0',
      `last_passed_drill_timestamp_seconds{…,alias="government"} ${seconds('2026-11-28T04:00:00.000Z')}`,
      'last_passed_drill_duration_seconds{…,alias="government"} 41',
      'last_drill_failed{…,alias="government"} 0',
    ]);
  });

  test('on a closed index has no documents to count: they are unknown, not 0', async () => {
    const closed = [
      anIndex('government-1', { aliases: ['government'], state: 'closed', documents: null, storeBytes: null }),
    ];
    const lines = await linesOf(factsOf(closed, known([])));
    expect(lines.some((line) => /alias_documents|store_bytes/.test(line))).toBe(false);
    expect(lines).toContain('alias_indices{…,alias="government",state="closed"} 1');
  });

  test('without any backup is overdue, and has no time of one', async () => {
    const lines = await linesOf(factsOf(government, known([])));
    expect(lines).toContain('backup_overdue{…,alias="government"} 1');
    expect(lines).toContain('backups{…,alias="government",kind="zip"} 0');
    expect(lines.some((line) => /last_good|drill/.test(line))).toBe(false);
  });

  test('of which the backups were not listed yet has nothing about backups', async () => {
    const lines = await linesOf(factsOf(government, known([], { listing: null, isListed: false })));
    expect(lines.some((line) => /^backups\{|backup_|last_good|drill/.test(line))).toBe(false);
  });

  test('whose place of backups can’t be read has what its snapshots say, and nothing about zip files', async () => {
    const unread = known([], {
      listing: { backups: [], problem: 'No such directory.' },
      isListed: false,
      snapshots: {
        ...NO_SNAPSHOTS,
        snapshots: [aSnapshot({ takenAt: '2026-11-28T02:00:00.000Z', orderedAt: '2026-11-28T02:00:00.000Z' })],
      },
    });
    expect((await linesOf(factsOf(government, unread))).slice(7)).toEqual([
      'backups_listed{…} 1',
      'backups{…,alias="government",kind="snapshot"} 1',
      `last_good_backup_timestamp_seconds{…,alias="government"} ${seconds('2026-11-28T02:00:00.000Z')}`,
      'backup_overdue{…,alias="government"} 0',
    ]);
  });

  describe('that never had a backup is overdue', () => {
    const overdue = (createdAt: string | null, over: Partial<Known> = {}) =>
      factsOf([{ ...government[0]!, createdAt }], known([], over))[0]!.backups?.overdue;
    const NEW = '2026-11-28T11:00:00.000Z';
    const OLD = '2026-11-20T11:00:00.000Z';

    test('when it has existed, and the cluster was watched, for as long as the limit allows', () => {
      expect(overdue(OLD)).toBe(true);
      expect(overdue(NEW)).toBe(false);
      expect(overdue(OLD, { watchedSince: NEW })).toBe(false);
      expect(overdue(OLD, { watchedSince: null })).toBeNull();
    });

    test('when the run that should have made one is not older than it', () => {
      const run = { at: Date.parse('2026-11-28T03:00:00.000Z'), schedule: 'Nightly', ran: true, doneElsewhere: false };
      expect(overdue(OLD, { expectedAt: () => run })).toBe(true);
      expect(overdue(NEW, { expectedAt: () => run })).toBe(false);
    });
  });

  test('has no last good backup while the first lists are being read: there may be a newer one', () => {
    const old = [zip('old', '2026-11-20T03:00:00.000Z')];
    expect(factsOf(government, known(old))[0]!.backups?.lastGood).not.toBeNull();
    expect(factsOf(government, known(old, { isReading: true }))[0]!.backups?.lastGood).toBeNull();
  });

  test.each([
    ['one repository could not be listed', { repositories: [aRepository(0), aRepository(null)] }],
    ['they are still being read', { repositories: [aRepository(1)], reading: true }],
    ['this user may not list them', { problem: 'Not authorised.', forbidden: true }],
  ])('has an unknown number of snapshots where %s', (_, over) => {
    const facts = (snapshots: object) =>
      factsOf(government, known([], { snapshots: { ...NO_SNAPSHOTS, ...snapshots } }))[0]!.backups?.snapshots;
    expect(facts({ repositories: [aRepository(0)] })).toBe(0);
    expect(facts(over)).toBeNull();
  });

  test('is overdue by nothing that is unknown: another folder may have a newer backup', () => {
    const old = [zip('old', '2026-11-20T03:00:00.000Z')];
    expect(factsOf(government, known(old))[0]!.backups?.overdue).toBe(true);
    expect(factsOf(government, known(old, { unread: ['government'] }))[0]!.backups?.overdue).toBeNull();
    expect(factsOf(government, known(old, { isListed: false }))[0]!.backups?.overdue).toBeNull();
  });

  test('is not backed up by a backup that is damaged, of another cluster, or a partial snapshot', () => {
    const backups = [
      zip('broken', '2026-11-28T06:00:00.000Z', { condition: { state: 'broken', problem: 'No end record.' } }),
      zip('elsewhere', '2026-11-28T05:00:00.000Z', {
        manifest: {
          index: { name: 'government-1', uuid: 'u' },
          aliases: [],
          cluster: { uuid: 'cluster-2', name: 'other' },
        } as unknown as BackupSummary['manifest'],
      }),
      zip('good', '2026-11-28T03:00:00.000Z'),
    ];
    const partial = aSnapshot({ state: 'PARTIAL', takenAt: '2026-11-28T07:00:00.000Z' });
    const [facts] = factsOf(government, known(backups, { snapshots: { ...NO_SNAPSHOTS, snapshots: [partial] } }));
    expect(facts!.backups).toMatchObject({ lastGood: { at: Date.parse('2026-11-28T03:00:00.000Z') }, snapshots: 1 });
  });

  test('whose newest drill failed has the last one that passed too', async () => {
    const marks = backupMarks({
      source: 'folder:/b',
      clusterUuid: 'cluster-1',
      drilled: new Map([
        drilled('old', { at: '2026-11-27T04:00:00.000Z' }),
        drilled('new', { ok: false, problem: 'Not equal.' }),
      ]),
      pinned: new Map(),
    });
    const backups = [zip('new', '2026-11-28T03:00:00.000Z'), zip('old', '2026-11-27T03:00:00.000Z')];
    expect((await linesOf(factsOf(government, known(backups, { marks })))).slice(-3)).toEqual([
      `last_passed_drill_timestamp_seconds{…,alias="government"} ${seconds('2026-11-27T04:00:00.000Z')}`,
      'last_passed_drill_duration_seconds{…,alias="government"} 41',
      'last_drill_failed{…,alias="government"} 1',
    ]);
  });
});

test('a drill that had nothing to compare the backup with has neither passed nor failed', async () => {
  const marks = backupMarks({
    source: 'folder:/b',
    clusterUuid: 'cluster-1',
    drilled: new Map([drilled('old', { ok: false, compared: 'nothing', problem: 'Nothing to compare.' })]),
    pinned: new Map(),
  });
  const facts = factsOf(government, known([zip('old', '2026-11-27T03:00:00.000Z')], { marks }));
  expect(facts[0]!.drills).toEqual({ passed: null, failed: false });
  expect((await linesOf(facts)).some((line) => line.includes('drill'))).toBe(false);
});

test('aliases beyond the limit are counted', async () => {
  const lines = await linesOf(factsOf(government, known([])), 5_001);
  expect(lines.slice(0, 2)).toEqual(['aliases{…} 5001', 'aliases_left_out{…} 5000']);
});
