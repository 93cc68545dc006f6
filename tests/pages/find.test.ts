import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { configuredClusters, type ConfiguredCluster } from '../../lib/config.ts';
import { found, type Found } from '../../lib/contract/find.ts';
import type { ScheduleSpec } from '../../lib/contract/schedule.ts';
import { jobs } from '../../lib/jobs/jobs.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { find } from '../../lib/pages/find/find.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';

const LIVE = 'government-2018-01-08t03-00-00z-bbbb';
/** Searched by one test each. */
const ALONE = ['refusing', 'late'];
const ADMIN = { name: 'ann', groups: [], role: 'admin' } as const;
const VIEWER = { name: 'vic', groups: [], role: 'viewer' } as const;
let url: string;
let proxy: FaultyProxy;
let directory: string;
let clusters: ConfiguredCluster[];

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  proxy = await startFaultyProxy(url);
  const body = JSON.stringify({ error: { type: 'security_exception', reason: 'no' }, status: 401 });
  proxy.inject({ fault: { kind: 'answer', status: 401, body, headers: { 'content-type': 'application/json' } } });
  directory = mkdtempSync(join(tmpdir(), 'find-'));
  for (const folder of ['one', 'two']) mkdirSync(join(directory, folder));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  one: { name: search-one, url: "${url}", backups: one }\n` +
      `  two: { name: search-two, url: "${url}", backups: two }\n` +
      `  absent: { name: search-absent, url: "http://127.0.0.1:9", backups: two }\n` +
      `  refusing: { name: search-refusing, url: "${proxy.url}", backups: two }\n` +
      `  late: { name: search-late, url: "${url}", backups: two }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  await seedIndex(url, LIVE, { documents: [{ id: '1', source: {} }], aliases: { government: {} } });
  clusters = configuredClusters().filter(({ key }) => !ALONE.includes(key));
  for (const { key } of clusters) {
    await readsOf(key).indices.readOrLast({ maxAgeMs: 0, waitMs: 10_000 });
    await readsOf(key).backups.readOrLast({ maxAgeMs: 0, waitMs: 10_000 });
  }
  jobs.addSchedule('one', { ...SCHEDULE, name: 'Government every night' }, 'ann');
}, 300_000);
afterAll(async () => {
  await proxy?.close();
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

const SCHEDULE = {
  name: '',
  kind: 'backup',
  what: { all: true },
  cron: '0 3 * * *',
  timeZone: 'UTC',
} as unknown as ScheduleSpec;

const search = async (
  typed: string,
  {
    cluster,
    of = clusters,
    as = ADMIN,
    object,
  }: Partial<{
    cluster: string;
    of: ConfiguredCluster[];
    as: typeof ADMIN | typeof VIEWER;
    object: string;
  }> = {},
): Promise<Found> =>
  found.parse(
    await find({ find: typed, cluster, object }, { clusters: of, identity: as }, new AbortController().signal),
  );

const names = ({ groups }: Found) =>
  groups.map(({ kind, objects }) => [kind, ...objects.map(({ cluster, name }) => `${cluster}: ${name}`)]);

test('what is of this cluster is by kind, and what is of the others is together', async () => {
  const answer = await search('gov', { cluster: 'one' });
  expect(names(answer)).toEqual([
    ['alias', 'one: government'],
    ['index', `one: ${LIVE}`],
    ['schedule', 'one: Government every night'],
  ]);
  expect(answer.elsewhere.objects.map(({ cluster, name }) => `${cluster}: ${name}`)).toEqual([
    'two: government',
    `two: ${LIVE}`,
  ]);
  expect(answer.may.flatMap(({ clusters }) => clusters)).not.toContain('one');
  expect(answer.may).toMatchObject([
    {
      clusters: expect.arrayContaining(['two']),
      permissions: expect.arrayContaining(['restore', 'switch', 'delete-backup']),
    },
  ]);
});

test('without a cluster all are searched alike', async () => {
  expect(names(await search('government'))[0]).toEqual(['alias', 'one: government', 'two: government']);
  expect((await search('government')).elsewhere).toEqual({ objects: [], more: 0 });
});

test('a cluster without a role is neither searched nor named, also by its key', async () => {
  const of = clusters.filter(({ key }) => key === 'one');
  const answer = await search('gov', { cluster: 'two', of, as: VIEWER });
  expect(JSON.stringify(answer)).not.toMatch(/two|absent/);
  expect(answer.may[0]!.permissions).not.toContain('restore');
});

test('what a cluster with sensitive documents in the same place could refuse is not offered from elsewhere', async () => {
  const withOthers = clusters.map((each): ConfiguredCluster => {
    const others = () => clusters.filter(({ key }) => key !== each.key).map((other) => ({ ...other, sensitive: true }));
    return { ...each, sensitive: false, others };
  });
  const may = async (as: typeof ADMIN | { name: string; groups: never[]; role: 'operator' }) =>
    (await search('gov', { cluster: 'one', of: withOthers, as: as as typeof ADMIN })).may[0]!.permissions;
  const operator = await may({ name: 'oz', groups: [], role: 'operator' });
  expect(operator).toContain('restore');
  expect(operator).not.toEqual(expect.arrayContaining(['read-documents']));
  expect(operator).not.toEqual(expect.arrayContaining(['download']));
  // Who may read them there too is not refused, wherever the files are.
  expect(await may(ADMIN)).toEqual(expect.arrayContaining(['read-documents', 'download', 'delete-backup']));
});

test('a cluster that can’t be read is not asked again at each pause in typing', async () => {
  const of = configuredClusters().filter(({ key }) => key === 'refusing');
  const typed = 'refused gov';
  await expect
    .poll(async () => (await search('r', { cluster: 'refusing', of })).notes.join(' '))
    .toMatch(/search-refusing does not list .*repositories of search-refusing can’t be listed/);
  const before = proxy.requests.length;
  for (let length = 1; length <= typed.length; length++) {
    await search(typed.slice(0, length), { cluster: 'refusing', of });
    await pause(20);
  }
  expect(before).toBeGreaterThan(0);
  expect(proxy.requests.length).toBe(before);
});

test('other work is done between the clusters', async () => {
  let turns = 0;
  const count = () => {
    turns++;
    immediate = setImmediate(count);
  };
  let immediate = setImmediate(count);
  await search('no such name', { cluster: 'one' });
  clearImmediate(immediate);
  // Twice: names with these letters in their order too.
  expect(turns).toBeGreaterThanOrEqual(2 * clusters.length - 1);
});

test('snapshots whose list is not read yet are said to be still read', async () => {
  const of = configuredClusters().filter(({ key }) => key === 'late');
  const { indices, backups, repositories } = readsOf('late');
  for (const read of [indices, backups]) await read.readOrLast({ maxAgeMs: 0, waitMs: 10_000 });
  const { registered } = repositories;
  expect(registered.reading().value).toBeNull();
  const answer = await search('gov', { cluster: 'late', of });
  expect(answer.reading).toBe(true);
  await registered.readOrLast({ maxAgeMs: 5_000, waitMs: 10_000 });
  await expect.poll(async () => (await search('gov', { cluster: 'late', of })).reading).toBe(false);
});

test('long names are exact, in an answer below 20 KB', async () => {
  const long = (n: number) => `${'long-'.repeat(49)}${'0'.repeat(9)}${n}`;
  for (let n = 0; n < 9; n++)
    await seedIndex(url, long(n), { documents: [], aliases: { [`a${long(n).slice(1)}`]: {} } });
  for (const key of ['one', 'two']) await readsOf(key).indices.readOrLast({ maxAgeMs: 0, waitMs: 10_000 });
  const answer = await search('long restore', { cluster: 'one', object: 'long' });
  const all = await search('long', { object: 'long' });
  for (const each of [answer, all]) expect(Buffer.byteLength(JSON.stringify(each))).toBeLessThan(20_000);
  expect(all.groups.map(({ kind }) => kind)).toEqual(['alias', 'index']);
  const [aliases] = all.groups;
  expect(aliases!.objects.length + aliases!.more).toBe(18);
  expect(aliases!.objects.every(({ name }) => name.length === 255)).toBe(true);
});

test('the object of an action is found by itself', async () => {
  const answer = await search('restore gov', { cluster: 'one', object: 'gov' });
  expect(answer.groups).toEqual([]);
  expect(answer.actedOn.map(({ kind, name }) => [kind, name])).toEqual([
    ['alias', 'government'],
    ['index', LIVE],
    ['schedule', 'Government every night'],
  ]);
});

test('a cluster that does not answer is named, and the others are searched without waiting for it', async () => {
  const began = performance.now();
  const answer = await search('gov', { cluster: 'absent' });
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(answer.notes).toContain('search-absent does not answer: its aliases and indices can’t be searched now.');
  expect(answer.elsewhere.objects).not.toEqual([]);
});

test('nothing typed finds nothing', async () => {
  expect(await search('   ', { cluster: 'one' })).toMatchObject({
    groups: [],
    elsewhere: { objects: [] },
    actedOn: [],
  });
});
