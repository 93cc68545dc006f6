/**
 * `npm run bench:memory [-- --large-mb 20 --gb 0.4 --dashboard]`: the client's peak memory for documents of every size, of
 * the command line and with --dashboard also of the built dashboard. Prints Markdown.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connect } from '../lib/elasticsearch/client/client.ts';
import { anything, flag, object } from '../lib/elasticsearch/client/shape.ts';
import { JobStore } from '../lib/jobs/store/job-store.ts';
import { sdkSources } from '../scripts/sample-data/sdk-sources.ts';
import { folderSource, refOfFile } from '../lib/contract/backup-ref.ts';
import { planBackup } from '../lib/kinds/backup/plan.ts';
import type { BackupWork } from '../lib/kinds/backup/schema.ts';
import { planRestore } from '../lib/kinds/restore/plan.ts';
import type { RestoreWork } from '../lib/kinds/restore/schema.ts';
import { startDashboardProcess } from '../scripts/dashboard-process.ts';
import { freePort } from '../scripts/servers/ports.ts';
import { startServer } from '../scripts/servers/start-server.ts';
import { benchDocument } from './documents.ts';
import { measure } from './measure.ts';

const { values } = parseArgs({
  options: {
    'large-mb': { type: 'string', default: '20' },
    gb: { type: 'string', default: '0.4' },
    dashboard: { type: 'boolean', default: false },
  },
});
const bin = fileURLToPath(new URL('../bin/restore-desk.mjs', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'restore-desk-memory-'));
const server = await startServer({ heapMb: 1536 });
const cluster = connect({ url: server.url });
const place = { cluster, backups: sdkSources() };
const bytes = Number(values.gb) * 1024 ** 3;

/** Creates an index with documents of `bytes` in total, of the given sizes in turn. */
async function seed(index: string, sizes: readonly number[]): Promise<void> {
  await cluster.request({
    shape: anything,
    method: 'PUT',
    path: `/${index}`,
    body: {
      settings: { number_of_shards: 2, number_of_replicas: 0, refresh_interval: '-1' },
      mappings: { enabled: false },
    },
  });
  let body: string[] = [];
  let [length, sum] = [0, 0];
  const flush = async () => {
    const answer = await cluster.request({
      shape: object({ errors: flag }),
      method: 'POST',
      path: `/${index}/_bulk`,
      ndjson: Buffer.from(body.join('')),
      query: { filter_path: 'errors' },
      timeoutMs: 120_000,
    });
    if (answer.errors) throw new Error(`Seeding ${index} failed.`);
    [body, length] = [[], 0];
  };
  for (let n = 0; sum < bytes; n++) {
    const size = sizes[n % sizes.length]!;
    const words = benchDocument(n);
    const document = `{"index":{"_id":"${n}"}}\n{"n":${n},"parts":[${Array.from({ length: Math.ceil(size / words.length) }, () => words).join(',')}]}\n`;
    body.push(document);
    length += document.length;
    sum += document.length;
    if (length > 10_000_000) await flush();
  }
  if (length > 0) await flush();
  await cluster.request({ shape: anything, method: 'POST', path: `/${index}/_refresh`, timeoutMs: 120_000 });
}

const rows: string[] = [];
const row = (what: string, seconds: number, peakMb: number) =>
  rows.push(`| ${what} | ${seconds.toFixed(1)} | ${peakMb.toFixed(0)} |`);
const environment = { RESTORE_DESK_DATA: join(folder, 'data') };
const large = Number(values['large-mb']) * 1024 ** 2;
const kinds: readonly [string, readonly number[]][] = [
  ['1 KB', [1_000]],
  ['16 KB', [16_000]],
  [`${values['large-mb']} MB`, [large]],
  [`1 KB to ${values['large-mb']} MB, mixed`, [1_000, 300_000, 16_000, large, 2_000, 3_000_000, 1_000]],
];

