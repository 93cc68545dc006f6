import { readdir, readFile, rm, unlink, writeFile, chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planDrill } from '../../lib/kinds/drill/plan.ts';
import { runDrill } from '../../lib/kinds/drill/run.ts';
import type { DrillCheckpoint } from '../../lib/kinds/drill/schema.ts';
import { planRestoreSnapshot } from '../../lib/kinds/restore-snapshot/plan.ts';
import type { RestoreSnapshotRequest } from '../../lib/kinds/restore-snapshot/request.ts';
import { runRestoreSnapshot } from '../../lib/kinds/restore-snapshot/run.ts';
import type { RestoreSnapshotCheckpoint, RestoreSnapshotPlan } from '../../lib/kinds/restore-snapshot/schema.ts';
import { planSnapshot, type SnapshotRequest } from '../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint, TakenSnapshot } from '../../lib/kinds/snapshot/schema.ts';
import { shuttingDown } from '../../lib/errors.ts';
import { aRun } from '../support/a-run.ts';
import { call, SERVERS, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { placeOf } from '../support/test-place.ts';
import { writeSnapshotColumns, type SnapshotResults } from './snapshot-results.ts';

const results: SnapshotResults = new Map(SERVERS.map(({ key }) => [key, {}]));

describe.each(SERVERS.map(({ key }) => key))('%s', (key) => {
  let server: Server;
  let cluster: Cluster;
  let folder: string;
  const taken = new Map<string, TakenSnapshot>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
    await chmod(folder, 0o777);
    server = await startServer({ version: key, repo: folder, heapMb: 384, startTimeoutMs: 300_000 });
    cluster = connect({ url: server.url, requestTimeoutMs: 60_000 });
    await seedIndex(server.url, 'government-1', {
      settings: {
        number_of_shards: 3,
        'index.refresh_interval': '17s',
        'index.blocks.read_only_allow_delete': false,
        'index.routing.allocation.exclude._name': 'nobody',
        ...(key.startsWith('6.8') || !key.startsWith('6') ? { 'index.default_pipeline': '_none' } : {}),
      },
      documents: Array.from({ length: 300 }, (_, id) => ({ id: String(id), source: { title: `Page ${String(id)}` } })),
      aliases: { government: { filter: { exists: { field: 'title' } } } },
      ...(key.startsWith('6.') ? { type: '_doc' } : {}),
    });
    await call(server.url, 'PUT', '/_snapshot/main', { type: 'fs', settings: { location: join(folder, 'main') } });
    await take({ name: 'first', digest: true });
  }, 400_000);
  afterAll(async () => {
    await cluster?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const take = async (request: Partial<SnapshotRequest> = {}) => {
    const plan = await planSnapshot(
      placeOf(cluster),
      { repository: 'main', by: 'a test', aliases: ['government'], ...request },
      aRun(),
    );
    const result = await runSnapshot(placeOf(cluster), { kind: 'snapshot', plan }, aRun<SnapshotCheckpoint>());
    taken.set(result.uuid, { job: '1', plan, result });
    return result;
  };
  const plan = (request: Partial<RestoreSnapshotRequest> = {}) =>
    planRestoreSnapshot(
      placeOf(cluster),
      {
        repository: 'main',
        snapshot: 'first',
        index: 'government-1',
        takenBy: (uuid) => taken.get(uuid) ?? null,
        ...request,
      },
      aRun(),
    );
  const run = (planned: RestoreSnapshotPlan, over: Parameters<typeof aRun<RestoreSnapshotCheckpoint>>[0] = {}) =>
    runRestoreSnapshot(
      placeOf(cluster),
      { kind: 'restore-snapshot', plan: planned },
      aRun<RestoreSnapshotCheckpoint>(over),
    );
  const restore = async (request: Partial<RestoreSnapshotRequest> = {}) => run(await plan(request));
  /** Every index with its aliases. */
  const aliasesByIndex = async () => {
    const all = await call<Record<string, { aliases: object }>>(server.url, 'GET', '/_alias?expand_wildcards=open');
    return Object.fromEntries(Object.entries(all).map(([index, { aliases }]) => [index, Object.keys(aliases)]));
  };
  const refusals = async (request: Partial<RestoreSnapshotRequest>) =>
    (await plan(request)).checks.filter(({ level }) => level === 'refuse').map(({ id }) => id);
  const settingsOf = async (index: string) =>
    (
      await call<Record<string, { settings: Record<string, string> }>>(
        server.url,
        'GET',
        `/${index}/_settings?flat_settings=true`,
      )
    )[index]!.settings;

  test('it is restored beside the live index, proved by content, and the alias moves in one step', async () => {
    const planned = await plan();
    expect(planned).toMatchObject({
      alias: 'government',
      switchAlias: true,
      snapshot: { proof: 'exact', shards: 3, documents: { least: 300, most: 300 } },
      since: { written: 0, replaced: 0 },
      target: { replicas: 0, replicasFrom: 'as many as it had' },
    });
    expect(planned.target.index).toMatch(/^government-\d{4}-\d\d-\d\dt/);
    const result = await run(planned);
    expect(result).toMatchObject({
      status: 'done',
      documents: 300,
      switched: true,
      warnings: [],
      check: { verdict: 'equal', shards: 3 },
    });
    expect(await aliasesByIndex()).toEqual({ [result.index]: ['government'], 'government-1': [] });
    results.get(key)!['restore, compared'] = result.check.verdict;
    expect(result.aliasAfter![0]!.membership.filter).toEqual({ exists: { field: 'title' } });
    const settings = await settingsOf(result.index);
    expect(settings).toMatchObject({ 'index.refresh_interval': '17s', 'index.number_of_replicas': '0' });
    expect(
      Object.keys(settings).filter((name) => /blocks|allocation\.exclude|default_pipeline|archived/.test(name)),
    ).toEqual([]);
    // Back, so that the next tests begin with the live index that the snapshot was taken of.
    await call(server.url, 'POST', '/_aliases', {
      actions: [
        { remove: { index: result.index, alias: 'government' } },
        { add: { index: 'government-1', alias: 'government', filter: { exists: { field: 'title' } } } },
      ],
    });
    await call(server.url, 'DELETE', `/${result.index}`);
  });

  test('its drill proves it by content, and leaves no index', async () => {
    const request = {
      backup: { repository: 'main', snapshot: 'first', index: 'government-1' },
      alias: null,
      documentsPerSecond: null,
      probes: [{ name: 'titles', query: 'title:page', minHits: 300, likeLivePercent: null }],
      key: '0123456789ab',
      takenBy: (uuid: string) => taken.get(uuid) ?? null,
    };
    const planned = await planDrill(placeOf(cluster), request, aRun());
    const result = await runDrill(placeOf(cluster), { kind: 'drill', plan: planned }, aRun<DrillCheckpoint>());
    expect(result).toMatchObject({ status: 'done', documents: 300, equal: 300, probes: [{ hits: 300, ok: true }] });
    expect(await aliasesByIndex()).toEqual({ 'government-1': ['government'] });
  });

  test('what was written and deleted since is counted in the live index', async () => {
    for (let id = 0; id < 10; id++)
      await call(server.url, 'PUT', `/government-1/_doc/new-${String(id)}`, { title: 'new' });
    for (let id = 0; id < 4; id++)
      await call(server.url, 'PUT', `/government-1/_doc/${String(id)}`, { title: 'changed' });
    for (let id = 4; id < 7; id++) await call(server.url, 'DELETE', `/government-1/_doc/${String(id)}`);
    expect((await plan()).since).toEqual({ written: 14, replaced: 7 });
  });

  test('without an alias none moves, and a chosen name must be free', async () => {
    const result = await restore({ into: 'copy-1', switchAlias: false, replicas: 0 });
    expect(result).toMatchObject({ status: 'done', index: 'copy-1', switched: false, notSwitched: null });
    expect(await failureOf(plan({ into: 'copy-1' }))).toMatchObject({ code: 'index_exists' });
    expect(await refusals({ into: 'government' })).toEqual(expect.arrayContaining(['target-is-alias']));
    expect(await aliasesByIndex()).toEqual({ 'copy-1': [], 'government-1': ['government'] });
    await call(server.url, 'DELETE', '/copy-1');
  });

  test('an unknown setting is refused before anything is sent; chosen ones are set', async () => {
    expect(await refusals({ settings: { 'index.nonsense': 1 } })).toEqual(['settings']);
    expect(await refusals({ settings: { 'index.final_pipeline': 'nowhere' } })).toEqual(
      expect.arrayContaining([key.startsWith('6.') ? 'settings' : 'missing-index.final_pipeline']),
    );
    expect(await failureOf(plan({ settings: { number_of_shards: 2 } }))).toMatchObject({ code: 'invalid_input' });
    expect(await failureOf(plan({ dropSettings: ['number_of_replicas'] }))).toMatchObject({ code: 'invalid_input' });
    const result = await restore({
      into: 'copy-2',
      switchAlias: false,
      settings: { refresh_interval: '5s', 'index.blocks.write': true, priority: 7 },
      dropSettings: [],
    });
    expect(result).toMatchObject({ status: 'done', warnings: [] });
    expect(await settingsOf('copy-2')).toMatchObject({
      'index.refresh_interval': '5s',
      'index.blocks.write': 'true',
      'index.priority': '7',
    });
    const dropped = await restore({ into: 'copy-3', switchAlias: false, dropSettings: ['refresh_interval'] });
    expect((await settingsOf(dropped.index))['index.refresh_interval']).toBeUndefined();
    // A value that a server takes in a restore without a word is named, and the alias does not move.
    const wrong = await restore({ into: 'copy-4', alias: 'government', settings: { 'index.priority': 'high' } }).catch(
      (error: unknown) => error,
    );
    expect(`${JSON.stringify(wrong)} ${String(wrong)}`).toMatch(/priority|refused/);
    expect(await aliasesByIndex()).toMatchObject({ 'government-1': ['government'] });
    for (const index of ['copy-2', 'copy-3', 'copy-4'])
      await call(server.url, 'DELETE', `/${index}?ignore_unavailable=true`);
  });

  test('a snapshot during writes lies between two moments, and is said to', async () => {
    let writing = true;
    const writer = (async () => {
      for (let id = 0; writing; id++)
        await call(server.url, 'PUT', `/government-1/_doc/w-${String(id)}`, { title: 'w' });
    })();
    const snapshot = await take({ name: 'writing' });
    writing = false;
    await writer;
    expect(snapshot.proof).toBe('bracketed');
    const planned = await plan({ snapshot: 'writing', into: 'between', switchAlias: false });
    expect(planned.checks.find(({ id }) => id === 'proof')).toMatchObject({ level: 'warn' });
    const { check, status } = await run(planned);
    expect(status).toBe('done');
    expect(check).toMatchObject({ verdict: 'between' });
    expect(check.sentence).toMatch(
      /^\d+ documents: between the \d+ right before the snapshot and the \d+ right after it\.$/,
    );
    await call(server.url, 'DELETE', '/between');
  });

  test('another installation proves it by the numbers in the snapshot itself, where the server keeps them', async () => {
    const planned = await plan({ into: 'elsewhere', takenBy: () => null });
    const { check } = await run({ ...planned, switchAlias: false });
    results.get(key)!['restored by another installation'] = check.verdict;
    if (key.startsWith('6.')) {
      expect(planned).toMatchObject({ alias: null, snapshot: { proof: 'unknown' } });
      expect(check).toMatchObject({ verdict: 'unknown', documents: 300 });
    } else {
      expect(planned).toMatchObject({ alias: 'government', snapshot: { proof: 'begun' } });
      expect(check).toMatchObject({ verdict: 'counted', documents: 300 });
    }
    await call(server.url, 'DELETE', '/elsewhere');
  });

  test('one that is not what was taken does not get the alias, and is kept to be looked at', async () => {
    const planned = await plan({ into: 'wrong' });
    const [first, ...others] = planned.snapshot.after!;
    const lying = { ...planned, snapshot: { ...planned.snapshot, after: [{ ...first!, documents: 1 }, ...others] } };
    expect(await failureOf(run(lying))).toMatchObject({ code: 'content_mismatch' });
    expect(await aliasesByIndex()).toMatchObject({ 'government-1': ['government'] });
    expect((await aliasesByIndex())['wrong']).toEqual([expect.stringMatching(/^restore-desk-loading-/)]);
    const digest = {
      ...planned,
      target: { ...planned.target, index: 'wrong-2' },
      snapshot: { ...planned.snapshot, digest: '0'.repeat(32) },
    };
    expect(await failureOf(run(digest))).toMatchObject({ code: 'content_mismatch' });
    for (const index of ['wrong', 'wrong-2']) await call(server.url, 'DELETE', `/${index}`);
  });

  test('cancelled, it deletes what was begun; stopped, it goes on and is found again', async () => {
    const controller = new AbortController();
    const planned = await plan({ into: 'cancelled' });
    const begun = run(planned, {
      signal: controller.signal,
      saveCheckpoint: () => controller.abort(),
    });
    expect(await failureOf(begun)).toMatchObject({ code: 'cancelled' });
    expect(Object.keys(await aliasesByIndex())).toEqual(['government-1']);

    const stopping = new AbortController();
    let checkpoint: RestoreSnapshotCheckpoint | null = null;
    const again = await plan({ into: 'resumed' });
    const stopped = run(again, {
      signal: stopping.signal,
      saveCheckpoint: (saved) => {
        checkpoint = saved;
        stopping.abort(shuttingDown());
      },
    });
    expect(await failureOf(stopped)).toMatchObject({ code: 'cancelled' });
    expect(await run(again, { checkpoint })).toMatchObject({ status: 'done', switched: true, index: 'resumed' });
    await call(server.url, 'POST', '/_aliases', {
      actions: [
        { remove: { index: 'resumed', alias: 'government' } },
        { add: { index: 'government-1', alias: 'government', filter: { exists: { field: 'title' } } } },
      ],
    });
    await call(server.url, 'DELETE', '/resumed');
  });

  test('run again after its beginning was lost, it restores no second time', async () => {
    const planned = await plan({ into: 'twice', switchAlias: false });
    const first = await run(planned);
    expect(await run(planned)).toMatchObject({ indexUuid: first.indexUuid, status: 'done' });
    await call(server.url, 'DELETE', '/twice');
  });

  test('a damaged and a missing file are named, and no red index stays', async () => {
    const files = async () =>
      (await readdir(join(folder, 'main'), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile() && entry.name.startsWith('__'))
        .map((entry) => join(entry.parentPath, entry.name));
    await take({ name: 'damaged' });
    const [largest] = (
      await Promise.all((await files()).map(async (file) => ({ file, bytes: await readFile(file) })))
    ).sort((a, b) => b.bytes.length - a.bytes.length);
    const damaged = Buffer.from(largest!.bytes);
    damaged[Math.floor(damaged.length / 2)]! ^= 0xff;
    await writeFile(largest!.file, damaged);
    const failure = await failureOf(restore({ into: 'damaged-1' }));
    expect(failure).toMatchObject({ code: 'backup_damaged' });
    expect(failure.message).toMatch(/a file of the snapshot is damaged/);
    await unlink(largest!.file);
    const missing = await failureOf(restore({ into: 'missing-1' }));
    expect(missing.message).toMatch(/a file of the snapshot is missing in the repository/);
    expect(await aliasesByIndex()).toEqual({ 'government-1': ['government'] });
    await writeFile(largest!.file, largest!.bytes);
  });

  test('a snapshot that is not there, and an index that it has not, are named', async () => {
    expect(await failureOf(plan({ snapshot: 'nowhere' }))).toMatchObject({ code: 'not_found' });
    expect(await failureOf(plan({ index: 'nowhere' }))).toMatchObject({
      code: 'not_found',
      hint: 'It has government-1.',
    });
    expect(await failureOf(plan({ repository: 'nowhere' }))).toMatchObject({ code: 'not_found' });
  });
});

test('every server did all of it; the README’s table says how', () => {
  for (const [key, cells] of results) expect({ key, done: Object.keys(cells) }).toMatchObject({ done: { length: 2 } });
  writeSnapshotColumns(results);
});
