import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import {
  runCommand,
  startCommand,
  type CommandOptions,
  type CommandResult,
  type StartedCommand,
} from '../support/command-line.ts';
import { call, emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { removeBlocks } from '../support/remove-blocks.ts';

export const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** Two generations of the alias `government`. */
export const OLD = 'government-2018-01-07t03-00-00z-aaaa';
export const NEW = 'government-2018-01-08t03-00-00z-bbbb';

interface ClusterCommands {
  readonly url: string;
  /** In front of the same cluster; its faults are cleared before each test. */
  readonly proxy: FaultyProxy;
  /** The working directory of the current test; the data directory is `data` in it. */
  readonly folder: string;
  options(): CommandOptions;
  run(...words: string[]): Promise<CommandResult>;
  start(...words: string[]): StartedCommand;
  /** Creates an index without replicas. */
  createIndex(index: string, body?: object): Promise<unknown>;
  /** Indexes documents with the ids 0, 1, 2 … */
  addDocuments(index: string, count: number, text?: string): Promise<unknown>;
  /** Names of all indices, without dot-indices, sorted. */
  indices(): Promise<string[]>;
  /** Backup files below a directory of the working directory, also unfinished ones. */
  backupFiles(directory: string): string[];
}

/** Runs commands on the tests' cluster, which is emptied before each test. Call it at the top of a test file. */
export function useClusterCommands(): ClusterCommands {
  let url = '';
  let folder = '';
  let proxy: FaultyProxy;
  beforeAll(async () => {
    url = await sharedServer();
    proxy = await startFaultyProxy(url);
  });
  beforeEach(async () => {
    proxy.clear();
    await removeBlocks(url);
    await emptyCluster(url);
    folder = mkdtempSync(join(tmpdir(), 'restore-desk-cli-'));
  });
  afterAll(async () => {
    await removeBlocks(url);
    await emptyCluster(url);
    await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const commands: ClusterCommands = {
    get url() {
      return url;
    },
    get proxy() {
      return proxy;
    },
    get folder() {
      return folder;
    },
    options: () => ({ cwd: folder, environment: { RESTORE_DESK_DATA: join(folder, 'data') } }),
    run: (...words) => runCommand(words, commands.options()),
    start: (...words) => startCommand(words, commands.options()),
    createIndex: (index, body = {}) => call(url, 'PUT', `/${index}`, { settings: { number_of_replicas: 0 }, ...body }),
    addDocuments(index, count, text = 'x') {
      const lines = Array.from(
        { length: count },
        (_, n) => `{"index":{"_id":"${n}"}}\n${JSON.stringify({ n, text })}\n`,
      );
      return call(url, 'POST', `/${index}/_bulk?refresh=true`, lines.join(''));
    },
    async indices() {
      const names = Object.keys(await call<object>(url, 'GET', '/_settings/index.uuid?expand_wildcards=all'));
      return names.filter((name) => !name.startsWith('.')).sort();
    },
    backupFiles: (directory) =>
      readdirSync(join(folder, directory), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.includes('.zip'),
      ),
  };
  return commands;
}

/** Polls until it holds. Throws after 20 seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (const endMs = performance.now() + 20_000; !holds();) {
    if (performance.now() > endMs) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
