import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Progress } from '../../../lib/contract/progress.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../../lib/kinds/restore/run.ts';
import { restore } from '../../../lib/kinds/restore/describe.ts';
import type { RestoreRequest } from '../../../lib/kinds/restore/request.ts';
import { restoreResult } from '../../../lib/kinds/restore/schema.ts';
import type { RestoreCheckpoint } from '../../../lib/loading/checkpoint.ts';
import { checkDocuments } from '../../../lib/proving/check-documents.ts';
import { openBackup } from '../../../lib/archive/read-backup.ts';
import { aRun } from '../../support/a-run.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import { aliasesOf, call, readIndex, seedIndex } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { fileOfBackup } from '../../support/test-place.ts';
import { placeOf } from '../../support/test-place.ts';
import { refOfFile } from '../../../lib/contract/backup-ref.ts';
import { LIVE, seedLive } from './builders.ts';

const server = setUpServer();

test.each([
  ['create', { indexed: 5, existing: 5 }, 'mine'],
  ['index', { indexed: 10, existing: 0 }, 'backup'],
  ['external_gte', { indexed: 7, newer: 3 }, 'newer'],
] as const)(
  'a restore into an existing index adds by %s, deletes nothing, and looks up every document',
  async (mode, counts, kept) => {
    await seedIndex(server.url, LIVE, {
      documents: Array.from({ length: 10 }, (_, n) => ({ id: String(n), source: '{"by":"backup"}' })),
    });
    const file = await server.backUp(LIVE);
    await call(server.url, 'PUT', '/target', { settings: { number_of_replicas: 0 } });
    const put = (id: string, version: number) =>
      `${JSON.stringify({ index: { _id: id, version, version_type: 'external' } })}\n{"by":"${version > 1 ? 'newer' : 'mine'}"}\n`;
    await call(
      server.url,
      'POST',
      '/target/_bulk?refresh=true',
      [put('0', 1), put('1', 1), put('2', 5), put('3', 5), put('4', 5), put('mine only', 1)].join(''),
    );
    const result = await server.restore(file, { into: 'target', onConflict: mode, switchAlias: false });
    expect(result).toMatchObject({
      status: 'done',
      ...counts,
      rejected: 0,
      check: { verdict: 'additive', documents: 11 },
    });
    const there = await readIndex(server.url, 'target');
    expect(there.get('mine only')?.source).toBe('{"by":"mine"}');
    expect(there.get('3')?.source).toBe(kept === 'backup' ? '{"by":"backup"}' : '{"by":"newer"}');
    expect(there.get('9')?.source).toBe('{"by":"backup"}');
  },
);

