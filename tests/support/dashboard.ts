import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pagesBelow } from '../../lib/serve/pages-below.ts';
import { build } from '../../scripts/build.ts';
import { startDashboardProcess } from '../../scripts/dashboard-process.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { expectNothingUnhandled } from './unhandled.ts';

export interface TestDashboardOptions {
  /** The address of its one cluster; or give `configuration`. */
  elasticsearchUrl?: string;
  /** The text of a restore-desk.yaml; paths in it start at `directory`. */
  configuration?: string;
  env?: Record<string, string | undefined>;
  /** Contains backups/, data/ and the configuration. Kept when given; default: a temporary folder that is removed. */
  directory?: string;
  port?: number;
  /** The user that it runs as; default: the user of the tests. */
  owner?: { uid: number; gid: number } | undefined;
  /** The sub-path of its pages, "/restore-desk". */
  basePath?: string;
}

export interface TestDashboard {
  /** http://127.0.0.1:PORT; the first cluster's pages are below `${url}/${key}`. */
  readonly url: string;
  /** The key of the cluster made from `elasticsearchUrl`. */
  readonly cluster: string;
  readonly directory: string;
  readonly backupDirectory: string;
  readonly dataDirectory: string;
  readonly pid: number | undefined;
  readonly ended: Promise<number | null>;
  /** Its console output since it started. */
  output(): string;
  kill9(): Promise<void>;
  /** Sends SIGTERM. Resolves to the milliseconds until it ended. Data is kept: see `restart`. */
  terminate(): Promise<number>;
  /** Restarts it with the same folder, port and configuration. */
  restart(): Promise<void>;
  /**
   * Kills it and removes a temporary folder. Throws if its output has an unhandled error, which fails the test file.
   */
  stop(): Promise<void>;
}

let built: Promise<void> | null = null;

/** For a test file that runs without `npm test`, which builds first. Builds only if sources have changed. */
async function buildOnce(): Promise<void> {
  const failure = await build();
  if (failure) throw new Error(`The build failed:\n${failure.output}`);
}

/** Starts the built dashboard as an operator does: in its own process with its own data, listening on 127.0.0.1. */
export async function startDashboard(options: TestDashboardOptions): Promise<TestDashboard> {
  await (built ??= buildOnce());
  const temporary = options.directory === undefined;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'restore-desk-dashboard-')));
  const backupDirectory = join(directory, 'backups');
  const dataDirectory = join(directory, 'data');
  mkdirSync(backupDirectory, { recursive: true });
  if (options.configuration !== undefined) writeFileSync(join(directory, 'restore-desk.yaml'), options.configuration);
  const cluster = options.env?.['RESTORE_DESK_CLUSTER'] ?? 'test';
  const port = options.port ?? (await freePort());
  const launch = {
    port,
    workingDirectory: directory,
    logFile: join(directory, 'console.log'),
    ...(options.owner ? { owner: options.owner } : {}),
    env: {
      RESTORE_DESK_CONFIG: undefined,
      ELASTICSEARCH_URL: options.elasticsearchUrl,
      RESTORE_DESK_CLUSTER: cluster,
      RESTORE_DESK_NAME: 'Test search',
      RESTORE_DESK_ENVIRONMENT: 'test',
      RESTORE_DESK_BACKUPS: backupDirectory,
      RESTORE_DESK_DATA: dataDirectory,
      RESTORE_DESK_PAGES: await pagesBelow(options.basePath ?? '', dataDirectory),
      ...options.env,
    },
  };
  let dashboard = await startDashboardProcess(launch);
  let earlierOutput = '';
  return {
    url: dashboard.url,
    cluster,
    directory,
    backupDirectory,
    dataDirectory,
    get pid() {
      return dashboard.pid;
    },
    get ended() {
      return dashboard.ended;
    },
    output: () => dashboard.output(),
    kill9: () => dashboard.kill9(),
    terminate: () => dashboard.stop(),
    async restart() {
      await dashboard.stop();
      earlierOutput += dashboard.output();
      dashboard = await startDashboardProcess(launch);
    },
    async stop() {
      await dashboard.kill9();
      const output = earlierOutput + dashboard.output();
      if (temporary) {
        chmodSync(directory, 0o700);
        await rm(directory, { recursive: true, force: true, maxRetries: 5 });
      }
      expectNothingUnhandled(output);
    },
  };
}
