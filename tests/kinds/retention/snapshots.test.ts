import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BackupKnowledge } from '../../../lib/backups/known-backups.ts';
import { pinnedSnapshotKey } from '../../../lib/contract/pinned.ts';
import { retentionRules, scheduleSelection } from '../../../lib/contract/schedule.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { planRetention, type RetentionRequest } from '../../../lib/kinds/retention/plan.ts';
import { runRetention } from '../../../lib/kinds/retention/run.ts';
import type { RetentionCheckpoint, RetentionPlan } from '../../../lib/kinds/retention/schema.ts';
import { planSnapshot } from '../../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint } from '../../../lib/kinds/snapshot/schema.ts';
import type { TakenHere } from '../../../lib/known-backups/snapshot-summary.ts';
import { aRun } from '../../support/a-run.ts';
import { call, seedIndex, startServer, type Server } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { placeOf } from '../../support/test-place.ts';
import { knowledgeOf } from './knowledge.ts';

let server: Server;
let folder: string;
let cluster: Cluster;
const taken = new Map<string, TakenHere>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  cluster = connect({ url: server.url });
  for (const [index, alias] of [
    ['government-1', 'government'],
    ['travel-1', 'travel'],
  ] as const)
    await seedIndex(server.url, index, { documents: [{ id: '1', source: '{"n":1}' }], aliases: { [alias]: {} } });
}, 300_000);
beforeEach(async () => {
  taken.clear();
  await call(server.url, 'DELETE', '/_snapshot/*').catch(() => undefined);
  await rm(join(folder, 'nightly'), { recursive: true, force: true });
  await register({});
});
afterAll(async () => {
  await cluster?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const register = (settings: object) =>
  call(server.url, 'PUT', '/_snapshot/nightly', {
    type: 'fs',
    settings: { location: join(folder, 'nightly'), ...settings },
  });

async function take(name: string, ...aliases: string[]): Promise<string> {
  const request = { repository: 'nightly', aliases, by: 'a test', name };
  const plan = await planSnapshot(placeOf(cluster), request, aRun());
  const result = await runSnapshot(placeOf(cluster), { kind: 'snapshot', plan }, aRun<SnapshotCheckpoint>());
  taken.set(result.uuid, { job: '1', plan, result });
  return result.uuid;
}
const plan = (knowledge: Partial<BackupKnowledge> = {}, over: Partial<RetentionRequest> = {}): Promise<RetentionPlan> =>
  planRetention(
    placeOf(cluster),
    {
      schedule: 'Nightly',
      what: scheduleSelection.parse({ all: true }),
      source: null,
      repository: 'nightly',
      rules: retentionRules.parse({ last: 1 }),
      timeZone: 'UTC',
      knowledge: knowledgeOf({ taken: (uuid) => taken.get(uuid) ?? null, ...knowledge }),
      others: [],
      notBackedUp: [],
      ...over,
    },
    aRun(),
  );
const run = (planned: RetentionPlan) =>
  runRetention(placeOf(cluster), { kind: 'retention', plan: planned }, aRun<RetentionCheckpoint>());
const there = async () => {
  const { snapshots } = await call<{ snapshots: { snapshot: string }[] }>(server.url, 'GET', '/_snapshot/nightly/_all');
  return snapshots.map(({ snapshot }) => snapshot).sort();
};
const toDelete = (planned: RetentionPlan) => planned.snapshots.map(({ snapshot }) => snapshot);

test('snapshots that no alias needs are deleted through the cluster; others’, pinned and half needed ones are not', async () => {
  await take('a-old', 'government', 'travel');
  const pinned = await take('b-pinned', 'government', 'travel');
  await call(server.url, 'PUT', '/_snapshot/nightly/c-other?wait_for_completion=true', { indices: 'government-1' });
  await take('d-both', 'government', 'travel');
  await take('e-newest', 'government');
  const { uuid } = await cluster.identity();
  const planned = await plan({
    pinned: new Map([
      [pinnedSnapshotKey(uuid, pinned), { by: 'ann', reason: 'a release', at: '2026-11-01T00:00:00Z' }],
    ]),
  });
  expect(toDelete(planned)).toEqual(['a-old']);
  const rows = planned.groups.find(({ name }) => name === 'government')!.backups;
  expect(rows.map(({ because, id }) => `${id}: ${because.join('; ')}`)).toEqual([
    'e-newest: the newest; the last good backup of government',
    'd-both: the last good backup of travel',
    'c-other: another tool took it: it is not counted and not deleted',
    'b-pinned: pinned by ann: a release',
    'a-old: ',
  ]);
  expect(await run(planned)).toMatchObject({
    status: 'done',
    snapshots: [{ snapshot: 'a-old' }],
    deleted: [],
    left: [],
  });
  expect(await there()).toEqual(['b-pinned', 'c-other', 'd-both', 'e-newest']);
});

test('the run leaves what is kept now, and another snapshot of a name', async () => {
  await take('a', 'government');
  await take('b', 'government');
  await take('c', 'government');
  const planned = await plan();
  expect(toDelete(planned)).toEqual(['a', 'b']);
  // The newest is gone: the one before it is the last good one. Another has the name of the oldest.
  await call(server.url, 'DELETE', '/_snapshot/nightly/c');
  await call(server.url, 'DELETE', '/_snapshot/nightly/a');
  await call(server.url, 'PUT', '/_snapshot/nightly/a?wait_for_completion=true', { indices: 'travel-1' });
  const result = await run(planned);
  expect(result).toMatchObject({
    snapshots: [],
    left: [
      { id: 'a', failed: false },
      { id: 'b', failed: false },
    ],
  });
  expect(await there()).toEqual(['a', 'b']);
});

test('the rules of another schedule keep a snapshot for its own alias, also when the run decides again', async () => {
  await take('a', 'government', 'travel');
  await take('b', 'government', 'travel');
  await take('c', 'travel');
  await take('d', 'government', 'travel');
  const travel = {
    schedule: 'Monthly',
    what: scheduleSelection.parse({ aliases: ['travel'] }),
    rules: retentionRules.parse({ last: 3 }),
    timeZone: 'UTC',
  };
  const planned = await plan({}, { others: [travel] });
  expect(toDelete(planned)).toEqual(['a']);
  const rows = planned.groups.find(({ name }) => name === 'government')!.backups;
  expect(rows.map(({ because, id }) => `${id}: ${because.join('; ')}`).slice(1)).toEqual([
    'b: schedule Monthly keeps it (last: 3 of 3)',
    'a: ',
  ]);
  await call(server.url, 'DELETE', '/_snapshot/nightly/c');
  expect((await run(planned)).left).toEqual([
    { id: 'a', reason: 'It is kept now: schedule Monthly keeps it (last: 3 of 3).', failed: false },
  ]);
  expect(await there()).toEqual(['a', 'b', 'd']);
});

test('a read-only repository, and one that can’t be read, lose nothing', async () => {
  await take('a', 'government');
  await take('b', 'government');
  const planned = await plan();
  expect(toDelete(planned)).toEqual(['a']);
  await register({ readonly: true });
  const readOnly = await plan();
  expect(readOnly).toMatchObject({ snapshots: [], checks: [{ id: 'read-only', level: 'warn' }, { id: 'nothing' }] });
  expect((await run(planned)).left).toMatchObject([{ id: 'a', reason: 'It is kept now: nightly is read-only.' }]);
  await register({});
  await rename(join(folder, 'nightly'), join(folder, 'away'));
  // To the server, the repository is an empty one now.
  expect(await run(planned)).toMatchObject({ snapshots: [], left: [{ id: 'a', failed: false }] });
  await rename(join(folder, 'away'), join(folder, 'nightly'));
  await register({});
  expect(await there()).toEqual(['a', 'b']);
  await call(server.url, 'DELETE', '/_snapshot/nightly');
  expect(await failureOf(run(planned))).toMatchObject({ code: 'cluster_error' });
  const missing = await plan();
  expect(missing.checks).toMatchObject([{ id: 'unread', detail: expect.stringMatching(/no repository nightly/) }, {}]);
});
