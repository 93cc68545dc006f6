import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at } from '../../lib/contract/by-name.ts';
import { capabilitiesOf } from '../../lib/elasticsearch/capabilities.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { listSnapshotNames } from '../../lib/elasticsearch/snapshots/list-snapshots.ts';
import { listRepositories } from '../../lib/elasticsearch/snapshots/repositories.ts';
import { readSnapshot } from '../../lib/elasticsearch/snapshots/snapshots.ts';
import { readSnapshotInFull, readSnapshotPage } from '../../lib/elasticsearch/snapshots/snapshot-details.ts';
import { planChangeRepository, type RepositoryRequest } from '../../lib/kinds/change-repository/plan.ts';
import { runChangeRepository } from '../../lib/kinds/change-repository/run.ts';
import { planDeleteSnapshot } from '../../lib/kinds/delete-snapshot/plan.ts';
import { runDeleteSnapshot } from '../../lib/kinds/delete-snapshot/run.ts';
import { planSnapshot, type SnapshotRequest } from '../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint } from '../../lib/kinds/snapshot/schema.ts';
import { SnapshotFactsCache } from '../../lib/live/snapshot-facts.ts';
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

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
    await chmod(folder, 0o777);
    server = await startServer({ version: key, repo: folder, heapMb: 384, startTimeoutMs: 300_000 });
    cluster = connect({ url: server.url, requestTimeoutMs: 60_000 });
    await seedIndex(server.url, 'government-1', {
      documents: Array.from({ length: 300 }, (_, id) => ({ id: String(id), source: { title: `Page ${String(id)}` } })),
      aliases: { government: {} },
      ...(key.startsWith('6.') ? { type: '_doc' } : {}),
    });
  }, 400_000);
  afterAll(async () => {
    await cluster?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const plan = (request: RepositoryRequest) => planChangeRepository(placeOf(cluster), request, aRun());
  const change = async (request: RepositoryRequest) =>
    runChangeRepository(placeOf(cluster), { kind: 'change-repository', plan: await plan(request) }, aRun());
  const refusals = async (request: RepositoryRequest) =>
    (await plan(request)).checks.filter(({ level }) => level === 'refuse').map(({ id }) => id);
  const fs = (name: string, location: string, more: { name: string; value: string }[] = []): RepositoryRequest => ({
    action: 'register',
    name,
    type: 'fs',
    settings: [{ name: 'location', value: location }, ...more],
  });
  const take = async (request: Partial<SnapshotRequest> = {}) => {
    const planned = await planSnapshot(
      placeOf(cluster),
      { repository: 'main', by: 'a test', aliases: ['government'], ...request },
      aRun(),
    );
    return runSnapshot(placeOf(cluster), { kind: 'snapshot', plan: planned }, aRun<SnapshotCheckpoint>());
  };

  test('a repository is registered, and every node verifies it', async () => {
    const result = await change(fs('main', join(folder, 'main')));
    expect(result).toMatchObject({ nodes: ['node-1'], snapshots: 0, warning: null });
    expect(await listRepositories(cluster)).toMatchObject([{ name: 'main', type: 'fs' }]);
    results.get(key)!['register, verify'] = 'yes';
  });

  test('what the cluster can’t do is said before anything is sent', async () => {
    expect(await refusals({ ...fs('wrong', '/elsewhere') })).toEqual(['location']);
    expect(await refusals({ action: 'register', name: 'wrong', type: 'fs', settings: [] })).toEqual([
      'missing-location',
    ]);
    const s3 = await plan({
      action: 'register',
      name: 'wrong',
      type: 's3',
      settings: [{ name: 'bucket', value: 'b' }],
    });
    expect(s3.checks[0]).toMatchObject({ id: 'type', level: 'refuse', title: 'The cluster has no type s3' });
    expect(s3.checks[0]!.hint).toMatch(/plugin install repository-s3/);
    expect(await refusals(fs('main', join(folder, 'other')))).toEqual(['exists']);
  });

  test('one that a node can’t use does not remain registered', async () => {
    const unwritable = join(folder, 'unwritable');
    await mkdir(unwritable, { mode: 0o555 });
    const failure = await failureOf(change(fs('broken', unwritable)));
    expect(failure).toMatchObject({ code: 'cluster_error' });
    expect((await listRepositories(cluster)).map(({ name }) => name)).toEqual(['main']);
  });

  test('a snapshot of a quiet index is exact, has a digest, and says what it holds', async () => {
    const result = await take({ name: 'first', digest: true, why: 'a test' });
    expect(result).toMatchObject({
      status: 'done',
      proof: 'exact',
      state: 'SUCCESS',
      repository: 'main',
      snapshot: 'first',
    });
    expect(result.bytes).toBeGreaterThan(0);
    expect(result.addedBytes).toBeGreaterThan(0);
    results.get(key)!.take = result.proof;
    const [index] = result.indices;
    expect(index).toMatchObject({ index: 'government-1', proof: 'exact', why: null });
    expect(index!.digest).toMatch(/^[0-9a-f]{32}$/);
    expect(index!.after!.reduce((sum, { documents }) => sum + documents, 0)).toBe(300);
    const { metadata, indices } = (await readSnapshot(cluster, 'main', 'first'))!;
    expect(indices).toEqual(['government-1']);
    // Elasticsearch 6 returns none.
    if (!key.startsWith('6.'))
      expect(metadata).toMatchObject({ by: 'a test', why: 'a test', aliases: [['government', 'government-1']] });
  });

  test('the next one copies only what is new', async () => {
    const result = await take({ name: 'second' });
    expect(result).toMatchObject({ proof: 'exact' });
    expect(result.addedBytes).toBeLessThan(result.bytes! / 2);
  });

  test('a snapshot during writes is bracketed, and says between which numbers', async () => {
    let writing = true;
    const writer = (async () => {
      for (let id = 0; writing; id++) await call(server.url, 'PUT', `/government-1/_doc/new-${String(id)}`, { n: id });
    })();
    const result = await take({ name: 'third', digest: true });
    writing = false;
    await writer;
    expect(result).toMatchObject({ status: 'done', proof: 'bracketed' });
    results.get(key)!['take during writes'] = result.proof;
    expect(result.indices[0]).toMatchObject({
      proof: 'bracketed',
      why: 'documents were written meanwhile',
      digest: null,
    });
    const numbers = (marks: (typeof result.indices)[0]['before']) =>
      marks!.reduce((sum, { maxSeqNo }) => sum + maxSeqNo, 0);
    expect(numbers(result.indices[0]!.after)).toBeGreaterThan(numbers(result.indices[0]!.before));
  });

  test('a name that exists, a read-only repository and an empty choice are refused', async () => {
    const ids = async (request: Partial<SnapshotRequest>) =>
      (
        await planSnapshot(
          placeOf(cluster),
          { repository: 'main', by: 'x', aliases: ['government'], ...request },
          aRun(),
        )
      ).checks
        .filter(({ level }) => level === 'refuse')
        .map(({ id }) => id);
    expect(await ids({ name: 'first' })).toEqual(['name']);
    await change(fs('copy', join(folder, 'main'), [{ name: 'readonly', value: 'true' }]));
    expect(await ids({ repository: 'copy' })).toEqual(['read-only']);
    expect(await failureOf(take({ name: 'Upper' }))).toMatchObject({ code: 'invalid_input' });
    expect(await failureOf(take({ repository: 'none' }))).toMatchObject({ code: 'not_found' });
  });

  test('a read-only registration lists the other’s snapshots; an empty one is questioned', async () => {
    expect((await listSnapshotNames(cluster, 'copy')).map(({ name }) => name)).toEqual(['first', 'second', 'third']);
    await mkdir(join(folder, 'empty'), { mode: 0o777 });
    const result = await change(fs('empty', join(folder, 'empty'), [{ name: 'readonly', value: 'true' }]));
    expect(result.warning).toMatch(/is read-only and has no snapshots/);
    expect(await failureOf(listSnapshotNames(cluster, 'nowhere'))).toMatchObject({ code: 'not_found' });
  });

  test('a job that is run again finds the snapshot by its name, and takes no second one', async () => {
    const planned = await planSnapshot(
      placeOf(cluster),
      { repository: 'main', by: 'a test', aliases: ['government'], name: 'again' },
      aRun(),
    );
    let checkpoint: SnapshotCheckpoint | null = null;
    const work = { kind: 'snapshot' as const, plan: planned };
    const first = await runSnapshot(
      placeOf(cluster),
      work,
      aRun<SnapshotCheckpoint>({ saveCheckpoint: (saved) => void (checkpoint = saved) }),
    );
    const second = await runSnapshot(placeOf(cluster), work, aRun<SnapshotCheckpoint>({ checkpoint }));
    expect(second).toMatchObject({ uuid: first.uuid, proof: 'exact' });
    // Killed before the checkpoint was saved: it is the same snapshot, and nothing is claimed of its documents.
    const third = await runSnapshot(placeOf(cluster), work, aRun<SnapshotCheckpoint>());
    expect(third).toMatchObject({ uuid: first.uuid, proof: 'bracketed', indices: [{ before: null }] });
    const other = { ...work, plan: { ...planned, indices: [] } };
    expect(await failureOf(runSnapshot(placeOf(cluster), other, aRun<SnapshotCheckpoint>()))).toMatchObject({
      code: 'plan_changed',
    });
  });

  test('a clean up deletes what no snapshot uses, where the server can', async () => {
    if (key.startsWith('6.')) {
      expect(await refusals({ action: 'clean-up', name: 'main' })).toEqual(['unsupported']);
      results.get(key)!['clean up'] = 'the server can’t';
      return;
    }
    expect(await change({ action: 'clean-up', name: 'main' })).toMatchObject({
      deleted: { files: expect.any(Number) },
    });
    results.get(key)!['clean up'] = 'yes';
    expect(await refusals({ action: 'clean-up', name: 'copy' })).toEqual(['read-only']);
  });

  test('the times of a list are read by name, in one request for many, and once', async () => {
    const names = await listSnapshotNames(cluster, 'main');
    const requests: string[] = [];
    const counted: Cluster = {
      ...cluster,
      request: (request) => {
        requests.push(request.path);
        return cluster.request(request);
      },
    };
    const facts = new SnapshotFactsCache(() => counted, 'main');
    await facts.fill(names, names, 60_000);
    for (const { uuid } of names) {
      expect(facts.get(uuid)).toMatchObject({ state: 'SUCCESS', failedShards: 0 });
      expect(Date.parse(facts.get(uuid)!.startedAt!)).toBeGreaterThan(Date.now() - 3_600_000);
    }
    await facts.fill(names, names, 60_000);
    expect(requests).toHaveLength(1);
    // One that was deleted since the list was read does not hide the others.
    const gone = { name: 'gone', uuid: 'gone', state: 'SUCCESS', indices: [] };
    const again = new SnapshotFactsCache(() => cluster, 'main');
    await again.fill([gone, ...names], names, 60_000);
    expect(names.every(({ uuid }) => again.get(uuid) !== undefined)).toBe(true);
  });

  test('a long list is read newest first where the server has pages; one snapshot in full', async () => {
    const { snapshotPages } = capabilitiesOf(await cluster.identity());
    const inFull = (await readSnapshotInFull(cluster, 'main', 'first'))!;
    expect(inFull).toMatchObject({ state: 'SUCCESS', shards: { failed: 0 } });
    if (!snapshotPages) {
      expect(inFull.indexSizes).toBeNull();
      return;
    }
    expect(at(inFull.indexSizes, 'government-1')).toMatchObject({ shards: inFull.shards!.total });
    const first = await readSnapshotPage(cluster, 'main', { size: 2, after: null });
    const second = await readSnapshotPage(cluster, 'main', { size: 100, after: first.next });
    const times = [...first.snapshots, ...second.snapshots].map(({ startedAt }) => startedAt!);
    expect(second.next).toBeNull();
    expect(times).toHaveLength((await listSnapshotNames(cluster, 'main')).length);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('the snapshot that was reviewed is deleted, and no other', async () => {
    await take({ name: 'fifth' });
    const planDeletion = (repository: string) =>
      planDeleteSnapshot(placeOf(cluster), { repository, snapshot: 'fifth' }, aRun());
    const reviewed = await planDeletion('main');
    const remove = () => runDeleteSnapshot(placeOf(cluster), { kind: 'delete-snapshot', plan: reviewed }, aRun());
    expect((await planDeletion('copy')).checks).toContainEqual(
      expect.objectContaining({ id: 'read-only', level: 'refuse' }),
    );
    expect(await remove()).toMatchObject({ status: 'done', snapshot: 'fifth' });
    expect((await listSnapshotNames(cluster, 'main')).map(({ name }) => name)).not.toContain('fifth');
    expect(await failureOf(remove())).toMatchObject({ code: 'not_found' });
    await take({ name: 'fifth' });
    expect(await failureOf(remove())).toMatchObject({ code: 'plan_changed' });
    await runDeleteSnapshot(placeOf(cluster), { kind: 'delete-snapshot', plan: await planDeletion('main') }, aRun());
    results.get(key)!.delete = 'yes';
  });

  test('unregistering keeps the files', async () => {
    for (const name of ['copy', 'empty', 'main']) await change({ action: 'unregister', name });
    expect(await listRepositories(cluster)).toEqual([]);
    expect((await readdir(join(folder, 'main'))).length).toBeGreaterThan(2);
    expect(await change(fs('main', join(folder, 'main')))).toMatchObject({
      snapshots: 4,
      warning: expect.stringMatching(/already has 4 snapshots/),
    });
  });
});

test('every server did all of it; the README’s table says how', () => {
  for (const [key, cells] of results) expect({ key, done: Object.keys(cells) }).toMatchObject({ done: { length: 5 } });
  writeSnapshotColumns(results);
});
