import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster, ConnectionOptions } from '../../lib/elasticsearch/client/cluster.ts';
import { retryingCluster } from '../../lib/elasticsearch/client/retrying-cluster.ts';
import type { BackupPlan } from '../../lib/kinds/backup/schema.ts';
import type { RestorePlan } from '../../lib/kinds/restore/schema.ts';
import type { BackupResult } from '../../lib/kinds/backup/schema.ts';
import type { RestoreResult } from '../../lib/kinds/restore/schema.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import type { BackupCheckpoint, BackupTuning } from '../../lib/backups/source.ts';
import { listBackups } from '../support/folder-of-backups.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import type { RestoreCheckpoint, RestoreOptions } from '../../lib/loading/checkpoint.ts';
import type { RestoreRequest } from '../../lib/kinds/restore/request.ts';
import type { Run } from '../../lib/running/run.ts';
import { aRun } from '../support/a-run.ts';
import { aliasesOf, readIndex, seedIndex, type SeedDocument } from '../support/elasticsearch.ts';
import { readBackupFile } from '../support/read-backup-file.ts';
import { writeTestBackup, type WrittenDocument } from '../support/write-test-backup.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { folderSource, refOfFile } from '../../lib/contract/backup-ref.ts';

export const ALIAS = 'government';
export const LIVE = 'government-2018-01-07t03-00-00z-aaaa';
/** Small, so that a read or a load is many requests and a fault occurs in the middle. */
const PAGE_BYTES = 40_000;
export const BULK_BYTES = 40_000;

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'restore-desk-faults-'));

export function documents(count: number, bytes = 300): SeedDocument[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `/government/${n}`,
    source: `{"n":${n}.0,"big":9007199254740993,"text":"${'é x'.repeat(bytes / 4)}"}`,
    ...(n % 7 === 0 ? { routing: `r${n % 3}` } : {}),
  }));
}

export async function seedLive(
  url: string,
  options: {
    count?: number;
    bytes?: number;
    shards?: number;
    replicas?: number;
    type?: string;
    settings?: Record<string, unknown>;
  } = {},
): Promise<number> {
  return seedIndex(url, LIVE, {
    settings: { number_of_shards: options.shards ?? 2, number_of_replicas: options.replicas ?? 0, ...options.settings },
    mappings: { dynamic: false, properties: { n: { type: 'long' } } },
    aliases: { [ALIAS]: {} },
    documents: documents(options.count ?? 2_000, options.bytes),
    ...(options.type ? { type: options.type } : {}),
  });
}

/** The live index of `seedLive`, a backup of it, and its state before the test (`liveState`). */
export async function prepareLive(
  url: string,
  options: Parameters<typeof seedLive>[1] & { seed?: () => Promise<unknown> } = {},
): Promise<{ count: number; file: string; live: unknown }> {
  const { seed, ...rest } = options;
  const count = await (seed ? seed().then(() => rest.count ?? 0) : seedLive(url, rest));
  const cluster = connectWithShortTimeouts(url, 30_000);
  const file = fileOfBackup((await backUp(cluster, temporaryFolder())).backups[0]!);
  await cluster.close();
  return { count, file, live: await liveState(url) };
}

/**
 * Connects with timeouts of seconds instead of minutes, in proportion: pages wait twice as long as other requests,
 * bulks four times.
 */
export const connectWithShortTimeouts = (
  url: string,
  requestTimeoutMs = 1_500,
  over: Partial<ConnectionOptions> = {},
): Cluster => connect({ url, requestTimeoutMs, ...over });

/** The cluster with retries, as a job has it. */
const withRetries = (cluster: Cluster, run: Run, connectionRetryMs?: number): Cluster =>
  retryingCluster(cluster, {
    signal: run.signal,
    log: (sentence) => run.log(sentence),
    ...(connectionRetryMs === undefined ? {} : { retryMs: connectionRetryMs }),
  });

export const planLive = (cluster: Cluster, directory: string): Promise<BackupPlan> =>
  planBackup(placeOf(cluster), { indices: [LIVE], source: folderSource(directory) }, aRun());

