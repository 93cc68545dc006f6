import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differenceFile } from '../../lib/comparing/difference-files.ts';
import { estimate } from '../../lib/comparing/estimate.ts';
import { openSide } from '../../lib/comparing/open-side.ts';
import { folderSource, type BackupRef } from '../../lib/contract/backup-ref.ts';
import { DIFFERENCE_BUCKETS, type Difference } from '../../lib/contract/difference.ts';
import { capabilitiesOf } from '../../lib/elasticsearch/capabilities.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planCompare, type SideRequest } from '../../lib/kinds/compare/plan.ts';
import { runCompare } from '../../lib/kinds/compare/run.ts';
import { aRun } from '../support/a-run.ts';
import { call, openContexts, SERVERS, seedIndex, startServer, type Server } from '../support/elasticsearch.ts';
import { placeOf } from '../support/test-place.ts';

const [ONE, OTHER] = ['government-1', 'government-2'];

describe.each(SERVERS.map(({ key }) => key))('%s', (key) => {
  let server: Server;
  let cluster: Cluster;
  let folder: string;
  let backup: BackupRef;
  const type = key.startsWith('6.') ? { type: '_doc' } : {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'compare-'));
    server = await startServer({ version: key, heapMb: 384, startTimeoutMs: 300_000 });
    cluster = connect({ url: server.url, requestTimeoutMs: 60_000 });
    const all = Array.from({ length: 3_000 }, (_, n) => ({
      id: `page-${n}`,
      source: `{"n":${n},"big":9007199254740993,"parts":[{"a":1}]}`,
      ...(n % 10 === 0 ? { routing: `r${n % 3}` } : {}),
    }));
    const mappings = { properties: { parts: { type: 'nested' } } };
    const settings = { number_of_shards: 3 };
    await seedIndex(server.url, ONE, { ...type, settings, mappings, documents: all });
    await seedIndex(server.url, OTHER, {
      ...type,
      settings: { number_of_shards: 2 },
      mappings,
      documents: [
        ...all
          .slice(100)
          .map((each, n) =>
            n === 1
              ? { ...each, source: each.source.replace('993', '992') }
              : n === 2
                ? { ...each, source: `{"parts":[{"a":1.0}],"big":9007199254740993,"n":${102}}` }
                : each,
          ),
        { id: 'new', source: '{}' },
      ].reverse(),
    });
    const plan = await planBackup(placeOf(cluster), { indices: [ONE], source: folderSource(folder) }, aRun());
    const result = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun({ directory: folder }));
    backup = result.backups[0]!.backup;
  }, 400_000);
  afterAll(async () => {
    await cluster?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const compare = async (left: SideRequest, right: SideRequest) => {
    const work = await planCompare(placeOf(cluster), { left, right }, aRun());
    const run = aRun({ directory: join(folder, 'comparison') });
    const result = await runCompare(placeOf(cluster), work, run as never, { pageBytes: 50_000 });
    expect(await openContexts(server.url)).toBe(0);
    return result;
  };
  const named = () =>
    DIFFERENCE_BUCKETS.flatMap((bucket) =>
      readFileSync(differenceFile(join(folder, 'comparison'), bucket), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Difference),
    );

  test.each(['index', 'backup'] as const)('%s and another index', async (kind) => {
    const left = kind === 'index' ? { index: ONE } : { backup };
    const { counts, documents } = await compare(left, { index: OTHER });
    expect(counts).toEqual({ equal: 2_898, sameValues: 1, changed: 1, onlyLeft: 100, onlyRight: 1 });
    expect(documents).toEqual({ left: 3_000, right: 2_901 });
    expect(named()).toHaveLength(103);
    expect(named().find(({ bucket }) => bucket === 'changed')).toMatchObject({
      id: 'page-101',
      versions: { left: '1', right: '1' },
    });
  });

  test('a sample of each side that the other one can be asked for', async () => {
    expect(await estimateOf({ backup })).toEqual([
      expect.stringMatching(
        /^Estimate, from the first 1,000 documents of the backup: \d+ % are equal in government-2, [\d.]+ % differ, \d+ % are missing there\.$/,
      ),
    ]);
    expect(await estimateOf({ index: ONE })).toEqual([
      expect.stringMatching(
        /^Estimate, from a random sample of 1,000 documents of government-1: (9\d|100) % are equal in government-2, /,
      ),
      expect.stringMatching(
        /^Estimate, from a random sample of 1,000 documents of government-2: (9\d|100) % are equal in government-1, /,
      ),
    ]);
  });

  async function estimateOf(left: SideRequest): Promise<string[]> {
    const place = placeOf(cluster);
    const work = await planCompare(place, { left, right: { index: OTHER } }, aRun());
    const sideRun = { signal: new AbortController().signal, onWait: () => undefined };
    const sides = {
      left: await openSide(place, work.left, sideRun),
      right: await openSide(place, work.right, sideRun),
    };
    const sentences: string[] = [];
    const tell = (sentence: string) => void sentences.push(sentence);
    await estimate(sides, work, { signal: sideRun.signal, tell }, 0);
    await sides.left.close();
    await sides.right.close();
    return sentences;
  }

  test('a backup and its own index, of which documents were changed, added and deleted', async () => {
    const own = type.type === undefined ? {} : { _type: '_doc' };
    const lines = [
      { delete: { ...own, _id: 'page-1' } },
      { index: { ...own, _id: 'page-2' } },
      { n: -2 },
      { index: { ...own, _id: 'added' } },
      {},
    ];
    await call(
      server.url,
      'POST',
      `/${ONE}/_bulk?refresh=true`,
      `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
    );
    const { counts, way } = await compare({ backup }, { index: ONE });
    expect(counts).toEqual({ equal: 2_998, sameValues: 0, changed: 1, onlyLeft: 1, onlyRight: 1 });
    const { consistentRead } = capabilitiesOf(await cluster.identity());
    expect(way).toBe(consistentRead === 'scroll' ? 'all' : 'sequence-numbers');
    expect(named().map(({ bucket, id }) => [bucket, id])).toEqual([
      ['changed', 'page-2'],
      ['onlyLeft', 'page-1'],
      ['onlyRight', 'added'],
    ]);
  });
});
