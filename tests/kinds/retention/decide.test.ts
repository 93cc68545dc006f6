import { describe, expect, test } from 'vitest';
import type { BackupKnowledge, KnownBackups, KnownRepository } from '../../../lib/backups/known-backups.ts';
import type { BackupListing } from '../../../lib/contract/backup.ts';
import { drilledSnapshotKey } from '../../../lib/contract/drilled.ts';
import { pinnedSnapshotKey } from '../../../lib/contract/pinned.ts';
import type { IndexSummary } from '../../../lib/contract/indices.ts';
import { retentionRules, scheduleSelection } from '../../../lib/contract/schedule.ts';
import { decideRetention } from '../../../lib/kinds/retention/decide.ts';
import type { OtherRetention } from '../../../lib/kinds/retention/schema.ts';
import { shorten } from '../../../lib/kinds/retention/rows.ts';
import { scopeOf } from '../../../lib/kinds/retention/scope.ts';
import type { SnapshotSummary, TakenHere } from '../../../lib/known-backups/snapshot-summary.ts';
import { sentenceOfReason } from '../../../lib/retention/sentence.ts';
import { aListing } from '../../support/a-listing.ts';
import { aSnapshot } from '../../support/a-snapshot.ts';
import { anIndex } from '../../support/an-index.ts';
import { knowledgeOf } from './knowledge.ts';

const NOW = Date.parse('2026-11-30T03:00:00Z');
const INDICES = [anIndex('government-1', { aliases: ['government'] }), anIndex('travel-1', { aliases: ['travel'] })];

/** `day`: of November. */
const snapshot = (name: string, day: number, over: Partial<SnapshotSummary> = {}): SnapshotSummary =>
  aSnapshot({ name, takenAt: `2026-11-${String(day).padStart(2, '0')}T03:00:00.000Z`, ...over });

interface Given {
  snapshots?: SnapshotSummary[];
  elsewhere?: SnapshotSummary[];
  listing?: Partial<BackupListing>;
  zips?: BackupListing['backups'];
  knowledge?: Partial<BackupKnowledge>;
  what?: Parameters<typeof scheduleSelection.parse>[0];
  others?: OtherRetention[] | null;
  indices?: IndexSummary[];
}

const other = (what: Parameters<typeof scheduleSelection.parse>[0], rules: object): OtherRetention => ({
  schedule: 'Monthly',
  what: scheduleSelection.parse(what),
  rules: retentionRules.parse(rules),
  timeZone: 'UTC',
});

function decide(given: Given) {
  const { elsewhere = [], indices = INDICES, knowledge = {}, listing, others = [], snapshots = [], zips = [] } = given;
  const repository = (name: string, of: SnapshotSummary[]): KnownRepository => ({
    name,
    readOnly: false,
    snapshots: of,
    problem: null,
  });
  const read = aListing(zips, listing);
  const known = {
    identity: { name: 'search', uuid: 'cluster', version: '8.19.9', distribution: 'elasticsearch' },
    indices: { takenAt: new Date(NOW).toISOString(), indices },
    zips: listing === undefined ? null : { listing: read, backups: read.backups, verified: new Map() },
    repositories: [repository('nightly', snapshots), repository('other', elsewhere)],
  } as KnownBackups;
  return decideRetention(
    {
      known,
      knowledge: knowledgeOf({ taken: (uuid) => (uuid.includes('slm') ? null : ({} as TakenHere)), ...knowledge }),
      scope: scopeOf(scheduleSelection.parse(given.what ?? { all: true }), known.indices),
      repository: listing === undefined ? 'nightly' : null,
      now: NOW,
    },
    { rules: retentionRules.parse({ last: 1 }), timeZone: 'UTC', notBackedUp: [], others },
  );
}

const rows = ({ groups }: ReturnType<typeof decide>, name = 'government') =>
  groups
    .find((group) => group.name === name)!
    .rows.map(({ item, reasons }) => `${item.id}: ${reasons.map(sentenceOfReason).join('; ') || 'deleted'}`);

