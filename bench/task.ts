/** One measured task in a process of its own: `task.ts <name> <url> <options as JSON>`. Prints its result as JSON. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../lib/elasticsearch/client/cluster.ts';
import { closePointInTime, openPointInTime } from '../lib/elasticsearch/read/point-in-time.ts';
import { anything } from '../lib/elasticsearch/client/shape.ts';
import { sdkSources } from '../scripts/sample-data/sdk-sources.ts';
import { backupPlace, folderSource, refOfFile } from '../lib/contract/backup-ref.ts';
import { planBackup } from '../lib/kinds/backup/plan.ts';
import { runBackup } from '../lib/kinds/backup/run.ts';
import { planCompare } from '../lib/kinds/compare/plan.ts';
import { runCompare } from '../lib/kinds/compare/run.ts';
import { planRestore } from '../lib/kinds/restore/plan.ts';
import { runRestore } from '../lib/kinds/restore/run.ts';
import type { Run } from '../lib/running/run.ts';
import { releaseConsumed } from '../lib/buffers.ts';
import { BENCH_MAPPINGS } from './documents.ts';

interface Options {
  index: string;
  directory: string;
  file?: string;
  /** Where a backup is made; default: the directory. */
  source?: string;
  /** Written by run.ts: the path of a file of bulk lines, and the offsets between its documents. */
  bodies?: string;
  slices?: number;
  pageDocuments?: number;
  pageBytes?: number;
  level?: number;
  bulkBytes?: number;
  bulks?: number;
  /** Of a comparison, and of the raw reading of both sides. */
  right?: string;
  other?: string;
}

const [name = '', url = '', json = '{}'] = process.argv.slice(2);
const options = JSON.parse(json) as Options;
const cluster = connect({ url });
const place = { cluster, backups: sdkSources() };
const run: Run<never> = {
  signal: new AbortController().signal,
  report: () => undefined,
  log: () => undefined,
  checkpoint: null,
  saveCheckpoint: () => undefined,
  directory: options.directory,
};

const tasks: Record<string, () => Promise<unknown>> = {
  'raw-pit': () => rawPointInTime(cluster),
  'raw-scroll': () => rawScroll(cluster),
  'raw-bulk': () => rawBulk(cluster),
  backup: async () => {
    const source = options.source ?? folderSource(options.directory);
    const plan = await planBackup(place, { indices: [options.index], source }, run);
    const { level, slices, pageBytes } = options;
    const result = await runBackup(place, { kind: 'backup', plan }, run, { level, slices, pageBytes });
    const { backup, fileBytes } = result.backups[0]!;
    return { file: backupPlace(backup), fileBytes };
  },
  verify: async () => {
    const { id, source } = refOfFile(options.file!);
    return { documents: (await place.backups.of(source).verify(id, run)).documents };
  },
  restore: async () => {
    const backup = refOfFile(options.file!);
    const plan = await planRestore(place, { backup, into: `restored-${randomUUID()}`, switchAlias: false }, run);
    const { bulkBytes, bulks } = options;
    const result = await runRestore(place, { kind: 'restore', plan }, run, { bulkBytes, parallelBulks: bulks });
    return { index: result.index, load: result.loadSeconds, check: result.checkSeconds, verdict: result.check.verdict };
  },
};

tasks['raw-both'] = async () => {
  const left = options.file === undefined ? (await rawPointInTime(cluster)).bytes : await rawFile(options.file);
  return { bytes: left + (await rawPointInTime(cluster, options.other!)).bytes };
};
tasks['compare'] = async () => {
  const left = options.file === undefined ? { index: options.index } : { backup: refOfFile(options.file) };
  const work = await planCompare(place, { left, right: { index: options.right! } }, run);
  const jobs = await mkdtemp(join(tmpdir(), 'restore-desk-compare-'));
  const { counts, way, seconds } = await runCompare(place, work, { ...run, directory: join(jobs, '1') });
  await rm(jobs, { recursive: true });
  return { ...counts, way, seconds };
};

const task = tasks[name];
if (!task) throw new Error(`No task ${name}.`);
console.log(JSON.stringify(await task()));
await cluster.close();

