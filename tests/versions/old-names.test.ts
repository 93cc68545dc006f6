import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client.ts';
import { planBackup, runBackup } from '../../lib/backups/folder/back-up-indices.ts';
import { planCleanUp, runCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { planRestore, runRestore } from '../../lib/kinds/restore/index.ts';
import { planSwitch, planSwitchBack, runSwitch } from '../../lib/aliases/switch-alias.ts';
import { aRun } from '../support/a-run.ts';
import { aliasesOf, call, readIndex, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';

/** As Rummager named its indices. Elasticsearch 7 reads and deletes them, and makes no new ones; 6.8 makes them still. */
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

async function everyVerb(): Promise<void> {
  const { url } = server;
  const cluster = connect({ url });
  const { backups } = await runBackup(
    cluster,
    await planBackup(cluster, { indices: [LIVE, OLDER], directory: join(directory, server.kind.key) }),
    {},
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
    cluster,
    await planRestore(cluster, { file: backups.find(({ index }) => index === LIVE)!.file }, run),
    run,
  );
  expect(result).toMatchObject({ status: 'done', switched: true, alias: 'government', check: { verdict: 'equal' } });
  expect(result.index).toMatch(/^government-\d{4}-\d{2}-\d{2}t\d{2}-\d{2}-\d{2}z-[0-9a-f-]+$/);
  expect([...(await readIndex(url, result.index)).keys()].sort()).toEqual(
    [...(await readIndex(url, LIVE)).keys()].sort(),
  );

  // The alias is found in the old spelling of a name, too.
  const last = await runSwitch(cluster, await planSwitch(cluster, { index: OLDER }), aRun());
  expect((await aliasesOf(url)).government).toEqual([OLDER]);
  await runSwitch(cluster, await planSwitchBack(cluster, { alias: 'government', last }), aRun());
  expect((await aliasesOf(url)).government).toEqual([result.index]);
  await runSwitch(cluster, await planSwitch(cluster, { index: LIVE }), aRun());

  await expect(
    planRestore(cluster, { file: backups[0]!.file, into: 'government-2026-01-01t00:00:00z-aaaa' }, run),
  ).rejects.toMatchObject({ code: 'invalid_input' });
  await call(url, 'DELETE', `/${result.index}`);
  await cluster.close();
}

describe('names with colons', () => {
  test('on Elasticsearch 6.8: backed up, restored under a name of today, switched to and back', everyVerb, 300_000);

  test('on Elasticsearch 7.17, which took them over from 6.8: the same, and clean-up deletes them by name', async () => {
    await server.stop();
    server = await startServer({ version: '7.17.29', directory: join(directory, 'server'), startTimeoutMs: 300_000 });
    expect((await aliasesOf(server.url)).government).toEqual([LIVE]);
    await everyVerb();
    const cluster = connect({ url: server.url });
    const plan = await planCleanUp(cluster, { keep: 1, aliases: ['government'] }, { filling: [] });
    expect(plan.groups[0]?.entries.filter(({ goes }) => goes).map(({ index }) => index)).toEqual([OLDEST]);
    expect(await runCleanUp(cluster, plan, aRun())).toMatchObject({ status: 'done', deleted: [{ index: OLDEST }] });
    expect(Object.keys(await call<Record<string, unknown>>(server.url, 'GET', '/_all/_settings')).sort()).toEqual(
      [OLDER, LIVE].sort(),
    );
    await cluster.close();
  }, 600_000);
});