describe('snapshots', () => {
  test('the table says why each is kept', () => {
    const decided = decide({
      snapshots: [
        snapshot('newest', 29),
        snapshot('slm', 28),
        snapshot('partial', 27, { state: 'PARTIAL' }),
        snapshot('running', 26, { state: 'IN_PROGRESS' }),
        snapshot('pinned', 25),
        snapshot('used', 24),
        snapshot('proven', 23),
        snapshot('wide', 22, { indices: ['government-1', 'secrets'] }),
        snapshot('old', 21),
      ].map((each) => (each.name === 'wide' ? { ...each, indicesOf: () => [held('government-1')] } : each)),
      knowledge: {
        pinned: new Map([[pinnedSnapshotKey('cluster', 'uuid-pinned'), { by: 'ann', reason: 'a', at: '' }]]),
        inUse: new Set(['snapshot nightly/used']),
        drilled: new Map([[drilledSnapshotKey('for drills', 'uuid-proven', 'government-1'), { ok: true } as never]]),
      },
    });
    expect(rows(decided)).toEqual([
      'newest: the newest; the last good backup of government',
      'slm: another tool took it: it is not counted and not deleted',
      'partial: partial: it is not counted and not deleted',
      'running: in progress: it is not counted and not deleted',
      'pinned: pinned by ann: a',
      'used: a job uses it',
      'proven: the last one of government that passed a drill',
      'wide: not covered by this schedule',
      'old: deleted',
    ]);
    expect(decided).toMatchObject({ kept: 8, outside: 0 });
  });

  test('a snapshot of two aliases stays while one needs it', () => {
    const both = { names: ['government', 'travel'], indices: ['government-1', 'travel-1'] };
    const decided = decide({
      snapshots: [snapshot('c', 29), snapshot('b', 28, both), snapshot('a', 27, both)].map((each) => ({
        ...each,
        indicesOf: (name: string) => [held(`${name}-1`)],
      })),
    });
    expect(rows(decided)).toEqual([
      'c: the newest; the last good backup of government',
      'b: the last good backup of travel',
      'a: deleted',
    ]);
    expect(rows(decided, 'travel')).toEqual(['b: the newest; the last good backup of travel', 'a: deleted']);
  });

  test('a schedule of one alias does not delete a snapshot that holds another', () => {
    const both = { names: ['government', 'travel'], indices: ['government-1', 'travel-1'] };
    const decided = decide({
      what: { aliases: ['government'] },
      snapshots: [snapshot('b', 29), snapshot('a', 28, both), snapshot('older', 27, both)].map((each) => ({
        ...each,
        indicesOf: (name: string) => [held(`${name}-1`)],
      })),
    });
    expect(rows(decided)[2]).toBe('older: not covered by this schedule');
    expect(decided.groups.map(({ name }) => name)).toEqual(['government']);
  });

  test('a snapshot of two aliases stays while the rules of another schedule, of one of them, keep it', () => {
    const both = { names: ['government', 'travel'], indices: ['government-1', 'travel-1'] };
    const snapshots = [snapshot('c', 29), snapshot('b', 28, both), snapshot('a', 27, both), snapshot('old', 26, both)];
    const decided = decide({
      snapshots: snapshots.map((each) => ({ ...each, indicesOf: (name: string) => [held(`${name}-1`)] })),
      others: [other({ aliases: ['travel'] }, { daily: 2 })],
    });
    expect(rows(decided).slice(1)).toEqual([
      'b: the last good backup of travel; schedule Monthly keeps it (daily: 1 of 2)',
      'a: schedule Monthly keeps it (daily: 2 of 2)',
      'old: deleted',
    ]);
  });

  test('patterns cover a snapshot only with all indices of its name', () => {
    const indices = [anIndex(generation(2), { aliases: ['government'] })];
    const named = (name: string, day: number, month: number) =>
      snapshot(name, day, { indices: [generation(month)], names: ['government'] });
    const snapshots = [named('c', 29, 2), named('b', 28, 2), named('a', 27, 1)];
    const decided = decide({ indices, snapshots, what: { indices: ['government-2026-02*'] } });
    expect(decided.deleted.map(({ id }) => id)).toEqual(['b']);
    expect(decided.outside).toBe(1);
  });

  test('a broken one in another repository keeps everything until a good one follows', () => {
    const snapshots = [snapshot('b', 28), snapshot('a', 27)];
    const failed = snapshot('failed', 29, { state: 'FAILED', repository: 'other' });
    expect(decide({ snapshots, elsewhere: [failed] }).groups[0]!.keepsAll).toBe(
      'its newest backup is failed (other/failed, 2026-11-29 03:00 UTC)',
    );
    expect(decide({ snapshots: [snapshot('c', 30), ...snapshots], elsewhere: [failed] }).deleted).toHaveLength(2);
  });

  test('one of the future is kept, and is no last good one', () => {
    const decided = decide({ snapshots: [snapshot('b', 28), snapshot('a', 27), snapshot('z', 30, future)] });
    expect(rows(decided)).toEqual([
      'z: its time is in the future: it is not counted and not deleted',
      'b: the newest; the last good backup of government',
      'a: deleted',
    ]);
  });

  test('one that a read-only repository has, or whose time is unknown, is kept', () => {
    const decided = decide({
      snapshots: [
        snapshot('b', 29),
        snapshot('copy', 28, { readOnly: true, ofThisCluster: false }),
        { ...snapshot('untimed', 27), takenAt: null },
      ],
    });
    expect(rows(decided).slice(1)).toEqual([
      'copy: nightly is read-only',
      'untimed: its time is unknown: it is not counted and not deleted',
    ]);
  });
});

const held = (index: string) => ({ index, uuid: null, documents: null });
const future = { takenAt: '2026-12-24T03:00:00.000Z', orderedAt: '2026-12-24T03:00:00.000Z' };

const generation = (month: number) => `government-2026-0${month}-01t03-00-00z-00000000`;