/** Reads pages and discards them: the best that server and network can do. */
async function rawPointInTime(on: Cluster, index = options.index): Promise<{ bytes: number }> {
  const pit = await openPointInTime(on, index);
  const slices = options.slices ?? 2;
  let bytes = 0;
  const slice = async (id: number) => {
    let after: number[] | undefined;
    for (;;) {
      const answer = await on.requestBytes({
        method: 'POST',
        path: '/_search',
        responseSize: 'documents',
        body: {
          size: options.pageDocuments ?? 6000,
          pit: { id: pit.id, keep_alive: '5m' },
          sort: ['_shard_doc'],
          track_total_hits: false,
          ...(slices > 1 ? { slice: { id, max: slices } } : {}),
          ...(after ? { search_after: after } : {}),
        },
      });
      let tail = '';
      for await (const chunk of releaseConsumed(answer.body)) {
        bytes += chunk.length;
        tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - 100))).slice(-100);
      }
      const last = /"sort":\[(\d+)\]\}\]\}\}$/.exec(tail);
      if (!last) return;
      after = [Number(last[1])];
    }
  };
  await Promise.all(Array.from({ length: slices }, (_, id) => slice(id)));
  await closePointInTime(on, pit);
  return { bytes };
}

/** Inflates a backup's documents and discards them. */
async function rawFile(file: string): Promise<number> {
  const backup = await place.backups.open(refOfFile(file));
  let bytes = 0;
  for await (const { end } of backup.pairs()) bytes += end;
  await backup.close();
  return bytes;
}

async function rawScroll(on: Cluster): Promise<{ bytes: number }> {
  let bytes = 0;
  let scroll: string | null = null;
  for (;;) {
    const answer = await on.requestBytes(
      scroll === null
        ? {
            method: 'POST',
            path: `/${options.index}/_search`,
            responseSize: 'documents',
            query: { scroll: '5m' },
            body: { size: options.pageDocuments ?? 6000, sort: ['_doc'] },
          }
        : {
            method: 'POST',
            path: '/_search/scroll',
            responseSize: 'documents',
            body: { scroll: '5m', scroll_id: scroll },
          },
    );
    let head = '';
    let page = 0;
    for await (const chunk of releaseConsumed(answer.body)) {
      if (page === 0) head = chunk.toString('latin1', 0, 4000);
      page += chunk.length;
    }
    bytes += page;
    scroll = /"_scroll_id":"([^"]+)"/.exec(head)?.[1] ?? scroll;
    if (page < 3000) break;
  }
  await on.request({ shape: anything, method: 'DELETE', path: '/_search/scroll', body: { scroll_id: [scroll] } });
  return { bytes };
}

/** Loads the same documents from prepared bodies, without parsing the responses, up to and including the refresh. */
async function rawBulk(on: Cluster): Promise<{ index: string }> {
  const index = `raw-${randomUUID()}`;
  await on.request({
    shape: anything,
    method: 'PUT',
    path: `/${index}`,
    body: {
      settings: { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' },
      mappings: BENCH_MAPPINGS,
    },
  });
  const { file, cuts } = JSON.parse(await readFile(options.bodies!, 'utf8')) as { file: string; cuts: number[] };
  const handle = await open(file);
  const bodies = preparedBodies(handle, cuts, options.bulkBytes ?? 5 * 1024 * 1024);
  const worker = async () => {
    for (;;) {
      const { value: body, done } = await bodies.next();
      if (done) return;
      const answer = await on.requestBytes({
        method: 'POST',
        path: `/${index}/_bulk`,
        ndjson: body,
        query: { filter_path: 'errors' },
        timeoutMs: 120_000,
      });
      for await (const chunk of answer.body) void chunk;
    }
  };
  await Promise.all(Array.from({ length: options.bulks ?? 2 }, worker));
  await on.request({ shape: anything, method: 'POST', path: `/${index}/_refresh`, timeoutMs: 120_000 });
  await handle.close();
  return { index };
}

/** Bulk bodies from the file of bulk lines, cut between documents. */
async function* preparedBodies(handle: FileHandle, cuts: readonly number[], target: number): AsyncGenerator<Buffer> {
  for (let from = 0, at = 1; at < cuts.length; at++) {
    if (cuts[at]! - cuts[from]! < target && at < cuts.length - 1) continue;
    const body = Buffer.allocUnsafeSlow(cuts[at]! - cuts[from]!);
    await handle.read(body, 0, body.length, cuts[from]!);
    from = at;
    yield body;
  }
}
