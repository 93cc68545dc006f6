import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { BackupCheckpoint, BackupTuning } from '../../lib/backups/source.ts';
import type { Place } from '../../lib/backups/sources.ts';
import { folderSource, refOfFile } from '../../lib/contract/backup-ref.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planBackup, type BackupRequest } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import type { BackupPlan, BackupResult } from '../../lib/kinds/backup/schema.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import type { RestoreRequest } from '../../lib/kinds/restore/request.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import type { RestorePlan, RestoreResult } from '../../lib/kinds/restore/schema.ts';
import type { RestoreCheckpoint, RestoreOptions } from '../../lib/loading/checkpoint.ts';
import type { Run } from '../../lib/running/run.ts';
import { aRun } from './a-run.ts';
import { emptyCluster, seedIndex, sharedServer, type SeedOptions } from './elasticsearch.ts';
import { fileOfBackup } from './test-place.ts';
import { placeOf } from './test-place.ts';
import { removeBlocks } from './remove-blocks.ts';

export interface TestServer {
  url: string;
  cluster: Cluster;
  /** The cluster, with backups wherever a ref says they are. */
  place: Place;
  /** Of backups; a new one for each test. */
  directory: string;
  /** An index of so many documents, with the ids 0, 1, 2 … */
  seed(index: string, count: number, options?: SeedOptions): Promise<number>;
  planBackup(selection?: Omit<BackupRequest, 'source'>): Promise<BackupPlan>;
  runBackup(plan: BackupPlan, run?: Partial<Run<BackupCheckpoint>>, tuning?: BackupTuning): Promise<BackupResult>;
  /** Backs up one index, and returns the path of the file. */
  backUp(index: string): Promise<string>;
  planRestore(file: string, request?: Partial<RestoreRequest>): Promise<RestorePlan>;
  /** In a directory of its own, unless `run` has one. */
  runRestore(
    plan: RestorePlan,
    run?: Partial<Run<RestoreCheckpoint>>,
    options?: RestoreOptions,
  ): Promise<RestoreResult>;
  /** Plans and runs. */
  restore(file: string, request?: Partial<RestoreRequest>): Promise<RestoreResult>;
}

/** Gives a test file the shared server, empty before each test. Call it at the top of the file. */
export function setUpServer(): TestServer {
  let restores = 0;
  const server: TestServer = {
    ...({} as Pick<TestServer, 'url' | 'cluster' | 'place' | 'directory'>),
    seed: (index, count, options = {}) =>
      seedIndex(server.url, index, {
        documents: Array.from({ length: count }, (_, n) => ({ id: String(n), source: `{"n":${n}}` })),
        ...options,
      }),
    planBackup: (selection = {}) =>
      planBackup(server.place, { ...selection, source: folderSource(server.directory) }, aRun()),
    runBackup: (plan, run = {}, tuning = {}) => runBackup(server.place, { kind: 'backup', plan }, aRun(run), tuning),
    async backUp(index) {
      const { backups } = await server.runBackup(await server.planBackup({ indices: [index] }));
      return fileOfBackup(backups[0]!);
    },
    planRestore: (file, request = {}) => planRestore(server.place, { backup: refOfFile(file), ...request }, aRun()),
    runRestore: (plan, run = {}, options = {}) =>
      runRestore(
        server.place,
        { kind: 'restore', plan },
        aRun({ directory: join(server.directory, `run-${++restores}`), ...run }),
        options,
      ),
    restore: async (file, request) => server.runRestore(await server.planRestore(file, request)),
  };
  const empty = async () => {
    await removeBlocks(server.url);
    await emptyCluster(server.url);
  };
  beforeAll(async () => {
    server.url = await sharedServer();
    server.cluster = connect({ url: server.url });
    server.place = placeOf(server.cluster);
  });
  beforeEach(async () => {
    server.directory = await mkdtemp(join(tmpdir(), 'restore-desk-'));
    await empty();
  });
  afterEach(() => rm(server.directory, { recursive: true, force: true }));
  afterAll(async () => {
    await empty();
    await server.cluster.close();
  });
  return server;
}
