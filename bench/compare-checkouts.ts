/**
 * `npm run bench:trees -- <another checkout> [--documents 300000 --rounds 3]`: compares backup and restore of this
 * checkout with those of another one, in turn on one real server. Prints Markdown. The other checkout must have its
 * packages installed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FLAGS } from '../bin/flags.mjs';
import { connect } from '../lib/elasticsearch/client/client.ts';
import { anything } from '../lib/elasticsearch/client/shape.ts';
import { startServer } from '../scripts/servers/start-server.ts';
import { benchBulk, BENCH_MAPPINGS } from './documents.ts';
import { measure, taskFile, type Measurement } from './measure.ts';
import { table, type Row } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { documents: { type: 'string', default: '300000' }, rounds: { type: 'string', default: '3' } },
});
const [other] = positionals;
if (other === undefined) throw new Error('Which checkout is this one compared with?');
const documents = Number(values.documents);
const INDEX = 'bench-documents';

const folder = await mkdtemp(join(tmpdir(), 'restore-desk-trees-'));
const server = await startServer({ version: '7.17.29', heapMb: 1024 });
const cluster = connect({ url: server.url });

async function seed(): Promise<void> {
  const settings = { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' };
  await cluster.request({
    shape: anything,
    method: 'PUT',
    path: `/${INDEX}`,
    body: { settings, mappings: BENCH_MAPPINGS },
  });
  for (let from = 0; from < documents; from += 500) {
    const ndjson = Buffer.from(benchBulk(from, Math.min(documents, from + 500)));
    await cluster.request({ shape: anything, method: 'POST', path: `/${INDEX}/_bulk`, ndjson, timeoutMs: 120_000 });
  }
  await cluster.request({ shape: anything, method: 'POST', path: `/${INDEX}/_refresh`, timeoutMs: 120_000 });
  // One segment a shard: every round reads the same.
  const query = { max_num_segments: 1 };
  await cluster.request({ shape: anything, method: 'POST', path: `/${INDEX}/_forcemerge`, query, timeoutMs: 600_000 });
}

/** Runs a task with the code of the checkout that the task file is in. */
const runTask = (taskFilePath: string, name: string, options: object): Promise<Measurement> => {
  const all = { index: INDEX, directory: join(folder, 'backups'), ...options };
  return measure(taskFilePath, [name, server.url, JSON.stringify(all)], {}, FLAGS);
};

const checkouts = [
  { name: 'the other checkout', file: join(resolve(other), 'bench/task.ts') },
  { name: '**this checkout**', file: taskFile },
];

const deleteIndex = (index: string) =>
  cluster.request({ shape: anything, method: 'DELETE', path: `/${index}`, timeoutMs: 120_000 });

/** Runs every checkout once a round, so that a slow minute of the machine affects both. */
async function runInTurn(run: (file: string) => Promise<Measurement>): Promise<Row[]> {
  const rows = checkouts.map(({ name }): Row => ({ name, note: '', runs: [] }));
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [at, { file }] of checkouts.entries()) rows[at]!.runs.push(await run(file));
  return rows;
}

try {
  await seed();
  console.log(`${documents} documents, ${values.rounds} rounds, ${cpus().length} cores shared by server and client.\n`);
  const backups = await runInTurn((file) => runTask(file, 'backup', {}));
  console.log(table('Backup', backups, backups[0]!));
  const { file: backupFile } = JSON.parse(backups[1]!.runs.at(-1)!.lastLine) as { file: string };
  const restores = await runInTurn(async (file) => {
    const measured = await runTask(file, 'restore', { file: backupFile });
    await deleteIndex((JSON.parse(measured.lastLine) as { index: string }).index);
    return measured;
  });
  console.log(table('Restore', restores, restores[0]!));
} finally {
  await cluster.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
