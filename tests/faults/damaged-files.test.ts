import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { isAppError } from '../../lib/errors.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { aRun } from '../support/a-run.ts';
import { call, emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { createZip, type TestZipEntry } from '../support/zip-of.ts';
import {
  resumableRun,
  backUp,
  BULK_BYTES,
  connectWithShortTimeouts,
  createRandom,
  expectEqual,
  LIVE,
  liveState,
  planFrom,
  seedLive,
  temporaryFolder,
} from './support.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { refOfFile } from '../../lib/contract/backup-ref.ts';

let url: string;
/** Counts requests to the cluster: there may be none before the file has been read to its end. */
let proxy: FaultyProxy;
let cluster: Cluster;
let whole: Buffer;
let file: string;
let live: unknown;
const folder = temporaryFolder();

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedLive(url, { count: 400 });
  proxy = await startFaultyProxy(url);
  cluster = connectWithShortTimeouts(proxy.url, 30_000);
  file = fileOfBackup((await backUp(cluster, temporaryFolder())).backups[0]!);
  whole = await readFile(file);
  live = await liveState(url);
  await mkdir(folder, { recursive: true });
});
let before = 0;
beforeEach(() => {
  before = proxy.requests.length;
});
afterAll(async () => {
  expect(await liveState(url)).toEqual(live);
  expect(await call(url, 'GET', '/_cat/indices?format=json&h=index')).toEqual([{ index: LIVE }]);
  await emptyCluster(url);
  await cluster.close();
  await proxy.close();
});

async function refusalOf(bytes: Buffer): Promise<string> {
  const path = join(folder, 'government.zip');
  await writeFile(path, bytes);
  const failure = await failureOf(
    planRestore(placeOf(cluster), { backup: refOfFile(path), alias: 'government' }, aRun()),
  );
  expect(failure.code).toMatch(/^backup_(damaged|incomplete)$|^unsupported$/);
  expect(failure.hint).toBeTruthy();
  return failure.message;
}

