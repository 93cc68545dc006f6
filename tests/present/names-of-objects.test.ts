import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { runSwitch } from '../../lib/kinds/switch/run.ts';
import { aRun } from '../support/a-run.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { placeOf } from '../support/test-place.ts';

/** Names of Object.prototype’s properties: aliases may have capitals, indices may not. */
const ALIASES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];
const INDICES = ['isprototypeof', 'watch'];
const generation = (alias: string, day: number) => `${alias.toLowerCase()}-2018-01-0${day}t03-00-00z-aaaa`;

let url: string;
let dashboard: TestDashboard;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  for (const index of INDICES) await seedIndex(url, index, { documents: [{ id: '1', source: '{}' }] });
  for (const alias of ALIASES)
    for (const day of [1, 2])
      await seedIndex(url, generation(alias, day), {
        documents: [{ id: '1', source: '{"constructor":"a"}' }],
        ...(day === 2 ? { aliases: { [alias]: {} } } : {}),
      });
  dashboard = await startDashboard({ elasticsearchUrl: url });
}, 600_000);
// Stopping fails where anything was left unhandled.
afterAll(async () => {
  await emptyCluster(url);
  await dashboard.stop();
});

async function poll<T>(path: string): Promise<T> {
  const answer = await fetch(`${dashboard.url}/api/${dashboard.cluster}${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

test('overview, alias map, choices, backups and plans list these aliases like any other', async () => {
  await expect
    .poll(async () =>
      (await poll<{ aliases: { alias: string }[] }>('/overview')).aliases.map(({ alias }) => alias).sort(),
    )
    .toEqual([...ALIASES].sort());
  const map = await poll<{ groups: { alias: string; entries: { live: boolean }[] }[] }>('/indices/map');
  expect(map.groups.map(({ alias }) => alias).sort()).toEqual([...ALIASES].sort());
  expect(map.groups.find(({ alias }) => alias === 'constructor')!.entries.filter(({ live }) => live)).toHaveLength(1);
  for (const path of ['/indices', '/backups', '/health', '/jobs', '/audit-log/lines', '/backup-plan?all=yes'])
    await poll(path);
  const plan = await poll<{ plan: { groups: { alias: string }[] } }>('/indices/clean-up-plan?keep=1');
  expect(plan.plan.groups.map(({ alias }) => alias)).toContain('constructor');
});

test('the overview reports that such an alias moved, is gone or is new', async () => {
  const changes = async () =>
    (await poll<{ changes: { sentence: string }[] }>('/overview')).changes.map(({ sentence }) => sentence);
  await changes();
  await call(url, 'POST', '/_aliases', {
    actions: [
      { remove: { index: generation('valueOf', 2), alias: 'valueOf' } },
      { add: { index: generation('toString', 1), alias: 'isPrototypeOf' } },
      { remove: { index: generation('hasOwnProperty', 2), alias: 'hasOwnProperty' } },
      { add: { index: generation('hasOwnProperty', 1), alias: 'hasOwnProperty' } },
    ],
  });
  await expect
    .poll(async () => (await changes()).join('\n'), { timeout: 90_000 })
    .toMatch(/Alias valueOf was removed[^]*Alias hasOwnProperty was switched from [^]*Alias isPrototypeOf is new/);
}, 120_000);

test.each(ALIASES.filter((alias) => alias !== 'valueOf' && alias !== 'hasOwnProperty'))(
  '%s is backed up, restored with its alias, switched there and back, and cleaned up',
  async (alias) => {
    const cluster = connect({ url });
    const place = placeOf(cluster);
    const plan = await planBackup(place, { aliases: [alias], source: folderSource(dashboard.backupDirectory) }, aRun());
    expect(plan.indices).toMatchObject([{ index: generation(alias, 2), group: alias }]);
    const { backups } = await runBackup(place, { kind: 'backup', plan }, aRun());
    const restoring = await planRestore(place, { backup: backups[0]!.backup, switchAlias: true }, aRun());
    const restored = await runRestore(place, { kind: 'restore', plan: restoring }, aRun());
    expect(restored).toMatchObject({ status: 'done', documents: 1 });
    expect((await aliasesOf(url))[alias]).not.toEqual([generation(alias, 2)]);
    for (const day of [1, 2]) {
      const switching = await planSwitch(place, { index: generation(alias, day), alias }, aRun());
      await runSwitch(place, { kind: 'switch', plan: switching }, aRun());
      expect((await aliasesOf(url))[alias]).toEqual([generation(alias, day)]);
    }
    // Generations are named after their alias, and no index has a capital in its name.
    const { groups } = await planCleanUp(place, { keep: 0, aliases: [alias], indicesBeingWritten: [] }, aRun());
    const toDelete = groups[0]!.entries.filter(({ goes }) => goes).map(({ index }) => index);
    if (alias === alias.toLowerCase()) expect(toDelete).toContain(generation(alias, 1));
    else expect(toDelete).toEqual([]);
    await cluster.close();
  },
  120_000,
);
