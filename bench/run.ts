/**
 * `npm run bench [-- --documents 300000 --rounds 3 --version 7.17.29 --only read|load]`: compares our backup and
 * restore with the server's raw speed and with elasticdump, interleaved on one real server. Prints Markdown. (7.17
 * because elasticdump requests `GET /`, which the small distributions of 8 and 9 answer with 405.)
 */
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FLAGS } from '../bin/flags.mjs';
import { startServer } from '../scripts/servers/start-server.ts';
import { connect } from '../lib/elasticsearch/client/client.ts';
import { anything } from '../lib/elasticsearch/client/shape.ts';
import { benchBulk, BENCH_MAPPINGS } from './documents.ts';
import { installElasticdump } from './elasticdump.ts';
import { measure, median, taskFile, type Measurement } from './measure.ts';
import { sameContent } from './same-content.ts';
import { table, type Row } from './table.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '3' },
    version: { type: 'string', default: '7.17.29' },
    only: { type: 'string', default: 'both' },
  },
});
const documents = Number(values.documents);
const rounds = Number(values.rounds);
const INDEX = 'bench-documents';

const folder = await mkdtemp(join(tmpdir(), 'restore-desk-bench-'));
const server = await startServer({ version: values.version, heapMb: 1024 });
const cluster = connect({ url: server.url });

/**
 * Fills the index and writes the same bulk lines to the disk, for the raw load. Resolves to the file that describes
 * them.
 */