describe('a zip', () => {
  test('truncated at any of 200 places is refused before any request to the cluster', async () => {
    for (let place = 0; place < 200; place++)
      await refusalOf(whole.subarray(0, Math.floor((whole.length * place) / 200)));
    expect(proxy.requests.length).toBe(before);
  }, 120_000);

  test('with any of 1,000 random bits flipped is refused before any request to the cluster', async () => {
    const random = createRandom(1_000);
    for (let flip = 0; flip < 1_000; flip++) {
      const bytes = Buffer.from(whole);
      const at = random(bytes.length);
      bytes[at] = bytes[at]! ^ (1 << random(8));
      await refusalOf(bytes).catch((error: unknown) => {
        throw new Error(`A flip in byte ${at} of ${bytes.length} was not seen.`, { cause: error });
      });
    }
    expect(proxy.requests.length).toBe(before);
  }, 240_000);

  test('of es_dump_restore (without a seal) with any of 1,000 bits flipped is refused, or its documents are unchanged', async () => {
    const old = await readFile(fileURLToPath(new URL('../fixtures/government.zip', import.meta.url)));
    const path = join(folder, 'government.zip');
    await writeFile(path, old);
    const { backup } = await planRestore(placeOf(cluster), { backup: refOfFile(path), alias: 'government' }, aRun());
    const roll = createRandom(2_017);
    let refused = 0;
    for (let flip = 0; flip < 1_000; flip++) {
      const bytes = Buffer.from(old);
      const at = roll(bytes.length);
      bytes[at] = bytes[at]! ^ (1 << roll(8));
      await writeFile(path, bytes);
      try {
        const plan = await planRestore(placeOf(cluster), { backup: refOfFile(path), alias: 'government' }, aRun());
        if (plan.checks.every(({ level }) => level !== 'refuse'))
          expect([at, plan.backup.digest, plan.backup.documents]).toEqual([at, backup.digest, 400]);
      } catch (error) {
        if (!isAppError(error)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(950);
    expect(
      proxy.requests
        .slice(before)
        .filter(
          ({ method, path: requestPath }) =>
            !(method === 'GET' || requestPath.includes('_search') || requestPath.includes('_explain')),
        ),
    ).toEqual([]);
  }, 240_000);

  const INDEX: TestZipEntry = { name: 'index.json', content: '{"settings":{},"mappings":{}}' };
  const promisedCount = (count: number): TestZipEntry => ({
    name: 'num_objects.json',
    content: `{"num_objects":${count}}`,
  });
  const objects = (content: string): TestZipEntry => ({ name: 'objects', content });
  const ONE = '{"index":{"_id":"1"}}\n{"a":1}\n';
  const bomb = deflateRawSync(Buffer.alloc(300_000_000, '{"index":{"_id":"1"}}\n{"a":1}\n'), { level: 9 });
  const BROKEN: readonly [string, readonly TestZipEntry[], RegExp][] = [
    ['without objects', [INDEX, promisedCount(1)], /objects is missing/],
    ['without index.json', [promisedCount(1), objects(ONE)], /index\.json is missing/],
    ['without num_objects.json', [INDEX, objects(ONE)], /num_objects\.json is missing/],
    ['with an entry twice', [INDEX, INDEX, promisedCount(1), objects(ONE)], /twice/],
    [
      'with an entry that leaves its folder',
      [INDEX, promisedCount(1), objects(ONE), { name: '../../etc/cron.d/x', content: 'x' }],
      /leave its folder/,
    ],
    ['with an encrypted entry', [INDEX, promisedCount(1), { ...objects(ONE), flags: 1 }], /encrypted/],
    ['compressed by another method', [INDEX, promisedCount(1), { ...objects(ONE), method: 12 }], /method/],
    [
      'whose index.json is no JSON',
      [{ ...INDEX, content: '{"settings":' }, promisedCount(1), objects(ONE)],
      /index\.json is not JSON/,
    ],
    [
      'that declares fewer documents than it holds',
      [INDEX, promisedCount(0), objects(ONE)],
      /more than the 0 expected/,
    ],
    ['with half a pair', [INDEX, promisedCount(1), objects('{"index":{"_id":"1"}}\n')], /no source/],
    [
      'whose last action is cut',
      [INDEX, promisedCount(2), objects(`${ONE}{"index":{"_id"`)],
      /Line 3 of objects ends in the middle/,
    ],
    [
      'whose last source is cut',
      [INDEX, promisedCount(1), objects('{"index":{"_id":"1"}}\n{"a":1')],
      /Line 2 of objects is not JSON/,
    ],
    [
      'with a source that is no JSON',
      [INDEX, promisedCount(1), objects('{"index":{"_id":"1"}}\n{"a":}\n')],
      /Line 2 of objects is not JSON/,
    ],
    ['with a source that is a list', [INDEX, promisedCount(1), objects('{"index":{"_id":"1"}}\n[1]\n')], /no document/],
    [
      'with a delete among its actions',
      [INDEX, promisedCount(1), objects('{"delete":{"_id":"1"}}\n{"a":1}\n')],
      /not a bulk action/,
    ],
    ['with a document without an id', [INDEX, promisedCount(1), objects('{"index":{}}\n{"a":1}\n')], /no _id/],
    [
      'that inflates to a thousand times its size',
      [INDEX, promisedCount(10_000_000), { name: 'objects', content: '', raw: bomb, declaredSize: 300_000_000 }],
      /inflate|CRC/,
    ],
    [
      'that inflates to more than it says',
      [INDEX, promisedCount(1), { name: 'objects', content: '', raw: bomb, declaredSize: 30 }],
      /more than the 30 bytes/,
    ],
    [
      'that claims an index.json of 70 MB',
      [
        { name: 'index.json', content: '', raw: bomb.subarray(0, 1_000), declaredSize: 70_000_000 },
        promisedCount(1),
        objects(ONE),
      ],
      /more than it can plausibly have/,
    ],
  ];
  test.each(BROKEN)('%s is refused, and says so', async (_, entries, words) => {
    expect(await refusalOf(createZip(entries))).toMatch(words);
    expect(proxy.requests.length).toBe(before);
  });

  test('with fewer documents than promised is refused with both numbers, and nothing is created', async () => {
    const path = join(folder, 'partial.zip');
    await copyFile(fileURLToPath(new URL('../fixtures/partial-dump.zip', import.meta.url)), path);
    const plan = await planFrom(cluster, path);
    expect(plan.checks).toContainEqual(
      expect.objectContaining({
        id: 'incomplete',
        level: 'refuse',
        detail: expect.stringMatching(/has [\d,]+ of [\d,]+ documents; [\d,]+ are missing/) as string,
      }),
    );
    expect(await failureOf(runRestore(placeOf(cluster), { kind: 'restore', plan }, resumableRun().run))).toMatchObject({
      code: 'refused',
    });
  });

  test('damaged after the plan fails during the load: the alias does not move, and the new index is marked as unfinished', async () => {
    const path = join(folder, 'swapped.zip');
    for (let place = 1; place <= 20; place++) {
      await writeFile(path, whole);
      const plan = await planFrom(cluster, path, { switchAlias: true });
      const bytes = Buffer.from(whole);
      const at = Math.floor((bytes.length * place) / 22);
      bytes[at] = bytes[at]! ^ (1 << (place % 8));
      await writeFile(path, bytes);
      expect(
        await failureOf(
          runRestore(placeOf(cluster), { kind: 'restore', plan }, resumableRun().run, { bulkBytes: BULK_BYTES }),
        ),
      ).toMatchObject({
        code: 'backup_damaged',
      });
      const { metadata } = await call<{ metadata: { indices: Record<string, { aliases: string[] }> } }>(
        url,
        'GET',
        '/_cluster/state/metadata',
      );
      for (const [index, { aliases }] of Object.entries(metadata.indices)) {
        if (index === LIVE) continue;
        expect(aliases).toEqual([plan.target.loadingAlias]);
        await call(url, 'DELETE', `/${index}`);
      }
    }
    const again = await planFrom(cluster, file);
    await runRestore(placeOf(cluster), { kind: 'restore', plan: again }, resumableRun().run);
    await expectEqual(url, again.target.index, file);
    await call(url, 'DELETE', `/${again.target.index}`);
  });
});