export async function backUp(
  cluster: Cluster,
  directory: string,
  options: { run?: ReturnType<typeof aRun>; connectionRetryMs?: number; plan?: BackupPlan } & BackupTuning = {},
): Promise<BackupResult> {
  const { run = aRun(), connectionRetryMs, plan, ...rest } = options;
  const backupPlan = plan ?? (await planLive(cluster, directory));
  return runBackup(
    placeOf(withRetries(cluster, run, connectionRetryMs)),
    { kind: 'backup', plan: backupPlan },
    run as unknown as Run<BackupCheckpoint>,
    { pageBytes: PAGE_BYTES, ...rest },
  );
}

export async function planFrom(
  cluster: Cluster,
  file: string,
  request: Partial<RestoreRequest> = {},
): Promise<RestorePlan> {
  return planRestore(
    placeOf(cluster),
    { backup: refOfFile(file), alias: ALIAS, switchAlias: false, ...request },
    aRun(),
  );
}

/** A run that records its checkpoint in `saved`, for a run that resumes from it. */
export function resumableRun(over: Partial<Run<RestoreCheckpoint>> = {}) {
  const saved: { checkpoint: RestoreCheckpoint | null } = { checkpoint: over.checkpoint ?? null };
  const run = aRun({
    directory: temporaryFolder(),
    ...over,
    saveCheckpoint: (checkpoint) => (saved.checkpoint = checkpoint as RestoreCheckpoint),
  } as Partial<Run>);
  return { run: run as unknown as ReturnType<typeof aRun> & Run<RestoreCheckpoint>, saved };
}

export async function restore(
  cluster: Cluster,
  plan: RestorePlan,
  options: { run?: ReturnType<typeof aRun>; connectionRetryMs?: number } & RestoreOptions = {},
): Promise<RestoreResult> {
  const { run = aRun({ directory: temporaryFolder() }), connectionRetryMs, ...rest } = options;
  return runRestore(
    placeOf(withRetries(cluster, run, connectionRetryMs)),
    { kind: 'restore', plan },
    run as unknown as Run<RestoreCheckpoint>,
    {
      bulkBytes: BULK_BYTES,
      ...rest,
    },
  );
}

/** Compares by the independent readers: the index has every document of the file byte for byte, and no other. */
export async function expectEqual(
  url: string,
  index: string,
  file: string,
  without: ReadonlySet<string> = new Set(),
): Promise<void> {
  const [indexed, { documents: backedUp, promised }] = [await readIndex(url, index), await readBackupFile(file)];
  expect(backedUp.size).toBe(promised);
  expect(indexed.size).toBe(backedUp.size - without.size);
  const wrong = [...backedUp].filter(([id, { action, source }]) => {
    const found = indexed.get(id);
    return without.has(id)
      ? found !== undefined
      : found?.source !== source || (found.routing ?? null) !== (action['_routing'] ?? null);
  });
  expect(wrong.map(([id]) => id)).toEqual([]);
}

/**
 * No file of the directory is listed as a backup; with `unfinished` files of a killed writer may be listed as
 * unfinished.
 */
export async function expectNoBackup(directory: string, unfinished = false): Promise<void> {
  const { backups } = await listBackups(directory);
  expect(backups.filter(({ condition }) => condition.state !== 'unfinished')).toEqual([]);
  if (!unfinished)
    expect(readdirSync(directory, { recursive: true }).filter((name) => String(name).includes('.zip'))).toEqual([]);
}

/**
 * Writes a backup of `count` documents of 400 bytes, large enough to kill a process while it reads it. Resolves to its
 * id.
 */
export async function createBigBackup(directory: string, count: number): Promise<string> {
  const { id } = await writeTestBackup(directory, {
    name: 'big',
    mappings: {},
    level: 0,
    documents: bigDocuments(count),
  });
  return id;
}

function* bigDocuments(count: number): Generator<WrittenDocument> {
  for (let n = 0; n < count; n++) {
    const bytes = Buffer.from(`"${n}"{"n":${n},"text":"${'x'.repeat(400)}"}`);
    yield { bytes, sourceStart: bytes.indexOf(0x7b) };
  }
}

/** The state of the live index, compared before and after a test to see that it was not changed. */
export async function liveState(url: string): Promise<unknown> {
  const live = await readIndex(url, LIVE);
  return {
    aliases: (await aliasesOf(url))[ALIAS],
    documents: live.size,
    versions: [...live.values()].reduce((sum, { version }) => sum + version, 0),
  };
}

export async function waitUntil(condition: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await sleep(20);
  }
}

/** A random generator with a seed: each call returns a whole number from 0 to below `below`. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