async function seed(): Promise<string> {
  await cluster.request({
    shape: anything,
    method: 'PUT',
    path: `/${INDEX}`,
    body: {
      settings: { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' },
      mappings: BENCH_MAPPINGS,
    },
  });
  const file = join(folder, 'bodies.ndjson');
  const handle = await open(file, 'w');
  const cuts = [0];
  for (let from = 0; from < documents; from += 500) {
    const body = Buffer.from(benchBulk(from, Math.min(documents, from + 500)));
    await handle.write(body);
    cuts.push(cuts.at(-1)! + body.length);
    await cluster.request({
      shape: anything,
      method: 'POST',
      path: `/${INDEX}/_bulk`,
      ndjson: body,
      query: { filter_path: 'errors' },
      timeoutMs: 120_000,
    });
  }
  await handle.close();
  // One segment a shard: every round reads the same.
  await cluster.request({ shape: anything, method: 'POST', path: `/${INDEX}/_refresh`, timeoutMs: 120_000 });
  await cluster.request({
    shape: anything,
    method: 'POST',
    path: `/${INDEX}/_forcemerge`,
    query: { max_num_segments: 1 },
    timeoutMs: 600_000,
  });
  await writeFile(join(folder, 'bodies.json'), JSON.stringify({ file, cuts }));
  return join(folder, 'bodies.json');
}

type Contender = { name: string; note: string; run: () => Promise<Measurement> };

/** Runs every contender once a round, so that a slow minute of the machine affects all of them. */
async function interleave(contenders: readonly Contender[]): Promise<Row[]> {
  const rows = contenders.map(({ name, note }) => ({ name, note, runs: [] as Measurement[] }));
  for (let round = 0; round < rounds; round++)
    for (const [at, contender] of contenders.entries()) rows[at]!.runs.push(await contender.run());
  return rows;
}

const fastest = (rows: readonly Row[]): Row =>
  rows.reduce((best, row) =>
    median(row.runs.map((run) => run.seconds)) < median(best.runs.map((run) => run.seconds)) ? row : best,
  );
const runTask = (name: string, options: object): Promise<Measurement> =>
  measure(
    taskFile,
    [name, server.url, JSON.stringify({ index: INDEX, directory: join(folder, 'backups'), ...options })],
    {},
    FLAGS,
  );

async function printReadingTable(elasticdumpFile: string): Promise<void> {
  const out = join(folder, 'dump.json');
  const runElasticdump =
    (...more: string[]) =>
    async () => {
      await rm(out, { force: true });
      return measure(elasticdumpFile, [
        `--input=${server.url}/${INDEX}`,
        `--output=${out}`,
        '--type=data',
        '--quiet',
        ...more,
      ]);
    };
  const raw: Contender[] = [
    { name: 'raw: scroll', note: 'thrown away', run: () => runTask('raw-scroll', {}) },
    { name: 'raw: point in time, 1 slice', note: 'thrown away', run: () => runTask('raw-pit', { slices: 1 }) },
    {
      name: 'raw: point in time, a slice per shard (2)',
      note: 'thrown away',
      run: () => runTask('raw-pit', { slices: 2 }),
    },
  ];
  const contenders: Contender[] = [
    ...raw,
    { name: '**backup, default (deflate 1)**', note: 'whole zip, digest, fsync', run: () => runTask('backup', {}) },
    { name: '**backup, uncompressed**', note: '', run: () => runTask('backup', { level: 0 }) },
    { name: 'backup, deflate 6', note: '', run: () => runTask('backup', { level: 6 }) },
    { name: 'elasticdump --limit=10000', note: 'no gzip', run: runElasticdump('--limit=10000') },
    {
      name: 'elasticdump --limit=10000 --fsCompress',
      note: 'gzip',
      run: runElasticdump('--limit=10000', '--fsCompress'),
    },
  ];
  const rows = await interleave(contenders);
  console.log(table(`Read ${documents} documents`, rows, fastest(rows.slice(0, raw.length))));
}

async function printLoadingTable(elasticdumpFile: string, bodies: string): Promise<void> {
  const backup = await runTask('backup', {});
  const { file } = JSON.parse(backup.lastLine) as { file: string };
  const source = join(folder, 'elasticdump.json');
  const from = `--input=${server.url}/${INDEX}`;
  await measure(elasticdumpFile, [from, `--output=${source}`, '--type=data', '--quiet', '--limit=10000']);
  const restores: RestoreSeconds[] = [];
  const rows = await interleave([
    { name: 'raw: bulk, 5 MB × 2', note: 'ready-made bodies, final refresh', run: () => loadRawBulk(bodies) },
    { name: 'verify the file', note: 'what a plan does first', run: () => runTask('verify', { file }) },
    { name: '**restore**', note: 'verify, load, refresh, check', run: () => restoreAndCompare(file, restores) },
    {
      name: 'elasticdump --limit=10000',
      note: 'rejected documents would not be noticed',
      run: () => loadWithElasticdump(elasticdumpFile, source, '--limit=10000'),
    },
    { name: 'elasticdump', note: 'default, 100 a request', run: () => loadWithElasticdump(elasticdumpFile, source) },
  ]);
  console.log(table(`Load ${documents} documents, to searchable`, rows, rows[0]!));
  const raw = median(rows[0]!.runs.map((run) => run.seconds));
  const load = median(restores.map((seconds) => seconds.load));
  const check = median(restores.map((seconds) => seconds.check));
  const ratio = (load / raw).toFixed(2);
  console.log(`Of the restore: load ${load.toFixed(1)} s (${ratio} × the raw bulk), check ${check.toFixed(1)} s.\n`);
}

interface RestoreSeconds {
  load: number;
  check: number;
}

const deleteIndex = (index: string) =>
  cluster.request({ shape: anything, method: 'DELETE', path: `/${index}`, timeoutMs: 120_000 });

async function loadRawBulk(bodies: string): Promise<Measurement> {
  const measured = await runTask('raw-bulk', { bodies });
  await deleteIndex((JSON.parse(measured.lastLine) as { index: string }).index);
  return measured;
}

/**
 * Adds to `restores`. Compares the first restored index with the original by another reader, outside the measurement.
 */
async function restoreAndCompare(file: string, restores: RestoreSeconds[]): Promise<Measurement> {
  const measured = await runTask('restore', { file });
  const result = JSON.parse(measured.lastLine) as RestoreSeconds & { index: string; verdict: string };
  if (result.verdict !== 'equal') throw new Error(`The restored index is not equal: ${measured.lastLine}`);
  restores.push(result);
  if (restores.length === 1)
    console.log(`Content compared by another reader: ${await sameContent(server.url, INDEX, result.index)}\n`);
  await deleteIndex(result.index);
  return measured;
}

/** Includes a refresh, which elasticdump itself leaves out: the other loads end searchable, too. */
async function loadWithElasticdump(elasticdumpFile: string, source: string, ...more: string[]): Promise<Measurement> {
  const index = `elasticdump-${Date.now()}`;
  await cluster.request({
    shape: anything,
    method: 'PUT',
    path: `/${index}`,
    body: { settings: { number_of_shards: 2, number_of_replicas: 0 }, mappings: BENCH_MAPPINGS },
  });
  const into = `--output=${server.url}/${index}`;
  const measured = await measure(elasticdumpFile, [`--input=${source}`, into, '--type=data', '--quiet', ...more]);
  const refresh = performance.now();
  await cluster.request({ shape: anything, method: 'POST', path: `/${index}/_refresh`, timeoutMs: 120_000 });
  measured.seconds += (performance.now() - refresh) / 1000;
  await deleteIndex(index);
  return measured;
}

try {
  const elasticdumpFile = await installElasticdump();
  const bodies = await seed();
  console.log(
    `Elasticsearch ${values.version}, ${documents} documents, ${rounds} rounds, ${cpus().length} cores shared by server and client.\n`,
  );
  if (values.only !== 'load') await printReadingTable(elasticdumpFile);
  if (values.only !== 'read') await printLoadingTable(elasticdumpFile, bodies);
} finally {
  await cluster.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
