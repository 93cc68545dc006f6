import { expect, test } from 'vitest';
import type { BackupManifest, BackupSummary } from '@/lib/contract/backup.ts';
import type { IndexSummary } from '@/lib/contract/indices.ts';
import { backupsPageOf, otherGoodBackups } from '@/lib/present/backups-page.ts';
import { aListing } from '../support/a-listing.ts';
import { anIndex } from '../support/an-index.ts';

const now = Date.parse('2026-11-23T12:00:00.000Z');
const manifest = {
  index: { name: 'government-x', uuid: 'u' },
  startedAt: '2026-11-23T03:00:00.000Z',
  endedAt: '2026-11-23T03:00:02.000Z',
  objects: { bytes: 10, sha256: 'a' },
  warnings: [],
} as unknown as BackupManifest;
const backup = (over: Partial<BackupSummary>): BackupSummary => ({
  id: 'government/a.zip',
  group: 'government',
  fileBytes: 5,
  modifiedAt: '2026-11-23T03:00:03.000Z',
  origin: 'restore-desk',
  condition: { state: 'whole' },
  manifest,
  documents: 8,
  takenAt: '2026-11-23T03:00:00.000Z',
  ...over,
});
const pageOf = (
  backups: BackupSummary[],
  filter = {},
  verified = new Map<string, { at: string; ok: boolean; sentence: string; job: string }>(),
  live: ReadonlyMap<string, IndexSummary[]> | null = null,
  unread: string[] = [],
) =>
  backupsPageOf(
    {
      source: 'folder:/b',
      directory: '/b',
      takenAt: '2026-11-23T12:00:00.000Z',
      problem: null,
      missing: false,
      unread,
      backups,
    },
    { kind: 'any', state: 'any', sort: 'date', order: 'down', page: 1, ...filter },
    { live, verified, expectedAt: () => null, overdueAfterMs: 26 * 3_600_000, now },
  );

test('the last good backup is the newest whole one, and a group without one is overdue', () => {
  const page = pageOf([
    backup({
      id: 'government/broken.zip',
      takenAt: '2026-11-23T09:00:00.000Z',
      condition: { state: 'broken', problem: 'no zip' },
      manifest: null,
    }),
    backup({}),
    backup({
      id: 'detailed/x.zip',
      group: 'detailed',
      condition: { state: 'unfinished', problem: 'died' },
      manifest: null,
    }),
  ]);
  expect(page.groups.map(({ group, lastGood, overdue }) => [group, lastGood?.id, overdue])).toEqual([
    ['detailed', undefined, true],
    ['government', 'government/a.zip', false],
  ]);
});

test('a file without a manifest is good only after verification', () => {
  const old = backup({ id: 'government.zip', origin: 'es_dump_restore', manifest: null });
  expect(pageOf([old]).groups[0]!.lastGood).toBeNull();
  expect(
    pageOf(
      [old],
      {},
      new Map([['government.zip', { at: '2026-11-23T10:00:00.000Z', ok: true, sentence: '', job: '1' }]]),
    ).groups[0]!.lastGood,
  ).toMatchObject({ verified: true });
});

test('a backup that failed verification is broken, and never the last good one', () => {
  const page = pageOf(
    [backup({})],
    { state: 'broken' },
    new Map([['government/a.zip', { at: '2026-11-23T10:00:00.000Z', ok: false, sentence: 'CRC', job: '1' }]]),
  );
  expect(page.rows).toHaveLength(1);
  expect(page.totals.broken).toBe(1);
  expect(page.groups[0]!.lastGood).toBeNull();
});

test('a page number beyond the last is the last page, and the text finds ids and indices', () => {
  const many = Array.from({ length: 120 }, (_, n) => backup({ id: `government/${String(n)}.zip` }));
  expect(pageOf(many, { page: 9 })).toMatchObject({ page: 3, pages: 3, matching: 120 });
  expect(pageOf(many, { page: 9 }).rows).toHaveLength(20);
  expect(pageOf(many, { text: 'GOVERNMENT-X' }).matching).toBe(120);
  expect(pageOf(many, { text: '/119' }).matching).toBe(1);
});