test('a restore into an existing index keeps its settings and aliases, with rejected documents and after a resume', async () => {
  await seedIndex(server.url, LIVE, {
    documents: Array.from({ length: 400 }, (_, n) => ({
      id: String(n),
      source: n % 10 === 0 ? '{"v":"text"}' : '{"v":1}',
    })),
    mappings: { enabled: false },
  });
  const file = await server.backUp(LIVE);
  await call(server.url, 'PUT', '/target', {
    settings: { number_of_replicas: 0, refresh_interval: '7s' },
    mappings: { properties: { v: { type: 'integer' } } },
    aliases: { mine: {} },
  });
  await call(server.url, 'PUT', '/target/_doc/other', { v: 5 });
  const settings = async () =>
    (await call<Record<string, { settings: { index: object } }>>(server.url, 'GET', '/target/_settings'))['target']!
      .settings.index;
  const before = await settings();
  const adds = { into: 'target', switchAlias: false };
  const stop = new AbortController();
  const planned = await server.planRestore(file, adds);
  expect([planned.settings.changes, planned.mappings.changes]).toEqual([[], []]);
  const refusal = await failureOf(
    server.planRestore(file, {
      ...adds,
      settings: { refresh_interval: '9s' },
      shards: 1,
      dropSettings: ['number_of_replicas'],
    }),
  );
  expect(refusal).toMatchObject({
    code: 'invalid_input',
    message:
      'target exists and keeps its settings and mappings: settings, a number of shards and settings to drop can’t be given for it.',
  });
  expect(Object.keys(refusal.details['fields'] as object)).toEqual(['settings', 'shards', 'drop']);
  let checkpoint: RestoreCheckpoint | null = null;
  const first = aRun<RestoreCheckpoint>({
    directory: join(server.directory, 'run'),
    signal: stop.signal,
    saveCheckpoint: (saved) => void (checkpoint = saved),
    report: ({ done }: Progress) => done > 100 && stop.abort(),
  });
  expect(await failureOf(server.runRestore(planned, first, { bulkBytes: 1_000 }))).toMatchObject({
    code: 'cancelled',
    message: 'The restore was cancelled; the documents written so far are kept in target.',
  });
  expect(checkpoint!.done).toBeGreaterThan(0);
  expect(await aliasesOf(server.url)).toEqual({ mine: ['target'] });
  const resumed = await server.runRestore(
    planned,
    aRun<RestoreCheckpoint>({ directory: join(server.directory, 'run'), checkpoint }),
  );
  expect(resumed).toMatchObject({
    status: 'partial',
    indexed: 360,
    rejected: 40,
    check: { verdict: 'additive', documents: 361 },
  });
  const again = await server.planRestore(file, adds);
  expect(again.resume).toBeNull();
  expect(await server.runRestore(again)).toMatchObject({
    status: 'partial',
    rejected: 40,
    check: { verdict: 'additive' },
  });
  expect(await settings()).toEqual(before);
  expect(await aliasesOf(server.url)).toEqual({ mine: ['target'] });
});

test('the check finds a missing document of the backup, whatever else was there before', async () => {
  await seedLive(server, 20);
  const { backups } = await server.runBackup(await server.planBackup({ indices: [LIVE] }));
  const { digest } = backups[0]!;
  const backup = await openBackup(fileOfBackup(backups[0]!));
  for (const n of [18, 19])
    await call(server.url, 'DELETE', `/${LIVE}/_doc/${encodeURIComponent(`/page/${n}`)}?refresh=true`);
  // Eighteen existed before and are equal; the two new ones are missing.
  const check = await checkDocuments(
    server.cluster,
    LIVE,
    { blocks: backup.pairs(), documents: 20, digest, notLoaded: 18, rejected: 0, type: null },
    aRun(),
  );
  await backup.close();
  expect(check).toMatchObject({ verdict: 'different', sentence: expect.stringMatching(/2 are missing/) as string });
});

test('a mismatch in an index that another client writes to comes without the advice to delete it', async () => {
  await seedLive(server, 20);
  const file = await server.backUp(LIVE);
  const proxy = await startFaultyProxy(server.url);
  const through = connect({ url: proxy.url });
  proxy.inject({ match: ({ path }) => path.includes('/_mget'), times: 1, fault: { kind: 'delay', ms: 700 } });
  const otherWrite = (async () => {
    await expect.poll(() => proxy.requests.some(({ path }) => path.includes('/_mget')), { timeout: 10_000 }).toBe(true);
    await call(server.url, 'PUT', `/${LIVE}/_doc/${encodeURIComponent('/page/3')}?refresh=true`, { n: 99 });
  })();
  const failure = await failureOf(
    runRestore(
      placeOf(through),
      {
        kind: 'restore',
        plan: await planRestore(placeOf(through), { backup: refOfFile(file), into: LIVE, switchAlias: false }, aRun()),
      },
      aRun({ directory: join(server.directory, 'run') }),
    ),
  );
  await otherWrite;
  await through.close();
  await proxy.close();
  expect(failure).toMatchObject({
    code: 'content_mismatch',
    message: expect.stringMatching(/1 is in it with other content/) as string,
  });
  expect(failure.hint).toMatch(/delete nothing/);
  expect(failure.hint).not.toMatch(/Delete government/);
});

