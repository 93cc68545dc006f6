import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { configuredClusters, type ConfiguredCluster } from '../../lib/config.ts';
import { found, type Found } from '../../lib/contract/find.ts';
import type { ScheduleSpec } from '../../lib/contract/schedule.ts';
import { jobs } from '../../lib/jobs/jobs.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { find } from '../../lib/pages/find/find.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

const LIVE = 'government-2018-01-08t03-00-00z-bbbb';
const ADMIN = { name: 'ann', groups: [], role: 'admin' } as const;
const VIEWER = { name: 'vic', groups: [], role: 'viewer' } as const;
let url: string;
let directory: string;
let clusters: ConfiguredCluster[];

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  directory = mkdtempSync(join(tmpdir(), 'find-'));
  for (const folder of ['one', 'two']) mkdirSync(join(directory, folder));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  one: { name: search-one, url: "${url}", backups: one }\n` +
      `  two: { name: search-two, url: "${url}", backups: two }\n` +
      `  absent: { name: search-absent, url: "http://127.0.0.1:9", backups: two }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  await seedIndex(url, LIVE, { documents: [{ id: '1', source: {} }], aliases: { government: {} } });
  clusters = [...configuredClusters()];
  for (const { key } of clusters) {
    await readsOf(key).indices.readOrLast({ maxAgeMs: 0, waitMs: 10_000 });
    await readsOf(key).backups.readOrLast({ maxAgeMs: 0, waitMs: 10_000 });
  }
  jobs.addSchedule('one', { ...SCHEDULE, name: 'Government every night' }, 'ann');
}, 300_000);
afterAll(async () => {
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
  expect(answer.may).toMatchObject([{ cluster: 'two', permissions: expect.arrayContaining(['restore', 'switch']) }]);
  // Whether it is allowed depends on the clusters that share the place.
  expect(answer.may[0]!.permissions).not.toContain('delete-backup');
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