const of = (index: string, group: string, aliases: string[], hour: number, over: Partial<BackupSummary> = {}) =>
  backup({
    id: `${group}/${index}-${hour}.zip`,
    group,
    takenAt: `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`,
    manifest: { ...manifest, index: { name: index, uuid: index }, aliases: aliases.map((alias) => ({ alias })) },
    ...over,
  });

test('an alias on several indices has the backups of each, and its last good one is the oldest of theirs', () => {
  const live = new Map([['metasearch', [anIndex('one'), anIndex('two')]]]);
  const both = [
    of('two', 'two', ['metasearch'], 9),
    of('one', 'one', ['metasearch'], 3),
    of('one', 'one', ['metasearch'], 1),
  ];
  const group = (backups: BackupSummary[]) =>
    pageOf(backups, {}, undefined, live).groups.find((each) => each.group === 'metasearch');
  expect(group(both)).toMatchObject({ backups: 3, lastGood: { id: 'one/one-3.zip' }, overdue: false });
  expect(group(both.slice(0, 1))).toMatchObject({ lastGood: { id: 'two/two-9.zip' }, overdue: true });
  const page = pageOf(both, { group: 'metasearch' }, undefined, live);
  expect(page.rows.map(({ id, lastGood }) => [id, lastGood])).toEqual([
    ['two/two-9.zip', true],
    ['one/one-3.zip', true],
    ['one/one-1.zip', false],
  ]);
});

test('a backup belongs to every alias that its index had, and each has its own last good one', () => {
  const backups = [
    of('government-b', 'government', ['government'], 9),
    of('government-a', 'government', ['government', 'all-content'], 3),
  ];
  const page = pageOf(
    backups,
    { group: 'all-content' },
    undefined,
    new Map([
      ['all-content', [anIndex('government-a')]],
      ['government', [anIndex('government-b')]],
    ]),
  );
  expect(page.rows.map(({ id, lastGood }) => [id, lastGood])).toEqual([['government/government-a-3.zip', true]]);
  expect(page.groups.map(({ group, lastGood, overdue }) => [group, lastGood?.id, overdue])).toEqual([
    ['all-content', 'government/government-a-3.zip', false],
    ['government', 'government/government-b-9.zip', false],
  ]);
});

test('existing aliases can be overdue; an alias whose folder could not be read is unknown, not overdue', () => {
  const live = new Map(
    ['government', 'detailed', 'fresh', 'never', '.own'].map((alias) => [
      alias,
      [anIndex(`${alias}-1`, { aliases: [alias, ...(alias === 'never' ? ['hidden'] : [])] })],
    ]),
  );
  const backups = [
    of('fresh-1', 'fresh', ['fresh'], 9),
    of('government-1', 'government', ['government'], 3, { takenAt: '2026-11-20T03:00:00.000Z' }),
    of('gone-1', 'gone', ['gone'], 3, { takenAt: '2026-11-20T03:00:00.000Z' }),
  ];
  expect(pageOf(backups, {}, undefined, live).overdue).toEqual({ late: ['government'], never: ['detailed', 'never'] });
  expect(pageOf(backups, {}, undefined, live, ['government', 'hidden']).overdue).toEqual({
    late: [],
    never: ['detailed'],
  });
  expect(
    pageOf(backups, {}, undefined, live, ['government', 'fresh']).groups.map(({ group, overdue }) => [group, overdue]),
  ).toEqual([
    ['fresh', false],
    ['gone', true],
    ['government', null],
  ]);
  expect(pageOf(backups).overdue).toEqual({ late: ['gone', 'government'], never: [] });
});

test('the other good backups of a group are counted, and unknown where not all could be read', () => {
  const backups = [
    backup({ id: 'government/b.zip' }),
    backup({ id: 'government.zip', origin: 'es_dump_restore', manifest: null }),
    backup({}),
  ];
  const left = (over: Partial<Parameters<typeof otherGoodBackups>[0]>, id = 'government/a.zip') =>
    otherGoodBackups(aListing(backups, over), { id, group: 'government' }, new Map());
  expect(left({})).toBe(1);
  expect(left({}, 'government.zip')).toBe(2);
  expect(left({ unread: ['elsewhere'] })).toBe(1);
  expect(left({ backups: backups.slice(1), unread: ['elsewhere'] })).toBeNull();
  expect(left({ backups: [], problem: 'It may not be read.' })).toBeNull();
});