/** A document that was just deleted still has a version on the target, which is newer than the backup's. */
describe('documents that were just deleted on the target', () => {
  let file: string;
  beforeEach(async () => {
    await seedIndex(server.url, LIVE, {
      documents: Array.from({ length: 20 }, (_, n) => ({
        id: `/page/${n}`,
        source: `{"n":${n}}`,
        ...(n % 2 === 0 ? { routing: 'a' } : {}),
      })),
    });
    file = await server.backUp(LIVE);
  });

  const path = (n: number) =>
    `/${LIVE}/_doc/${encodeURIComponent(`/page/${n}`)}?refresh=true${n % 2 === 0 ? '&routing=a' : ''}`;
  const planInto = (onConflict: RestoreRequest['onConflict']) =>
    server.planRestore(file, { into: LIVE, onConflict, switchAlias: false });
  async function restoreInto(onConflict: RestoreRequest['onConflict']) {
    const plan = await planInto(onConflict);
    const sentences: string[] = [];
    const result = await server.runRestore(plan, { log: (sentence) => sentences.push(sentence) });
    return { plan, result: restoreResult.parse(result), log: sentences.join('\n') };
  }

  test('a restore that keeps newer documents counts them as newer, and the plan and the result say so', async () => {
    for (const n of [2, 3, 5]) await call(server.url, 'DELETE', path(n));
    await call(server.url, 'PUT', path(7), { n: 99 });
    const { plan, result, log } = await restoreInto('external_gte');
    expect(plan.checks.find(({ id }) => id === 'additive')?.detail).toMatch(/index\.gc_deletes.* remains\s+deleted/s);
    expect(result).toMatchObject({ status: 'done', indexed: 16, existing: 0, newer: 4, deleted: 3, rejected: 0 });
    expect(result.check).toMatchObject({ verdict: 'additive', documents: 17 });
    expect(result.check.sentence).toMatch(
      /1 is in it with other content; 3 are missing, of which 3 had just been deleted/,
    );
    expect(restore.outcome(result)).toMatch(/4 newer on the target \(3 of them just deleted there\)/);
    expect(log).toMatch(/3 of them just deleted there/);
    const there = await readIndex(server.url, LIVE);
    expect(['/page/2', '/page/3', '/page/5'].filter((id) => there.has(id))).toEqual([]);
    expect(there.get('/page/7')?.source).toBe('{"n":99}');
    expect(there.size).toBe(17);
  });

  test('a restore that overwrites writes them again', async () => {
    for (const n of [2, 3]) await call(server.url, 'DELETE', path(n));
    const { plan, result } = await restoreInto('index');
    expect(plan.checks.find(({ id }) => id === 'additive')?.detail).not.toMatch(/gc_deletes/);
    expect(result).toMatchObject({ status: 'done', indexed: 20, newer: 0, check: { verdict: 'equal' } });
    expect(result.deleted).toBeUndefined();
    expect((await readIndex(server.url, LIVE)).size).toBe(20);
  });

  test('a document that is missing for another reason is still a mismatch', async () => {
    for (const n of [2, 3]) await call(server.url, 'DELETE', path(n));
    const plan = await planInto('external_gte');
    let deletion: Promise<unknown> | null = null;
    const run = aRun({
      directory: join(server.directory, 'run'),
      // Deleted after the load, and before it is looked up.
      report: ({ phase }: Progress) => void (phase === 'refresh' && (deletion ??= call(server.url, 'DELETE', path(9)))),
    });
    const place = placeOf({
      ...server.cluster,
      request: async (request) => {
        await deletion;
        return server.cluster.request(request);
      },
    });
    expect(await failureOf(runRestore(place, { kind: 'restore', plan }, run))).toMatchObject({
      code: 'content_mismatch',
      details: { newer: 2, deleted: 2, check: { verdict: 'different' } },
    });
  });
});
