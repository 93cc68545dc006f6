import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CarryCheckpoint } from '../../lib/carrying/write-decided.ts';
import { folderSource, refOfFile } from '../../lib/contract/backup-ref.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { runCarryForward } from '../../lib/kinds/carry-forward/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { aRun } from '../support/a-run.ts';
import { carryingIn } from '../support/carrying.ts';
import { aliasesOf, call, readIndex, SERVERS, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';

const LIVE = 'government-2026-01-07t03-00-00z-aaaa';
const RESTORED = 'government-2026-01-08t03-00-00z-bbbb';
const COUNT = 400;

describe.each(SERVERS.map(({ key }) => key))('%s', (key) => {
  /** Elasticsearch 6 requires one, and names it as it likes. */
  const type = key.startsWith('6.') ? 'page' : null;
  let server: Server;
  let cluster: Cluster;
  let folder: string;
  let file: string;
  const carrying = carryingIn(
    () => placeOf(cluster),
    () => folder,
  );

  const write = (index: string, lines: readonly (object | string)[]) =>
    call(
      server.url,
      'POST',
      `/${index}${type === null ? '' : `/${type}`}/_bulk?refresh=true`,
      lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    );
  const sourcesOf = async (index: string) =>
    Object.fromEntries(
      [...(await readIndex(server.url, index))].map(([id, { source, routing }]) => [id, [source, routing]]),
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restore-desk-carry-'));
    server = await startServer({ version: key, heapMb: 384, startTimeoutMs: 300_000 });
    cluster = connect({ url: server.url, requestTimeoutMs: 60_000 });
    await seedIndex(server.url, LIVE, {
      settings: { number_of_shards: 3 },
      mappings: { dynamic: false, properties: { at: { type: 'date' } } },
      documents: Array.from({ length: COUNT }, (_, n) => ({
        id: `/page ${String(n)}?"é"`,
        source: `{ "n":${String(n)}.0, "big": 9007199254740993 }`,
        ...(n % 5 === 0 ? { routing: `r ${String(n % 3)}` } : {}),
      })),
      ...(type === null ? {} : { type }),
    });
    const backup = await planBackup(placeOf(cluster), { indices: [LIVE], source: folderSource(folder) }, aRun());
    file = fileOfBackup((await runBackup(placeOf(cluster), { kind: 'backup', plan: backup }, aRun())).backups[0]!);
    const restore = await planRestore(
      placeOf(cluster),
      { backup: refOfFile(file), into: RESTORED, switchAlias: false },
      aRun(),
    );
    await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: restore },
      aRun({ directory: join(folder, 'restore') }),
    );
    const changed = Array.from({ length: 30 }, (_, n) => n);
    await write(LIVE, [
      ...changed.flatMap((n) => [
        { index: { _id: `/page ${String(n)}?"é"`, ...(n % 5 === 0 ? { routing: `r ${String(n % 3)}` } : {}) } },
        `{ "n":${String(n)}.5,"big":18446744073709551615 , "at":"2026-01-08T0${String(n % 10)}:00:00Z"}`,
      ]),
      ...changed.flatMap((n) => [{ index: { _id: `new ${String(n)}`, routing: 'x' } }, `{"new": ${String(n)}.00}`]),
      ...changed.map((n) => ({
        delete: {
          _id: `/page ${String(100 + n)}?"é"`,
          ...(n % 5 === 0 ? { routing: `r ${String((100 + n) % 3)}` } : {}),
        },
      })),
    ]);
  }, 400_000);
  afterAll(async () => {
    await cluster?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('changes are carried byte for byte with their routings, once, and undone', async () => {
    const comparison = await carrying.compare(file, LIVE);
    const before = await sourcesOf(RESTORED);
    const changes = ['added', 'changed', 'deleted'] as const;
    const plan = await carrying.plan(comparison, RESTORED, { changes });
    expect(plan.expected).toMatchObject({ added: 30, changed: 30, deleted: 30, conflicts: 0 });
    const result = await carrying.run(plan, 'first');
    expect(result.counts).toMatchObject({ added: 30, changed: 30, deleted: 30, conflicts: 0, rejected: 0 });
    expect(await sourcesOf(RESTORED)).toEqual(await sourcesOf(LIVE));
    const second = await carrying.run(await carrying.plan(comparison, RESTORED, { changes }), 'second');
    expect(second.counts).toMatchObject({ added: 0, changed: 0, deleted: 0, already: 90 });
    const undone = await carrying.undo(plan, 'first');
    expect(undone.counts).toMatchObject({ added: 30, changed: 30, deleted: 30, conflicts: 0 });
    expect(await sourcesOf(RESTORED)).toEqual(before);
    expect(await aliasesOf(server.url)).toEqual({});
  });

  test('a query restricts them, and a document that was changed in the restored index is a conflict', async () => {
    const comparison = await carrying.compare(file, LIVE);
    await write(RESTORED, [{ index: { _id: '/page 1?"é"' } }, '{"mine":true}']);
    const since = { field: 'at', time: '2026-01-08T09:00:00Z' };
    const plan = await carrying.plan(comparison, RESTORED, { changes: ['changed'], since });
    expect(plan.expected).toMatchObject({ changed: 3, leftOut: 27 });
    const result = await carrying.run(await carrying.plan(comparison, RESTORED, { changes: ['changed'] }), 'third');
    expect(result).toMatchObject({ status: 'partial', counts: { changed: 29, conflicts: 1 } });
    expect(await failureOf(carrying.plan(comparison, RESTORED, { query: { none: {} } }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  test('an index that is deleted under it is not created again', async () => {
    const comparison = await carrying.compare(file, LIVE);
    const plan = await carrying.plan(comparison, RESTORED, { changes: ['added'] });
    let deleted: Promise<unknown> = Promise.resolve();
    let isDeleted = false;
    const place = placeOf({
      ...cluster,
      identity: (signal) => cluster.identity(signal),
      request: (request) => cluster.request(request),
      close: () => cluster.close(),
      // Deleted after the documents were looked up, right before they are written.
      requestBytes: async (request) => {
        const response = await cluster.requestBytes(request);
        if (!isDeleted && request.path.startsWith(`/${LIVE}/_mget`)) {
          isDeleted = true;
          deleted = call(server.url, 'DELETE', `/${RESTORED}`);
          await deleted;
        }
        return response;
      },
    });
    const run = aRun<CarryCheckpoint>({ directory: carrying.directoryOf('fourth') });
    const failure = await failureOf(runCarryForward(place, { kind: 'carry-forward', plan }, run));
    expect(failure.code).toBe('index_changed');
    await deleted;
    expect(await call<object[]>(server.url, 'GET', '/_cat/indices?format=json&h=index')).toEqual(
      expect.not.arrayContaining([{ index: RESTORED }]),
    );
  });
});
