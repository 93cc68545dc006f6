import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { folderSource, refOfFile } from '../../../lib/contract/backup-ref.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { restore } from '../../../lib/kinds/restore/describe.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import type { RestoreRequest } from '../../../lib/kinds/restore/request.ts';
import { runRestore } from '../../../lib/kinds/restore/run.ts';
import { restoreResult } from '../../../lib/kinds/restore/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { call, emptyCluster, readIndex, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { fileOfBackup, placeOf } from '../../support/test-place.ts';

/** What was deleted on the target a moment ago has a version there, and a version that is newer than the backup's. */
const LIVE = 'government-2018-01-08t03-00-00z-aaaa';
let url: string;
let cluster: Cluster;
let folder: string;
let file: string;

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-'));
  await emptyCluster(url);
  await seedIndex(url, LIVE, {
    documents: Array.from({ length: 20 }, (_, n) => ({
      id: `/page/${n}`,
      source: `{"n":${n}}`,
      ...(n % 2 === 0 ? { routing: 'a' } : {}),
    })),
  });
  const plan = await planBackup(placeOf(cluster), { indices: [LIVE], source: folderSource(folder) }, aRun());
  file = fileOfBackup((await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun())).backups[0]!);
});
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
});

const path = (n: number) =>
  `/${LIVE}/_doc/${encodeURIComponent(`/page/${n}`)}?refresh=true${n % 2 === 0 ? '&routing=a' : ''}`;
async function restored(onConflict: RestoreRequest['onConflict']) {
  const wish = { backup: refOfFile(file), into: LIVE, onConflict, switchAlias: false };
  const plan = await planRestore(placeOf(cluster), wish, aRun());
  const run = aRun({ directory: join(folder, 'run') });
  const result = restoreResult.parse(await runRestore(placeOf(cluster), { kind: 'restore', plan }, run));
  return { plan, result, log: run.sentences.join('\n') };
}

it('keeps what was just deleted there deleted, counts it as newer, and says so in the plan and in the result', async () => {
  for (const n of [2, 3, 5]) await call(url, 'DELETE', path(n));
  await call(url, 'PUT', path(7), { n: 99 });
  const { plan, result, log } = await restored('external_gte');
  expect(plan.checks.find(({ id }) => id === 'additive')?.detail).toMatch(/index\.gc_deletes.* stays\s+deleted/s);
  expect(result).toMatchObject({ status: 'done', indexed: 16, existing: 0, newer: 4, deleted: 3, rejected: 0 });
  expect(result.check).toMatchObject({ verdict: 'additive', documents: 17 });
  expect(result.check.sentence).toMatch(
    /1 is there with other content; 3 are not there, of which 3 had just been deleted/,
  );
  expect(restore.outcome(result)).toMatch(/4 newer on the target \(3 of them just deleted there\)/);
  expect(log).toMatch(/3 of them just deleted there/);
  const there = await readIndex(url, LIVE);
  expect(['/page/2', '/page/3', '/page/5'].filter((id) => there.has(id))).toEqual([]);
  expect(there.get('/page/7')?.source).toBe('{"n":99}');
  expect(there.size).toBe(17);
});

it('writes it again where the mode overwrites', async () => {
  for (const n of [2, 3]) await call(url, 'DELETE', path(n));
  const { plan, result } = await restored('index');
  expect(plan.checks.find(({ id }) => id === 'additive')?.detail).not.toMatch(/gc_deletes/);
  expect(result).toMatchObject({ status: 'done', indexed: 20, newer: 0, check: { verdict: 'equal' } });
  expect(result.deleted).toBeUndefined();
  expect((await readIndex(url, LIVE)).size).toBe(20);
});

it('still notices a document that is missing for another reason', async () => {
  for (const n of [2, 3]) await call(url, 'DELETE', path(n));
  const wish = { backup: refOfFile(file), into: LIVE, onConflict: 'external_gte', switchAlias: false } as const;
  const plan = await planRestore(placeOf(cluster), wish, aRun());
  let struck: Promise<unknown> | null = null;
  const run = aRun({
    directory: join(folder, 'run'),
    // Loaded, and deleted before it is looked up.
    report: ({ phase }: { phase: string }) => void (phase === 'refresh' && (struck ??= call(url, 'DELETE', path(9)))),
  });
  const outcome: unknown = await runRestore(
    placeOf({
      ...cluster,
      request: async (request) => {
        await struck;
        return cluster.request(request);
      },
    }),
    { kind: 'restore', plan },
    run,
  ).catch((error: unknown) => error);
  expect(outcome).toMatchObject({
    code: 'content_mismatch',
    details: { newer: 2, deleted: 2, check: { verdict: 'different' } },
  });
});