test('the page of a chosen backup is the default, and the chosen backup is returned with any page', () => {
  const many = Array.from({ length: 120 }, (_, n) => backup({ id: `government/${String(n)}.zip` }));
  expect(pageOf(many, { page: undefined, chosen: 'government/50.zip' })).toMatchObject({
    page: 2,
    chosen: { id: 'government/50.zip' },
  });
  expect(pageOf(many, { page: 1, chosen: 'government/119.zip' })).toMatchObject({
    page: 1,
    chosen: { id: 'government/119.zip' },
  });
  expect(pageOf(many, { page: undefined, chosen: 'government/gone.zip' })).toMatchObject({ page: 1, chosen: null });
  expect(
    pageOf([...many, backup({ id: 'detailed/1.zip', group: 'detailed' })], {
      group: 'government',
      chosen: 'detailed/1.zip',
    }).chosen,
  ).toBeNull();
});

test('backups are sorted by documents, size or state, the unknown last', () => {
  const backups = [
    backup({ id: 'a.zip', documents: 5, fileBytes: 30 }),
    backup({ id: 'b.zip', documents: null, fileBytes: 20 }),
    backup({ id: 'c.zip', documents: 9, fileBytes: 10, condition: { state: 'broken', problem: 'no zip' } }),
  ];
  const ids = (filter: object) => pageOf(backups, filter).rows.map(({ id }) => id);
  expect(ids({})).toEqual(['a.zip', 'b.zip', 'c.zip']);
  expect(ids({ order: 'up' })).toEqual(['c.zip', 'b.zip', 'a.zip']);
  expect(ids({ sort: 'documents' })).toEqual(['c.zip', 'a.zip', 'b.zip']);
  expect(ids({ sort: 'documents', order: 'up' })).toEqual(['a.zip', 'c.zip', 'b.zip']);
  expect(ids({ sort: 'size' })).toEqual(['a.zip', 'b.zip', 'c.zip']);
  expect(ids({ sort: 'state', order: 'up' })).toEqual(['c.zip', 'a.zip', 'b.zip']);
});

test('problems are backups that are incomplete, unfinished, damaged or broken, not files that were never read', () => {
  const page = pageOf(
    [
      backup({ id: 'a.zip' }),
      backup({ id: 'b.zip', manifest: null }),
      backup({ id: 'c.zip', condition: { state: 'unfinished', problem: 'died' } }),
    ],
    { state: 'problems' },
  );
  expect(page.rows.map(({ id }) => id)).toEqual(['c.zip']);
  expect(page.totals).toMatchObject({ good: 1, problems: 1 });
});

test('overdue backups are told by the schedule that should have made them, the others by their age', () => {
  const old = '2026-11-20T03:00:00.000Z';
  const backups = ['a', 'b', 'c'].map((group) => backup({ id: `${group}/x.zip`, group, takenAt: old }));
  const live = new Map(['a', 'b', 'c'].map((alias) => [alias, [anIndex(`${alias}-1`)]]));
  const page = backupsPageOf(
    aListing(backups),
    { kind: 'any', state: 'any', sort: 'date', order: 'down', page: 1 },
    {
      live,
      verified: new Map(),
      expectedAt: (alias) =>
        alias === 'c'
          ? null
          : {
              at: Date.parse('2026-11-23T03:00:00.000Z'),
              schedule: 'Nightly',
              ran: alias === 'b',
              doneElsewhere: false,
            },
      overdueAfterMs: 26 * 3_600_000,
      now,
    },
  );
  expect(page.overdue.late).toEqual(['a', 'b', 'c']);
  expect(page.lateBy).toEqual([
    { run: { at: '2026-11-23T03:00:00.000Z', schedule: 'Nightly', state: 'missing' }, aliases: ['a'], count: 1 },
    { run: { at: '2026-11-23T03:00:00.000Z', schedule: 'Nightly', state: 'ran' }, aliases: ['b'], count: 1 },
    { run: null, aliases: ['c'], count: 1 },
  ]);
  expect(page.groups.map(({ expectedRun }) => expectedRun?.schedule)).toEqual(['Nightly', 'Nightly', undefined]);
});