async function measureCommandLine(directory: string): Promise<void> {
  for (const [at, [name]] of kinds.entries()) {
    const one = await measure(bin, ['backup', server.url, directory, '--index', `kind-${at}`, '--json'], environment);
    row(`back up documents of ${name}`, one.seconds, one.peakMb);
    const { file } = JSON.parse(one.lastLine) as { file: string };
    const restored = await measure(
      bin,
      ['restore', server.url, file, '--into', 'restored', '--no-switch', '--json'],
      environment,
    );
    row(`restore documents of ${name}`, restored.seconds, restored.peakMb);
    await cluster.request({ shape: anything, method: 'DELETE', path: '/restored' });
  }
  const two = await measure(
    bin,
    ['backup', server.url, directory, '--index', 'kind-2', '--index', 'kind-3', '--json'],
    environment,
  );
  row('back up the last two indices at once', two.seconds, two.peakMb);
}

/**
 * Runs its jobs in the dashboard: they are queued as those of a process that has ended, and the dashboard takes them
 * over.
 */
async function measureDashboard(directory: string): Promise<void> {
  const run = { signal: new AbortController().signal, report: () => undefined, log: () => undefined };
  const jobs = async (
    ...works: (BackupWork | RestoreWork)[]
  ): Promise<{ seconds: number; peakMb: number; atRestMb: number }> => {
    const data = await mkdtemp(join(folder, 'desk-'));
    const port = await freePort();
    const dashboard = await startDashboardProcess({
      port,
      workingDirectory: data,
      logFile: join(data, 'console.log'),
      env: {
        RESTORE_DESK_CONFIG: undefined,
        ELASTICSEARCH_URL: server.url,
        RESTORE_DESK_CLUSTER: 'bench',
        RESTORE_DESK_BACKUPS: directory,
        RESTORE_DESK_DATA: data,
      },
    });
    const peak = () =>
      Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${dashboard.pid!}/status`, 'utf8'))![1]) / 1024;
    await sleep(3_000);
    const atRestMb = peak();
    const store = JobStore.open(data);
    const endedProcess = { pid: 1, started: 'gone', space: '', kind: 'server' as const };
    const began = performance.now();
    for (const work of works)
      store.create({ cluster: 'bench', actor: { name: 'bench', role: 'admin', address: null }, work }, endedProcess);
    for (;;) {
      const jobs = store.list({});
      const states = jobs.map(({ status }) => status);
      if (states.every((status) => status === 'succeeded')) break;
      if (states.some((status) => status === 'failed')) throw new Error(JSON.stringify(jobs, null, 1));
      await sleep(100);
    }
    const measured = { seconds: (performance.now() - began) / 1000, peakMb: peak(), atRestMb };
    store.close();
    await dashboard.kill9();
    return measured;
  };
  const plan = await planBackup(place, { indices: ['kind-2', 'kind-3'], source: folderSource(directory) }, run);
  const backedUp = await jobs({ kind: 'backup', plan });
  row('the dashboard’s server, before its first job', 0, backedUp.atRestMb);
  row('the dashboard’s server backs up the last two indices at once', backedUp.seconds, backedUp.peakMb);
  const file = (index: string) => join(directory, index, readdirSync(join(directory, index))[0]!);
  for (const [at, [name]] of kinds.entries()) {
    if (at < 2) continue;
    const restored = await jobs({
      kind: 'restore',
      plan: await planRestore(
        place,
        { backup: refOfFile(file(`kind-${at}`)), into: `desk-${at}`, switchAlias: false },
        run,
      ),
    });
    row(`the dashboard’s server restores documents of ${name}`, restored.seconds, restored.peakMb);
  }
}

try {
  for (const [at, [, sizes]] of kinds.entries()) await seed(`kind-${at}`, sizes);
  const directory = join(folder, 'backups');
  await measureCommandLine(directory);
  if (values.dashboard) await measureDashboard(directory);
} finally {
  console.log(['| what | seconds | peak MB |', '| --- | --- | --- |', ...rows].join('\n'));
  await cluster.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
