import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { planRestoreSnapshot } from '../../../lib/kinds/restore-snapshot/plan.ts';
import { runRestoreSnapshot } from '../../../lib/kinds/restore-snapshot/run.ts';
import type { RestoreSnapshotCheckpoint } from '../../../lib/kinds/restore-snapshot/schema.ts';
import { planSnapshot } from '../../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint, TakenSnapshot } from '../../../lib/kinds/snapshot/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { call, seedIndex, startServer, type Server } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { placeOf } from '../../support/test-place.ts';

/** No server of the tests has data streams: an index with the name of a backing index stands for one. */
const BACKING = '.ds-logs-2026.01.01-000001';
const OWN = '.own-1';
const HIDDEN = 'tucked-away-1';

let server: Server;
let cluster: Cluster;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  cluster = connect({ url: server.url });
  await call(server.url, 'PUT', '/_snapshot/main', { type: 'fs', settings: { location: join(folder, 'main') } });
  const documents = [{ id: '1', source: { title: 'One' } }];
  await seedIndex(server.url, HIDDEN, { documents, settings: { 'index.hidden': true }, aliases: { tucked: {} } });
  for (const index of [OWN, BACKING]) await seedIndex(server.url, index, { documents });
  await call(server.url, 'POST', '/_aliases', { actions: [{ add: { index: OWN, alias: 'settings' } }] });
  await call(server.url, 'PUT', '/_snapshot/main/by-hand?wait_for_completion=true', {
    indices: [OWN, BACKING],
    include_global_state: false,
  });
}, 300_000);
afterAll(async () => {
  await cluster?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const planTake = (selection: object) =>
  planSnapshot(placeOf(cluster), { repository: 'main', by: 'a test', name: 'taken', ...selection }, aRun());
const planRestore = (snapshot: string, index: string, more: object = {}) =>
  planRestoreSnapshot(placeOf(cluster), { repository: 'main', snapshot, index, ...more }, aRun());

test('a hidden index is taken, alone and with every alias, and restored as one that everybody sees, which the plan says', async () => {
  for (const selection of [{ indices: [HIDDEN] }, { all: true }])
    expect((await planTake(selection)).indices.map(({ index }) => index)).toEqual([HIDDEN]);
  const taking = await planTake({ aliases: ['tucked'] });
  const result = await runSnapshot(placeOf(cluster), { kind: 'snapshot', plan: taking }, aRun<SnapshotCheckpoint>());
  expect(result).toMatchObject({ status: 'done', proof: 'exact' });
  const taken: TakenSnapshot = { job: '1', plan: taking, result };
  const plan = await planRestore('taken', HIDDEN, { into: 'tucked-away-2', takenBy: () => taken });
  expect(plan.settings.changes).toContainEqual(
    expect.objectContaining({ name: 'index.hidden', from: 'true', action: 'neutralised' }),
  );
  expect(
    await runRestoreSnapshot(placeOf(cluster), { kind: 'restore-snapshot', plan }, aRun<RestoreSnapshotCheckpoint>()),
  ).toMatchObject({ status: 'done', switched: true, check: { verdict: 'counted', documents: 1 } });
  const { ['tucked-away-2']: restored } = await call<Record<string, { settings: Record<string, string> }>>(
    server.url,
    'GET',
    '/tucked-away-2/_settings?flat_settings=true',
  );
  expect(restored!.settings['index.number_of_shards']).toBe('1');
  expect(restored!.settings['index.hidden']).toBeUndefined();
});

test('an index of the cluster itself and one of a data stream are refused by name when one is taken', async () => {
  expect(await failureOf(planTake({ indices: [OWN] }))).toMatchObject({
    code: 'unsupported',
    message: `${OWN} starts with a dot: such indices belong to the cluster, and Restore Desk does not back them up.`,
  });
  expect(await failureOf(planTake({ indices: [BACKING] }))).toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/^\.ds-logs-2026\.01\.01-000001 belongs to a data stream/),
  });
  expect(await failureOf(planTake({ aliases: ['settings'] }))).toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/^settings points to \.own-1/),
  });
  const { indices, skipped } = await planTake({ all: true });
  expect(indices.map(({ index }) => index)).not.toContain(OWN);
  expect(skipped).toMatchObject([{ index: OWN, code: 'unsupported' }]);
});

test('and when one is restored; no index gets a name with a dot', async () => {
  for (const [index, detail] of [
    [OWN, /belong to the cluster/],
    [BACKING, /belongs to a data stream/],
  ] as const)
    expect(
      (await planRestore('by-hand', index, { into: 'ordinary' })).checks.filter(({ level }) => level === 'refuse'),
    ).toMatchObject([
      { id: 'own-index', title: `${index} is no ordinary index`, detail: expect.stringMatching(detail) },
    ]);
  expect(await failureOf(planRestore('by-hand', OWN, { into: '.own-2' }))).toMatchObject({ code: 'invalid_input' });
});

test('another snapshot of the same name than the chosen one is refused, and makes another fingerprint', async () => {
  const levelOf = ({ checks }: Awaited<ReturnType<typeof planRestore>>) =>
    checks.find(({ id }) => id === 'chosen-snapshot')?.level;
  const own = await planRestore('taken', HIDDEN);
  const { uuid } = own.snapshot;
  expect(levelOf(own)).toBeUndefined();
  expect(own.snapshot.place).toBe(`fs ${join(folder, 'main')}`);
  const chosen = await planRestore('taken', HIDDEN, { from: 'staging', uuid });
  expect(levelOf(chosen)).toBe('ok');
  const other = await planRestore('taken', HIDDEN, { from: 'staging', uuid: `${uuid}x` });
  expect(levelOf(other)).toBe('refuse');
  expect(levelOf(await planRestore('taken', HIDDEN, { from: 'staging' }))).toBe('refuse');
  expect(new Set([own, chosen, other].map(({ fingerprint }) => fingerprint)).size).toBe(3);
});
