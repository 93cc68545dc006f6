/**
 * `npm run bench:compare [-- --documents 300000 --rounds 3 --version 8.19.9]`: compares two indices, and an index with its
 * backup, beside the raw reading of both sides, and beside what an engineer does without it: elasticdump of both sides, sorted and
 * compared. Interleaved on one real server. Of each hundred documents one is changed. Prints Markdown.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FLAGS } from '../bin/flags.mjs';
import { connect } from '../lib/elasticsearch/client/client.ts';
import { anything } from '../lib/elasticsearch/client/shape.ts';
import { startServer } from '../scripts/servers/start-server.ts';
import { BENCH_MAPPINGS, benchDocument } from './documents.ts';
import { installElasticdump } from './elasticdump.ts';
import { measure, median, taskFile, type Measurement } from './measure.ts';
import { table, type Row } from './table.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '300000' },
    rounds: { type: 'string', default: '3' },
    version: { type: 'string', default: '7.17.29' },
    elasticdump: { type: 'string', default: 'yes' },
  },
});
const documents = Number(values.documents);
const rounds = Number(values.rounds);
const [LEFT, RIGHT] = ['bench-left', 'bench-right'];

const folder = await mkdtemp(join(tmpdir(), 'restore-desk-bench-'));
const server = await startServer({ version: values.version, heapMb: 1024 });
const cluster = connect({ url: server.url });

/** Of each hundred documents one has another value, and of each thousand one is only on the right. */
const changed = (n: number): string =>
  n % 100 === 7 ? benchDocument(n).replace('"title":"', '"title":"changed ') : benchDocument(n);

async function seed(index: string, documentOf: (n: number) => string | null): Promise<void> {
  await cluster.request({
    shape: anything,
    method: 'PUT',
    path: `/${index}`,
    body: {
      settings: { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' },
      mappings: BENCH_MAPPINGS,
    },
  });
  for (let from = 0; from < documents; from += 1_000) {
    let body = '';
    for (let n = from; n < Math.min(documents, from + 1_000); n++) {
      const source = documentOf(n);
      if (source !== null) body += `{"index":{"_id":"/guidance/${n}"}}\n${source}\n`;
    }
    await cluster.request({
      shape: anything,
      method: 'POST',
      path: `/${index}/_bulk`,
      ndjson: Buffer.from(body),
      query: { filter_path: 'errors' },
      timeoutMs: 120_000,
    });
  }
  await settle(index);
}

/** One segment a shard: every round reads the same. */
async function settle(index: string): Promise<void> {
  await cluster.request({ shape: anything, method: 'POST', path: `/${index}/_refresh`, timeoutMs: 120_000 });
  await cluster.request({
    shape: anything,
    method: 'POST',
    path: `/${index}/_forcemerge`,
    query: { max_num_segments: 1 },
    timeoutMs: 600_000,
  });
}

const runTask = (name: string, options: object): Promise<Measurement> =>
  measure(
    taskFile,
    [name, server.url, JSON.stringify({ index: LEFT, directory: join(folder, 'backups'), ...options })],
    {},
    FLAGS,
  );

type Contender = { name: string; note: string; run: () => Promise<Measurement> };

async function interleave(contenders: readonly Contender[]): Promise<Row[]> {
  const rows = contenders.map(({ name, note }) => ({ name, note, runs: [] as Measurement[] }));
  for (let round = 0; round < rounds; round++)
    for (const [at, contender] of contenders.entries()) rows[at]!.runs.push(await contender.run());
  return rows;
}

/** elasticdump of both sides, then `sort` and `comm`, the number of lines that differ at the end. */
async function dumpSortCompare(elasticdump: string): Promise<Measurement> {
  const script = join(folder, 'dump-sort-compare.mjs');
  await writeFile(
    script,
    `
import { execFileSync } from 'node:child_process';
process.chdir(${JSON.stringify(folder)});
for (const [index, file] of [['${LEFT}', 'left'], ['${RIGHT}', 'right']]) {
  execFileSync(process.execPath, [${JSON.stringify(elasticdump)}, '--input=${server.url}/' + index, '--output=' + file + '.json', '--type=data', '--limit=10000', '--overwrite', '--quiet']);
  execFileSync('sh', ['-c', \`sed 's/"_index":"[^"]*",//' \${file}.json | LC_ALL=C sort > \${file}.sorted\`]);
}
console.log(execFileSync('sh', ['-c', 'LC_ALL=C comm -3 left.sorted right.sorted | wc -l']).toString());
`,
  );
  return measure(script, []);
}

try {
  await seed(LEFT, benchDocument);
  const { file } = JSON.parse((await runTask('backup', {})).lastLine) as { file: string };
  await seed(RIGHT, (n) => (n % 1_000 === 3 ? null : changed(n)));
  console.log(
    `Elasticsearch ${values.version}, ${documents} documents, ${rounds} rounds, ${cpus().length} cores shared by server and client.\n`,
  );
  const rows = await interleave([
    { name: 'raw: both indices, thrown away', note: '', run: () => runTask('raw-both', { other: RIGHT }) },
    { name: '**compare two indices**', note: '', run: () => runTask('compare', { right: RIGHT }) },
    { name: 'raw: file and index, thrown away', note: '', run: () => runTask('raw-both', { file, other: RIGHT }) },
    { name: '**compare a backup with an index**', note: '', run: () => runTask('compare', { file, right: RIGHT }) },
    ...(values.elasticdump === 'yes'
      ? [
          await (async () => {
            const elasticdump = await installElasticdump();
            return { name: 'elasticdump of both, sort, comm', note: '', run: () => dumpSortCompare(elasticdump) };
          })(),
        ]
      : []),
  ]);
  console.log(table(`Compare ${documents} documents`, rows, rows[0]!));
  const ratio = (of: Row, by: Row) =>
    (median(of.runs.map(({ seconds }) => seconds)) / median(by.runs.map(({ seconds }) => seconds))).toFixed(2);
  console.log(
    `Two indices: ${ratio(rows[1]!, rows[0]!)} × their raw reading; a backup: ${ratio(rows[3]!, rows[2]!)} ×.`,
  );
  console.log(rows[1]!.runs[0]!.lastLine, rows[3]!.runs[0]!.lastLine, rows[4]?.runs[0]!.lastLine ?? '');
} finally {
  await cluster.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
