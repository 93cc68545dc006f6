/**
 * `npm run bench:serving -- <another checkout> [--rounds 5]`: how that checkout and this one start and serve, in turn, without
 * a cluster. Prints Markdown: medians, and the ratio to the other checkout, which has its packages installed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { build as Build } from '../scripts/build.ts';
import type { startDashboardProcess as StartDashboardProcess } from '../scripts/dashboard-process.ts';
import { freePort } from '../scripts/servers/ports.ts';
import { median } from './measure.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' } },
});
const [other] = positionals;
if (other === undefined) throw new Error('Which checkout is this one compared with?');
const trees = [resolve(other), fileURLToPath(new URL('..', import.meta.url))];

/** The same number for both checkouts, so that their memory after it can be compared. */
const REQUESTS = { page: 400, json: 800, file: 3000 };
const CONNECTIONS = 8;
const CONFIGURATION =
  'trustedProxies: [127.0.0.1]\nclusters:\n  bench: { url: "http://127.0.0.1:9", backups: backups }\n';

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
let caller = 0;

/** Each request from another address, so that no rate limit applies. Resolves to status and text. */
const get = (url: string): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const address = `10.${String((++caller >> 16) & 255)}.${String((caller >> 8) & 255)}.${String(caller & 255)}`;
    const headers = { 'x-forwarded-for': address, 'accept-encoding': 'gzip' };
    const sent = request(url, { agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('latin1') }),
      );
    });
    sent.once('error', reject).end();
  });

interface Load {
  requestsPerSecond: number;
  /** Of the server: other load on the machine does not show in it. */
  cpuMsPerRequest: number;
}

async function load(url: string, count: number, pid: number): Promise<Load> {
  const began = performance.now();
  const cpuBefore = cpuMs(pid);
  let left = count;
  const worker = async () => {
    while (left-- > 0) {
      const { status } = await get(url);
      if (status !== 200) throw new Error(`${url} was answered with ${String(status)}.`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return {
    requestsPerSecond: count / ((performance.now() - began) / 1000),
    cpuMsPerRequest: (cpuMs(pid) - cpuBefore) / count,
  };
}

/** User and system time of a process; a tick is 10 ms. Linux only, as is memoryOf. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .split(') ')[1]!
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const memoryOf = (pid: number, field: 'VmRSS' | 'VmHWM'): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))![1]) / 1024;

/** One start of a checkout, by its own scripts, with the load of every kind. */
async function measureServing(tree: string): Promise<Record<string, number>> {
  const { startDashboardProcess } = (await import(join(tree, 'scripts/dashboard-process.ts'))) as {
    startDashboardProcess: typeof StartDashboardProcess;
  };
  const folder = await mkdtemp(join(tmpdir(), 'restore-desk-serving-'));
  writeFileSync(join(folder, 'restore-desk.yaml'), CONFIGURATION);
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const env = { RESTORE_DESK_CONFIG: undefined, ELASTICSEARCH_URL: undefined, RESTORE_DESK_DATA: join(folder, 'data') };
  const began = performance.now();
  const starting = startDashboardProcess({ port, workingDirectory: folder, logFile: join(folder, 'console.log'), env });
  while (!(await get(`${url}/api/live`).catch(() => null))) await sleep(5);
  const started = performance.now();
  await get(`${url}/bench`);
  const firstPage = performance.now();
  const dashboard = await starting;
  const pid = dashboard.pid!;
  try {
    const startCpu = cpuMs(pid);
    await sleep(3000);
    const atRest = memoryOf(pid, 'VmRSS');
    const file = /\/_next\/static\/[^"]+\.js/.exec(await getText(`${url}/bench`))![0];
    const page = await load(`${url}/bench`, REQUESTS.page, pid);
    const json = await load(`${url}/api/bench/overview`, REQUESTS.json, pid);
    const built = await load(url + file, REQUESTS.file, pid);
    return {
      'first answer, ms': started - began,
      'first overview page, ms': firstPage - started,
      'processor time until then, ms': startCpu,
      'memory after the start, MB': atRest,
      'a page, requests/s': page.requestsPerSecond,
      'a page, processor ms': page.cpuMsPerRequest,
      'a JSON route, requests/s': json.requestsPerSecond,
      'a JSON route, processor ms': json.cpuMsPerRequest,
      'a built file, requests/s': built.requestsPerSecond,
      'a built file, processor ms': built.cpuMsPerRequest,
      'memory after the load, MB': memoryOf(pid, 'VmRSS'),
      'peak memory, MB': memoryOf(pid, 'VmHWM'),
    };
  } finally {
    await dashboard.kill9();
    await rm(folder, { recursive: true, force: true });
  }
}

const getText = async (url: string): Promise<string> =>
  await (await fetch(url, { headers: { 'x-forwarded-for': '10.255.0.1' } })).text();

const results = trees.map((): Record<string, number>[] => []);
for (const tree of trees) {
  const { build } = (await import(join(tree, 'scripts/build.ts'))) as { build: typeof Build };
  const failure = await build();
  if (failure) throw new Error(failure.output);
}
for (let round = 0; round < Number(values.rounds); round++) {
  // The first one of a round alternates: a warm disk cache would favour the second.
  for (const at of round % 2 === 0 ? [0, 1] : [1, 0]) results[at]!.push(await measureServing(trees[at]!));
}
agent.destroy();

const digits = (value: number) => value.toFixed(value < 20 ? 2 : 0);
const shown = (all: readonly number[]) =>
  `${digits(median(all))} (${digits(Math.min(...all))}–${digits(Math.max(...all))})`;
console.log(`${values.rounds} rounds in turn, ${String(cpus().length)} cores shared by server and client.\n`);
console.log('| what | the other checkout | **this checkout** | ratio |\n| --- | --- | --- | --- |');
for (const name of Object.keys(results[0]![0]!)) {
  const [before = [], now = []] = results.map((runs) => runs.map((run) => run[name]!));
  console.log(`| ${name} | ${shown(before)} | ${shown(now)} | ${(median(now) / median(before)).toFixed(2)} |`);
}
