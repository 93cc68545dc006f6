import { describe, expect, test } from 'vitest';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { aRun } from '../support/a-run.ts';
import { emptyCluster, openContexts, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy } from '../support/faulty-proxy.ts';
import {
  backUp,
  connectWithShortTimeouts,
  expectEqual,
  expectNoBackup,
  LIVE,
  planFrom,
  seedLive,
  temporaryFolder,
} from './support.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';

describe('on Elasticsearch 6.8, which has no point in time', () => {
  test('a lost page of a scroll fails the backup, leaves no file and no open scroll; the next backup is complete', async () => {
    const old = await sharedServer('6.8.23');
    await emptyCluster(old);
    await seedLive(old, { count: 1_000, type: 'edition' });
    const proxy = await startFaultyProxy(old);
    const directory = temporaryFolder();
    const proxiedCluster = connectWithShortTimeouts(proxy.url, 30_000);
    proxy.inject({
      match: ({ path, method }) => method === 'POST' && path.startsWith('/_search/scroll'),
      skip: 2,
      times: 1,
      fault: { kind: 'cut', afterBytes: 500 },
    });
    const failure = await failureOf(backUp(proxiedCluster, directory));
    expect(failure).toMatchObject({
      code: 'index_changed',
      message: expect.stringMatching(/scroll was lost/) as string,
    });
    await expectNoBackup(directory);
    expect(await openContexts(old)).toBe(0);
    const again = await backUp(proxiedCluster, directory);
    await expectEqual(old, LIVE, fileOfBackup(again.backups[0]!));
    // A page of the check that fails does not discard a restore that has loaded for hours.
    const lost = proxy.inject({
      match: ({ path, method }) => method === 'POST' && path.startsWith('/_search/scroll'),
      times: 1,
      fault: { kind: 'cut', afterBytes: 0 },
    });
    const run = aRun({ directory: temporaryFolder() });
    const restored = await runRestore(
      placeOf(proxiedCluster),
      {
        kind: 'restore',
        plan: await planFrom(proxiedCluster, fileOfBackup(again.backups[0]!), { alias: 'elsewhere' }),
      },
      run,
    );
    expect([lost.hits, restored.status, restored.check.verdict]).toEqual([1, 'done', 'equal']);
    expect(run.sentences.join()).toMatch(/scroll was lost.*once more from its start/);
    await expectEqual(old, restored.index, fileOfBackup(again.backups[0]!));
    expect(await openContexts(old)).toBe(0);
    await emptyCluster(old);
    await proxiedCluster.close();
    await proxy.close();
  }, 240_000);
});
