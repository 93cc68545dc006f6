import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { runCleanUp } from '../../lib/kinds/clean-up/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { planSwitch, planSwitchBack } from '../../lib/kinds/switch/plan.ts';
import { runSwitch } from '../../lib/kinds/switch/run.ts';
import { aRun } from '../support/a-run.ts';
import { aliasesOf, call, readIndex, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { folderSource, refOfFile } from '../../lib/contract/backup-ref.ts';

/** Rummager's index names. Elasticsearch 6.8 can create such an index; 7 can read and delete it, but not create one. */
const LIVE = 'government-2018-01-07t03:00:00z-aaaa';
const OLDER = 'government-2018-01-06t03:00:00z-bbbb';
const OLDEST = 'government-2018-01-05t03:00:00z-cccc';
let directory: string;
let server: Server;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'restore-desk-old-names-'));
  await chmod(directory, 0o755); // the server's unprivileged user passes through
  server = await startServer({ version: '6.8.23', directory: join(directory, 'server'), startTimeoutMs: 300_000 });
  for (const index of [OLDEST, OLDER, LIVE])
    await seedIndex(server.url, index, {
      type: 'edition',
      aliases: index === LIVE ? { government: {} } : {},
      documents: Array.from({ length: 20 }, (_, n) => ({ id: `${index} ${n}`, source: `{"n":${n}.0}` })),
    });
}, 600_000);
afterAll(async () => {
  await server?.stop();
  await rm(directory, { recursive: true, force: true });
});

async function runEveryOperation(): Promise<void> {
  const { url } = server;
  const cluster = connect({ url });
  const { backups } = await runBackup(
    placeOf(cluster),
    {
      kind: 'backup',
      plan: await planBackup(
        placeOf(cluster),
        { indices: [LIVE, OLDER], source: folderSource(join(directory, server.kind.key)) },
        aRun(),
      ),
    },
    aRun(),
  );
  expect(backups.map(({ index, documents, group }) => [index, documents, group])).toEqual(
    [
      [OLDER, 20, OLDER],
      [LIVE, 20, 'government'],
    ].sort(),
  );

  const run = aRun({ directory: join(directory, 'run') });
  const result = await runRestore(
    placeOf(cluster),
    {
      kind: 'restore',
      plan: await planRestore(
        placeOf(cluster),
        { backup: refOfFile(fileOfBackup(backups.find(({ index }) => index === LIVE)!)) },
        run,
      ),
    },
    run,
  );
  expect(result).toMatchObject({ status: 'done', switched: true, alias: 'government', check: { verdict: 'equal' } });
  expect(result.index).toMatch(/^government-\d{4}-\d{2}-\d{2}t\d{2}-\d{2}-\d{2}z-[0-9a-f-]+$/);
  expect([...(await readIndex(url, result.index)).keys()].sort()).toEqual(
    [...(await readIndex(url, LIVE)).keys()].sort(),
  );

  // An old index name contains its alias too.
  const last = await runSwitch(
    placeOf(cluster),
    { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: OLDER }, aRun()) },
    aRun(),
  );
  expect((await aliasesOf(url)).government).toEqual([OLDER]);
  await runSwitch(
    placeOf(cluster),
    { kind: 'switch', plan: await planSwitchBack(placeOf(cluster), { alias: 'government', last }, aRun()) },
    aRun(),
  );
  expect((await aliasesOf(url)).government).toEqual([result.index]);
  await runSwitch(
    placeOf(cluster),
    { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: LIVE }, aRun()) },
    aRun(),
  );

  await expect(
    planRestore(
      placeOf(cluster),
      { backup: refOfFile(fileOfBackup(backups[0]!)), into: 'government-2026-01-01t00:00:00z-aaaa' },
      run,
    ),
  ).rejects.toMatchObject({ code: 'invalid_input' });
  await call(url, 'DELETE', `/${result.index}`);
  await cluster.close();
}

describe('index names with colons', () => {
  test('an index on 6.8 is backed up, restored under a new name, switched to and back', runEveryOperation, 300_000);

  test('an index of 6.8 on 7.17 passes the same operations, and clean-up deletes it', async () => {
    await server.stop();
    server = await startServer({ version: '7.17.29', directory: join(directory, 'server'), startTimeoutMs: 300_000 });
    expect((await aliasesOf(server.url)).government).toEqual([LIVE]);
    await runEveryOperation();
    const cluster = connect({ url: server.url });
    const plan = await planCleanUp(
      placeOf(cluster),
      { keep: 1, aliases: ['government'], indicesBeingWritten: [] },
      aRun(),
    );
    expect(plan.groups[0]?.entries.filter(({ goes }) => goes).map(({ index }) => index)).toEqual([OLDEST]);
    expect(await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun())).toMatchObject({
      status: 'done',
      deleted: [{ index: OLDEST }],
    });
    expect(Object.keys(await call<Record<string, unknown>>(server.url, 'GET', '/_all/_settings')).sort()).toEqual(
      [OLDER, LIVE].sort(),
    );
    await cluster.close();
  }, 600_000);
});