describe('zip files', () => {
  const zip = (day: number, { aliases = [], index = 'government-1' }: { index?: string; aliases?: string[] } = {}) =>
    ({
      id: `government/${day}.zip`,
      group: 'government',
      fileBytes: 1,
      modifiedAt: `2026-11-${day}T03:00:00.000Z`,
      takenAt: `2026-11-${day}T03:00:00.000Z`,
      origin: 'restore-desk',
      condition: { state: 'whole' },
      manifest: { cluster: { uuid: 'cluster' }, index: { name: index }, aliases: aliases.map((alias) => ({ alias })) },
      documents: 1,
    }) as unknown as BackupListing['backups'][number];
  const zips = [zip(29), zip(28)];
  const why = (listing: Partial<BackupListing>) => decide({ zips, listing }).groups[0]!.keepsAll;

  test('nothing is deleted of an alias whose folder could not be read, or has lost backups', () => {
    expect(decide({ zips, listing: {} }).deleted).toHaveLength(1);
    // Of its index, too.
    expect(why({ unread: ['government-1'] })).toBe('the folder government-1 could not be read');
    expect(why({ unread: ['travel'] })).toBeNull();
    const lost = { backups: 9, listedAt: '2026-11-28T03:00:00.000Z' };
    expect(why({ lost: [{ ...lost, folder: 'government' }] })).toBe('the folder government has lost backups');
    expect(why({ lost: [{ ...lost, folder: '' }] })).toBe('the place has lost backups');
  });

  test('a good snapshot after them is the last good one, and the newest file is kept all the same', () => {
    const decided = decide({ zips, listing: {}, elsewhere: [snapshot('s', 30, { repository: 'other' })] });
    expect(rows(decided)).toEqual(['government/29.zip: the newest', 'government/28.zip: deleted']);
  });

  test('indices that are selected by their names cover an alias that points to no other', () => {
    expect(decide({ zips, listing: {}, what: { indices: ['government-*'] } }).deleted).toHaveLength(1);
    expect(decide({ zips, listing: {}, what: { indices: ['travel-*'] } })).toMatchObject({ deleted: [], outside: 2 });
  });

  describe('patterns', () => {
    const zipsOf = (months: number[]) => months.map((month, place) => zip(29 - place, { index: generation(month) }));
    const live = (month: number, aliases: string[] = ['government']) => anIndex(generation(month), { aliases });
    const decideMonths = (indices: IndexSummary[], months: number[]) =>
      decide({ indices, zips: zipsOf(months), listing: {}, what: { indices: ['government-2026-01*'] } });

    test('decide about no backup of an index that they don’t match', () => {
      const decided = decideMonths([live(1)], [2, 1, 1, 2]);
      expect(decided.deleted.map(({ id }) => id)).toEqual(['government/27.zip']);
      expect(decided).toMatchObject({ kept: 1, outside: 2 });
    });

    test('decide about no backup of an alias that points to another index', () => {
      const decided = decideMonths([live(1, []), live(2)], [2, 1, 1, 2]);
      expect(decided).toMatchObject({ deleted: [], outside: 4, groups: [] });
    });
  });

  describe('another schedule in the same place', () => {
    test('keeps what its rules keep', () => {
      const decided = decide({
        zips: [zip(29), zip(28), zip(27)],
        listing: {},
        others: [other({ all: true }, { last: 2 })],
      });
      expect(rows(decided)).toEqual([
        'government/29.zip: the newest; the last good backup of government; schedule Monthly keeps it (the newest)',
        'government/28.zip: schedule Monthly keeps it (last: 2 of 2)',
        'government/27.zip: deleted',
      ]);
    });

    test('keeps everything while it can’t be read', () => {
      const decided = decide({ zips: [zip(29), zip(28)], listing: {}, others: null });
      expect(decided.deleted).toEqual([]);
      expect(rows(decided)[1]).toBe('government/28.zip: what another schedule of this cluster keeps is unknown');
    });

    test('keeps a backup for another alias of its index', () => {
      const zips = [29, 28, 27].map((day) => zip(day, { aliases: ['government', 'travel'] }));
      const given = { zips, listing: {}, what: { aliases: ['government'] } };
      expect(decide(given).deleted).toHaveLength(2);
      expect(decide({ ...given, others: [other({ aliases: ['travel'] }, { last: 2 })] }).deleted).toHaveLength(1);
      expect(decide({ ...given, others: [other({ aliases: ['content'] }, { last: 2 })] }).deleted).toHaveLength(2);
    });
  });
});

test('a long table leaves out the oldest that are kept, and nothing that is deleted', () => {
  const backup = (id: string, kept: boolean) => ({ id, at: null, bytes: null, kept, because: [] });
  const group = { name: 'a', keepsAll: null, backups: [backup('1', true), backup('2', true), backup('3', false)] };
  expect(shorten([group], 3)).toEqual({ groups: [group], unlisted: 0 });
  expect(shorten([group, { ...group, name: 'b' }], 2)).toMatchObject({
    groups: [{ backups: [{ id: '1' }, { id: '3' }] }, { backups: [{ id: '1' }, { id: '3' }] }],
    unlisted: 2,
  });
});
